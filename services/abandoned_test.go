package services_test

import (
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/internal/sweep"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
	"github.com/vip-verkosto/vaatu/services/notify"
)

// warns runs the job that tells of drafts which go.
func (h *house) warns(box *mailbox) {
	h.t.Helper()
	w := &notify.Drafts{DB: h.db.Worker(), BaseURL: "https://vaatu.example", Sender: notify.SMTP{Address: box.address, From: "vaatu@example.fi"}}
	if err := w.Work(h.t.Context(), &river.Job[notify.DraftsArgs]{}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) sweeps() {
	h.t.Helper()
	if err := (&sweep.Worker{DB: h.db.Worker(), Now: time.Now}).Work(h.t.Context(), &river.Job[sweep.Args]{}); err != nil {
		h.t.Fatal(err)
	}
}

func TestAnAbandonedDraftGoesOnceItsWritersWereWarned(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withoutJobs)
	ctx := t.Context()
	first, colleague := h.teacher(taysSchool), h.teacher(taysSchool)
	d := h.shared(first, colleague)
	kept := h.shared(first)
	if want := workdays.CommonBreaks().After(workdays.Of(d.GetUpdateTime().AsTime()), 90).String(); d.GetExpireDate() != want {
		t.Errorf("the draft goes on %s, want %s", d.GetExpireDate(), want)
	}
	h.warns(box)
	h.sweeps()
	box.none(t)

	// Its day has come, but nobody was told: it stays for two weeks more.
	h.exec("UPDATE intake.drafts SET expire_date = current_date - 3 WHERE id = $1", d.GetId())
	h.sweeps()
	h.warns(box)
	h.warns(box)
	date := h.text("SELECT to_char((now() AT TIME ZONE 'Europe/Helsinki')::date + 14, 'FMDD.FMMM.YYYY')")
	for range 2 {
		if m := box.next(t); !strings.Contains(m.subject, "luonnos poistuu "+date) || strings.Contains(m.body, "Siirtym") {
			t.Errorf("the mail is %v", m)
		}
	}
	box.none(t)
	// Saved, it stays for the whole time; and the next warning is a new one.
	d = must[*intakepb.Draft](t)(first.GetDraft(ctx, &intakepb.GetDraftRequest{DraftId: d.GetId()}))
	d = h.saves(colleague, d, &casespb.Request{Tried: "Taas."})
	if d.GetExpireDate() != kept.GetExpireDate() {
		t.Errorf("saved, the draft goes on %s", d.GetExpireDate())
	}
	h.exec("UPDATE intake.draft_warnings SET expire_date = expire_date - 100")
	h.exec("UPDATE intake.drafts SET expire_date = current_date WHERE id = $1", d.GetId())
	h.warns(box)
	box.next(t)
	box.next(t)
	h.exec("UPDATE intake.drafts SET expire_date = (now() AT TIME ZONE 'Europe/Helsinki')::date + 1 WHERE id = $1", d.GetId())
	h.sweeps()
	if n := h.count("SELECT count(*) FROM intake.drafts"); n != 2 {
		t.Errorf("%d drafts on the day before", n)
	}
	h.exec("UPDATE intake.drafts SET expire_date = (now() AT TIME ZONE 'Europe/Helsinki')::date WHERE id = $1", d.GetId())
	h.sweeps()
	if n := h.count("SELECT count(*) FROM intake.drafts d JOIN case_keys k ON k.id = d.id WHERE d.id = $1", kept.GetId()); n != 1 {
		t.Error("another draft is gone")
	}
	if n := h.count("SELECT (SELECT count(*) FROM intake.drafts WHERE id = $1) + (SELECT count(*) FROM case_keys WHERE id = $1)", d.GetId()); n != 0 {
		t.Error("the draft, or its key, is still there")
	}
	if got := h.audited("case_id = $1 AND what = 'EXPIRE'", d.GetId()); len(got) != 1 {
		t.Errorf("the audit says %v", got)
	}
}

func TestManyAbandonedDraftsGoInBatches(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	d := h.shared(h.teacher(taysSchool))
	h.exec(`INSERT INTO intake.drafts (id, school_id, writer_id, sealed, revision, create_time, update_time, expire_date, warned)
		SELECT gen_random_uuid(), school_id, writer_id, sealed, 1, create_time, update_time, current_date - 2, true FROM intake.drafts, generate_series(1, 450)`)
	h.sweeps()
	if n := h.count("SELECT count(*) FROM intake.drafts"); n != 1 || h.text("SELECT id::text FROM intake.drafts") != d.GetId() {
		t.Errorf("%d drafts are left", n)
	}
}

package services_test

import (
	"encoding/base64"
	"errors"
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/notify"
)

func readBody(msg *mail.Message) (string, error) {
	r := msg.Body
	switch strings.ToLower(msg.Header.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		r = quotedprintable.NewReader(r)
	case "base64":
		r = base64.NewDecoder(base64.StdEncoding, r)
	}
	body, err := io.ReadAll(r)
	return string(body), err
}

// withMail runs all services with the mailbox.
func withMail(m *mailbox) func(*services.Config) {
	return func(c *services.Config) { c.SMTP = m.address }
}

// withoutJobs runs everything but the jobs, so that the test works them itself.
func withoutJobs(c *services.Config) {
	c.Services = []string{"access", "grants", "account", "directory", "routing", "intake", "checklist", "similar", "assignment", "casework", "permits", "attachments", "caseload", "breakglass", "feedback", "events", "audit"}
}

func (h *house) ask(expert person, c *casespb.Case, text string) {
	h.t.Helper()
	due := time.Now().AddDate(0, 0, 7).Format(time.DateOnly)
	must[*caseworkpb.Question](h.t)(expert.AskSchool(h.t.Context(), &caseworkpb.AskSchoolRequest{CaseId: c.GetId(), Text: text, DueDate: due}))
}

func TestAQuestionAndAdviceAreToldInTheFilersLanguage(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	for _, c := range []struct {
		language     string
		at           school
		unit         string
		asked, ready string
		words        string
	}{
		{"fi", taysSchool, valteriUnit, "uusi kysymys", "suositukset valmiina", "Avaa kirjautumalla"},
		{"sv", alandSchool, skillaUnit, "ny fråga", "rekommendationerna klara", "Logga in"},
		{"en", taysSchool, valteriUnit, "new question", "advice ready", "Sign in"},
	} {
		teacher := h.join("teacher", c.language, grant{role: "REQUESTER", school: c.at.id})
		expert := h.expert(c.unit, "VALTERI")
		r := request(c.at.language, autism)
		filed := h.file(teacher, r)
		h.claim(expert, filed)
		h.ask(expert, filed, "Salainen kysymys")
		mails := []letter{box.next(t)}
		must[*caseworkpb.Advice](t)(expert.WriteAdvice(t.Context(), &caseworkpb.WriteAdviceRequest{CaseId: filed.GetId(), Advice: &caseworkpb.AdviceText{Summary: "Salainen neuvo"}}))
		must[*casespb.Case](t)(expert.PublishAdvice(ifMatch(t.Context(), h.read(expert, filed.GetId()).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: filed.GetId()}))
		mails = append(mails, box.next(t))
		for i, what := range []string{c.asked, c.ready} {
			m, want := mails[i], letter{
				from: "vaatu@example.fi", to: teacher.subject + "@example.fi", subject: "Vaatu " + filed.GetNumber() + ": " + what,
			}
			body := m.body
			m.body = ""
			if m != want {
				t.Errorf("the mail is %+v, want %+v", m, want)
			}
			if !strings.Contains(body, c.words) || !strings.Contains(body, "https://vaatu.example/cases/"+filed.GetId()) {
				t.Errorf("in %s the mail says %q", c.language, body)
			}
			for _, secret := range []string{"Salainen", r.GetSituation(), r.GetQuestion(), c.at.name, "autis", nameOf(teacher.subject), nameOf(expert.subject)} {
				if strings.Contains(body+m.subject, secret) {
					t.Errorf("the mail tells %q: %s", secret, body)
				}
			}
		}
	}
	box.none(t)
}

// notices answers the jobs that wait, as the worker gets them.
func (h *house) notices() []*river.Job[cases.NoticeArgs] {
	h.t.Helper()
	rows, err := h.root.Query(h.t.Context(), "SELECT args, max_attempts FROM river.river_job WHERE kind = 'notice' ORDER BY id")
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	var jobs []*river.Job[cases.NoticeArgs]
	for rows.Next() {
		j := &river.Job[cases.NoticeArgs]{JobRow: &rivertype.JobRow{Attempt: 1}}
		if err := rows.Scan(&j.Args, &j.MaxAttempts); err != nil {
			h.t.Fatal(err)
		}
		jobs = append(jobs, j)
	}
	return jobs
}

func (h *house) worker(box *mailbox) *notify.Notices {
	h.t.Helper()
	return &notify.Notices{
		DB: h.db.Worker(), Now: time.Now, BaseURL: "https://vaatu.example", Sender: notify.SMTP{Address: box.address, From: "vaatu@example.fi"},
	}
}

func TestAJobThatRunsTwiceSendsOneMail(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withoutJobs)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.ask(expert, c, "Milloin?")
	h.ask(expert, c, "Missä?")
	jobs, w := h.notices(), h.worker(box)
	if len(jobs) != 2 || jobs[0].Args.CaseID != c.GetId() {
		t.Fatalf("jobs are %v", jobs)
	}
	for range 3 {
		for _, j := range jobs {
			if err := w.Work(t.Context(), j); err != nil {
				t.Fatal(err)
			}
		}
	}
	box.next(t)
	box.next(t)
	box.none(t)
	if n := h.count("SELECT count(*) FROM notify.deliveries WHERE send_time IS NOT NULL"); n != 2 {
		t.Errorf("%d deliveries, want 2", n)
	}
}

func TestWhoHasNoAddressGetsNoMail(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withoutJobs)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	h.exec("UPDATE access.persons SET email = NULL WHERE id = $1", teacher.id)
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.ask(expert, c, "Milloin?")
	for _, j := range h.notices() {
		if err := h.worker(box).Work(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	}
	box.none(t)
	if n := h.count("SELECT count(*) FROM notify.deliveries WHERE send_time IS NULL"); n != 1 {
		t.Errorf("%d deliveries without a mail, want 1", n)
	}
}

func TestAMailServerThatWasDownGetsTheMailLater(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	box.down.Store(true)
	h := start(t, withMail(box), func(c *services.Config) {
		// The second try is five seconds after the first by this clock, and at once by River's.
		c.Now = func() time.Time { return time.Now().Add(-4900 * time.Millisecond) }
	})
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.ask(expert, c, "Milloin?")
	<-box.turned
	box.none(t)
	box.down.Store(false)
	if m := box.next(t); m.subject != "Vaatu "+c.GetNumber()+": uusi kysymys" {
		t.Errorf("the late mail is %+v", m)
	}
	box.none(t)
}

func TestAnAddressThatTheMailServerRefusesIsGivenUpAndNamedNowhere(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	var log syncBuffer
	h := start(t, withMail(box), func(c *services.Config) {
		c.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
		c.Now = func() time.Time { return time.Now().Add(-4900 * time.Millisecond) } // the next try comes at once
	})
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	box.refuses.Store(450) // try again later
	h.ask(expert, c, "Milloin?")
	<-box.turned
	box.refuses.Store(550) // no such mailbox
	h.until("SELECT count(*) FROM river.river_job WHERE kind = 'notice' AND state = 'cancelled'", 1)
	box.none(t)
	address := teacher.subject + "@example.fi"
	for _, kept := range []string{
		h.text("SELECT string_agg(j::text, ' ') FROM river.river_job j"), log.String(),
	} {
		if strings.Contains(kept, address) || strings.Contains(kept, teacher.subject) {
			t.Errorf("the address is told: %s", kept)
		}
		if !strings.Contains(kept, "550") || !strings.Contains(kept, "450") {
			t.Errorf("what the server answered is told nowhere: %s", kept)
		}
	}
}

func TestAnAddressThatIsNoneIsGivenUpAndNamedNowhere(t *testing.T) {
	t.Parallel()
	s := notify.SMTP{Address: "127.0.0.1:1", From: "vaatu@example.fi"}
	err := s.Send(t.Context(), notify.Mail{To: "maija meikäläinen@@example", Subject: "x", Body: "x"})
	if !errors.Is(err, notify.ErrNoMailbox) || strings.Contains(err.Error(), "maija") {
		t.Errorf("got %v", err)
	}
}

func TestANoticeIsTriedForDays(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.ask(expert, c, "Milloin?")
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	w := &notify.Notices{Now: func() time.Time { return now }}
	job := h.notices()[0]
	var waits []time.Duration
	for ; job.Attempt < job.MaxAttempts; job.Attempt++ {
		waits = append(waits, w.NextRetry(job).Sub(now))
		now = w.NextRetry(job)
	}
	if diff := cmp.Diff([]time.Duration{5 * time.Second, 20 * time.Second, 45 * time.Second}, waits[:3]); diff != "" {
		t.Errorf("the first waits (-want +got)\n%s", diff)
	}
	if longest := slices.Max(waits); longest > 10*time.Minute {
		t.Errorf("a server that is back waits %v for the mail", longest)
	}
	var total time.Duration
	for _, wait := range waits {
		total += wait
	}
	if total < 72*time.Hour {
		t.Errorf("the mail is given up after %v", total)
	}
}

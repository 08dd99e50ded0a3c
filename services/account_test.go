package services_test

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/notify"
)

var codeIn = regexp.MustCompile(`\b(\d{4}) (\d{4})\b`)

// code answers the code of the next letter, which goes to an address.
func (m *mailbox) code(t *testing.T, to string) string {
	t.Helper()
	l := m.next(t)
	found := codeIn.FindStringSubmatch(l.body)
	if l.to != to || found == nil {
		t.Fatalf("the letter is %+v, want a code to %s", l, to)
	}
	return found[1] + found[2]
}

// other answers a code that is not this one.
func other(code string) string {
	if code[0] == '9' {
		return "0" + code[1:]
	}
	return "9" + code[1:]
}

// newcomer is a teacher whose provider tells no address.
func (h *house) newcomer() person {
	h.t.Helper()
	p := h.teacher(taysSchool)
	h.exec("UPDATE access.persons SET email = NULL WHERE id = $1", p.id)
	return p
}

func (h *house) asks(p person, email string) *accesspb.OwnEmail {
	h.t.Helper()
	return must[*accesspb.OwnEmail](h.t)(p.SetEmail(h.t.Context(), &accesspb.SetEmailRequest{Email: email}))
}

func (h *house) verify(p person, code string) error {
	h.t.Helper()
	return drop(p.VerifyEmail(h.t.Context(), &accesspb.VerifyEmailRequest{Digits: code}))
}

// wants checks what the person is told of the own address.
func (h *house) wants(p person, email, toVerify string) {
	h.t.Helper()
	got := must[*directorypb.Me](h.t)(p.GetMe(h.t.Context(), &directorypb.GetMeRequest{})).GetEmail()
	if got.GetAddress() != email || got.GetToVerify() != toVerify || (got.GetExpireTime() != nil) != (toVerify != "") {
		h.t.Errorf("the own address is %v, want %q and to verify %q", got, email, toVerify)
	}
}

// told checks what is refused of the code, and with how many tries left.
func told(t *testing.T, err error, rule, words string) {
	t.Helper()
	invalid(t, err, "digits", rule)
	if said := fmt.Sprint(status.Convert(err).Details()); !strings.Contains(said, words) {
		t.Errorf("the refusal says %s, want %q in it", said, words)
	}
}

func TestAnAddressIsThePersonsOnceItsCodeHasReachedIt(t *testing.T) {
	t.Parallel()
	box, log := openMailbox(t), &syncBuffer{}
	h := start(t, withMail(box), func(c *services.Config) {
		c.Logger = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	p, colleague := h.newcomer(), h.teacher(taysSchool)
	h.wants(p, "", "")
	if own := h.asks(p, " maija@example.fi "); own.GetAddress() != "" || own.GetToVerify() != "maija@example.fi" {
		t.Errorf("after asking the address is %v", own)
	}
	code := box.code(t, "maija@example.fi")
	h.wants(p, "", "maija@example.fi")
	told(t, h.verify(colleague, code), "code.spent", "")
	told(t, h.verify(p, other(code)), "code.wrong", "left: 4")
	if err := h.verify(p, code[:4]+" "+code[4:]); err != nil {
		t.Fatal(err)
	}
	h.wants(p, "maija@example.fi", "")
	if err := h.verify(p, code); err != nil { // its answer was lost
		t.Errorf("the same code again: %v", err)
	}
	box.none(t)
	// Another address: the one before stays until the code comes, and is told then.
	h.asks(p, "m.meikalainen@example.org")
	h.wants(p, "maija@example.fi", "m.meikalainen@example.org")
	second := box.code(t, "m.meikalainen@example.org")
	if err := h.verify(p, second); err != nil {
		t.Fatal(err)
	}
	h.wants(p, "m.meikalainen@example.org", "")
	if l := box.next(t); l.to != "maija@example.fi" || l.subject != "Vaatu: osoitteesi on vaihtunut" || strings.Contains(l.body, "example.org") {
		t.Errorf("the address before is told %+v", l)
	}
	// The removal too.
	removed := must[*accesspb.OwnEmail](t)(p.RemoveEmail(t.Context(), &accesspb.RemoveEmailRequest{}))
	if removed.GetAddress() != "" || box.next(t).to != "m.meikalainen@example.org" {
		t.Errorf("after the removal the address is %v", removed)
	}
	h.wants(colleague, colleague.subject+"@example.fi", "")
	box.none(t)
	kept := h.text("SELECT string_agg(j::text, ' ') FROM river.river_job j") + log.String()
	kept += h.text("SELECT string_agg(l::text, ' ') FROM access.letters l") // to addresses, without codes
	for _, secret := range []string{code, second, code[:4] + " " + code[4:]} {
		if strings.Contains(kept, secret) {
			t.Errorf("the code %s is kept: %s", secret, kept)
		}
	}
	if jobs := h.text("SELECT string_agg(j::text, ' ') FROM river.river_job j") + log.String(); strings.Contains(jobs, "example.org") {
		t.Errorf("an address is in a job or in the log: %s", jobs)
	}
}

func TestACodeCountsForFiveTriesAndAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	var clock testClock
	box := openMailbox(t)
	h := start(t, withMail(box), func(c *services.Config) { c.Now = clock.now })
	p := h.newcomer()
	told(t, h.verify(p, "12345678"), "code.spent", "")
	h.asks(p, "maija@example.fi")
	code := box.code(t, "maija@example.fi")
	for _, shape := range []string{"1234567", "123456789", "1234567a", "+1234567"} {
		told(t, h.verify(p, shape), "code.shape", "8") // is no try
	}
	for left := 4; left > 0; left-- {
		told(t, h.verify(p, other(code)), "code.wrong", fmt.Sprintf("left: %d", left))
	}
	told(t, h.verify(p, other(code)), "code.spent", "")
	told(t, h.verify(p, code), "code.spent", "")
	h.wants(p, "", "")
	h.asks(p, "maija@example.fi")
	code = box.code(t, "maija@example.fi")
	clock.advance(15 * time.Minute)
	told(t, h.verify(p, code), "code.spent", "")
	h.wants(p, "", "")
}

func TestTriesAtTheSameMomentAreAllCounted(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	p := h.newcomer()
	h.asks(p, "maija@example.fi")
	code := box.code(t, "maija@example.fi")
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() { _ = h.verify(p, other(code)) })
	}
	group.Wait()
	if n := h.count("SELECT tries FROM access.letters"); n != 5 {
		t.Errorf("%d tries were counted, want 5", n)
	}
	told(t, h.verify(p, code), "code.spent", "")
}

func TestThreeCodesAnHourAreMailedAndTheLatestCounts(t *testing.T) {
	t.Parallel()
	var clock testClock
	box := openMailbox(t)
	h := start(t, withMail(box), func(c *services.Config) { c.Now = clock.now })
	p, colleague := h.newcomer(), h.newcomer()
	var sent []string
	for range 3 {
		clock.advance(time.Second)
		h.asks(p, "maija@example.fi")
		sent = append(sent, box.code(t, "maija@example.fi"))
	}
	_, err := p.SetEmail(t.Context(), &accesspb.SetEmailRequest{Email: "maija@example.fi"})
	invalid(t, err, "email", "email.too_many")
	told(t, h.verify(p, sent[1]), "code.wrong", "left: 4")
	if err := h.verify(p, sent[2]); err != nil {
		t.Errorf("the latest code: %v", err)
	}
	h.asks(colleague, "kalle@example.fi")
	box.code(t, "kalle@example.fi")
	clock.advance(time.Hour)
	p = h.as(p, "fi") // the session has idled out
	h.asks(p, "maija@example.fi")
	box.code(t, "maija@example.fi")
	box.none(t)
}

func TestARepeatedWishForACodeMailsOne(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	p := h.newcomer()
	ctx := with(t.Context(), "idempotency-key", "once")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if _, err := p.SetEmail(ctx, &accesspb.SetEmailRequest{Email: "maija@example.fi"}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := h.count("SELECT count(*) FROM river.river_job WHERE kind = 'letter'"); n != 1 {
		t.Errorf("%d letters were left, want 1", n)
	}
	_, err := p.SetEmail(ctx, &accesspb.SetEmailRequest{Email: "kalle@example.fi"})
	refused(t, err, codes.FailedPrecondition, "IDEMPOTENCY_KEY_REUSED")
	_, err = p.SetEmail(t.Context(), &accesspb.SetEmailRequest{Email: "maija@example.fi\r\nBcc: kaikki@example.fi"})
	invalid(t, err, "email", "email.address")
}

func TestWhatAProviderTellsCountsUntilThePersonChooses(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	signIn := func(email string) person {
		p, err := h.open(&accesspb.OpenSessionRequest{
			Subject: "maija", DisplayName: "Maija", Email: email,
			SchoolRoles: []*accesspb.SchoolRole{{School: "95002", Role: accesspb.Role_ROLE_REQUESTER}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	h.wants(signIn("one@example.fi"), "one@example.fi", "")
	h.wants(signIn(""), "one@example.fi", "")
	p := signIn("two@example.fi")
	h.wants(p, "two@example.fi", "")
	h.asks(p, "own@example.fi")
	if err := h.verify(p, box.code(t, "own@example.fi")); err != nil {
		t.Fatal(err)
	}
	p = signIn("three@example.fi")
	h.wants(p, "own@example.fi", "")
	must[*accesspb.OwnEmail](t)(p.RemoveEmail(t.Context(), &accesspb.RemoveEmailRequest{}))
	h.wants(signIn("three@example.fi"), "", "")
}

// letters works the letters that wait.
func (h *house) letters(box *mailbox) error {
	h.t.Helper()
	w := &notify.Letters{
		DB: h.db.Worker(), Now: time.Now, BaseURL: "https://vaatu.example", Sender: notify.SMTP{Address: box.address, From: "vaatu@example.fi"},
	}
	id := h.text("SELECT args->>'letter_id' FROM river.river_job WHERE kind = 'letter' ORDER BY id DESC LIMIT 1")
	return w.Work(h.t.Context(), &river.Job[address.LetterArgs]{JobRow: &rivertype.JobRow{Attempt: 1}, Args: address.LetterArgs{LetterID: id}})
}

func TestALetterGoesOutOnceAndOneThatFailedCarriesAnotherCode(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withoutJobs)
	p := h.newcomer()
	h.asks(p, "maija@example.fi")
	told(t, h.verify(p, "12345678"), "code.wrong", "left: 5") // no code is made yet
	box.down.Store(true)
	if err := h.letters(box); err == nil {
		t.Error("a mail server that is down took a letter")
	}
	<-box.turned
	seal := h.text("SELECT seal::text FROM access.letters")
	box.down.Store(false)
	for range 3 {
		if err := h.letters(box); err != nil {
			t.Fatal(err)
		}
	}
	code := box.code(t, "maija@example.fi")
	box.none(t)
	if again := h.text("SELECT seal::text FROM access.letters"); again == seal {
		t.Error("the letter carries the code of the one that was lost")
	}
	if err := h.verify(p, code); err != nil {
		t.Error(err)
	}
	// A code that has expired is not mailed any more.
	h.asks(p, "kalle@example.fi")
	h.exec("UPDATE access.letters SET expire_time = now() - interval '1 second' WHERE email = 'kalle@example.fi'")
	if err := h.letters(box); err != nil {
		t.Error(err)
	}
	box.none(t)
}

func TestTheServersRolesReadNoLetterAndNoAddress(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	h.asks(h.newcomer(), "maija@example.fi")
	for _, role := range []string{"vaatu_app", "vaatu_auth", "vaatu_worker", "vaatu_operator"} {
		conn, err := pgx.Connect(t.Context(), h.db.URL(role))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close(context.WithoutCancel(t.Context())) })
		for _, sql := range []string{"SELECT email FROM access.letters", "SELECT seal FROM access.letters", "SELECT email FROM access.persons"} {
			if _, err := conn.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), "permission denied") {
				t.Errorf("%s as %s: %v", sql, role, err)
			}
		}
	}
}

package devmail_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/smtp"
	"strings"
	"testing"

	"github.com/wneessen/go-mail"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/devmail"
)

func start(t *testing.T) *devmail.Server {
	t.Helper()
	s, err := devmail.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// send delivers a mail as written.
func send(t *testing.T, s *devmail.Server, text string) {
	t.Helper()
	if err := smtp.SendMail(s.Addr(), nil, "vaatu@example.fi", []string{"a@example.fi", "b@example.fi"}, []byte(strings.ReplaceAll(text, "\n", "\r\n"))); err != nil {
		t.Fatal(err)
	}
}

func TestAMailOfTheProductIsShownAsItWasWritten(t *testing.T) {
	t.Parallel()
	s := start(t)
	m := mail.NewMsg()
	if err := m.From("vaatu@example.fi"); err != nil {
		t.Fatal(err)
	}
	if err := m.To("tiina@example.fi"); err != nil {
		t.Fatal(err)
	}
	m.Subject("Vaatu V-1: uusi kysymys, määräaika lähestyy ja vielä paljon muuta, jotta otsake jakautuu")
	m.SetBodyString(mail.TypeTextPlain, "Konsultaatio V-1: äö.\nAvaa kirjautumalla: http://127.0.0.1:8080/cases/1?a=b\n")
	host, port, _ := strings.Cut(s.Addr(), ":")
	var number int
	if _, err := fmt.Sscan(port, &number); err != nil {
		t.Fatal(err)
	}
	c, err := mail.NewClient(host, mail.WithPort(number), mail.WithTLSPolicy(mail.NoTLS))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.DialAndSendWithContext(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	got := s.Mails()
	if len(got) != 1 {
		t.Fatalf("there are %d mails", len(got))
	}
	if got[0].From != "vaatu@example.fi" || got[0].To != "tiina@example.fi" || got[0].Time.IsZero() ||
		got[0].Subject != "Vaatu V-1: uusi kysymys, määräaika lähestyy ja vielä paljon muuta, jotta otsake jakautuu" ||
		strings.TrimSpace(got[0].Text) != "Konsultaatio V-1: äö.\nAvaa kirjautumalla: http://127.0.0.1:8080/cases/1?a=b" {
		t.Errorf("got %+v", got[0])
	}
}

func TestEveryShapeOfPlainTextIsRead(t *testing.T) {
	t.Parallel()
	s := start(t)
	for _, text := range []string{
		"Subject: x\n\nhyvää\n",
		"Subject: =?UTF-8?Q?x?=\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\naHl2w6TDpAo=\n",
		"Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>no</p>\n--b\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\nhyv=C3=A4=C3=A4\n\n--b--\n",
	} {
		send(t, s, text)
		if got := s.Mails()[0]; got.Subject != "x" || strings.TrimSpace(got.Text) != "hyvää" || got.To != "a@example.fi, b@example.fi" {
			t.Errorf("%q is read as %+v", text, got)
		}
	}
	if err := smtp.SendMail(s.Addr(), nil, "a@example.fi", []string{"b@example.fi"}, []byte("no header at all")); err == nil {
		t.Error("what is no mail was taken")
	}
}

func TestTheNewestMailsAreKeptAndShownFirst(t *testing.T) {
	t.Parallel()
	s := start(t)
	for i := range 203 {
		send(t, s, fmt.Sprintf("Subject: number %d\n\n<b>text</b>\n", i))
	}
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/dev/mail.json", http.NoBody))
	var mails []devmail.Mail
	if err := json.Unmarshal(answer.Body.Bytes(), &mails); err != nil {
		t.Fatal(err)
	}
	if len(mails) != 200 || mails[0].Subject != "number 202" || mails[199].Subject != "number 3" {
		t.Errorf("there are %d, from %s to %s", len(mails), mails[0].Subject, mails[len(mails)-1].Subject)
	}
	page := httptest.NewRecorder()
	s.ServeHTTP(page, httptest.NewRequest(http.MethodGet, "/dev/mail", http.NoBody))
	if body := page.Body.String(); !strings.Contains(body, "number 202") || strings.Contains(body, "<b>") ||
		strings.Contains(page.Header().Get("Content-Security-Policy"), "unsafe") {
		t.Errorf("the page is %.300s", body)
	}
}

func TestNoMailIsAnEmptyListAndTheServerEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	s, err := devmail.Start(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/dev/mail.json", http.NoBody))
	if got := strings.TrimSpace(answer.Body.String()); got != "[]" {
		t.Errorf("no mail is %s", got)
	}
	stop()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := smtp.SendMail(s.Addr(), nil, "a@example.fi", []string{"b@example.fi"}, nil); err == nil {
		t.Error("a server that has ended takes mail")
	}
}

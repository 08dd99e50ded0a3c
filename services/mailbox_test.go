package services_test

import (
	"context"
	"io"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// letter is a mail as it arrived.
type letter struct{ from, to, subject, body string }

// mailbox is a mail server that keeps what it is handed.
type mailbox struct {
	address string
	letters chan letter
	// down: it turns every client away, and tells of it.
	down   atomic.Bool
	turned chan struct{}
	// refuses: it knows no recipient, and says so in words that name the address.
	refuses atomic.Int32
}

func openMailbox(t *testing.T) *mailbox {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &mailbox{address: listener.Addr().String(), letters: make(chan letter, 100), turned: make(chan struct{}, 100)}
	server := smtp.NewServer(m)
	server.Domain, server.ReadTimeout, server.WriteTimeout = "localhost", time.Minute, time.Minute
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return m
}

// NewSession is the server's side of one client.
func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) {
	if m.down.Load() {
		m.turned <- struct{}{}
		return nil, &smtp.SMTPError{Code: 421, Message: "closed for maintenance"}
	}
	return &delivery{box: m}, nil
}

type delivery struct {
	box      *mailbox
	from, to string
}

func (d *delivery) Mail(from string, _ *smtp.MailOptions) error { d.from = from; return nil }
func (d *delivery) Reset()                                      { d.from, d.to = "", "" }
func (d *delivery) Logout() error                               { return nil }

func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error {
	if code := int(d.box.refuses.Load()); code != 0 {
		d.box.turned <- struct{}{}
		return &smtp.SMTPError{Code: code, Message: "mailbox <" + to + "> cannot be reached"}
	}
	d.to += to
	return nil
}

func (d *delivery) Data(r io.Reader) error {
	msg, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	subject, err := (&mime.WordDecoder{}).DecodeHeader(msg.Header.Get("Subject"))
	if err != nil {
		return err
	}
	body, err := readBody(msg)
	d.box.letters <- letter{from: d.from, to: d.to, subject: subject, body: strings.ReplaceAll(body, "\r\n", "\n")}
	return err
}

// next answers the mail that arrives next.
func (m *mailbox) next(t *testing.T) letter {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	select {
	case l := <-m.letters:
		return l
	case <-ctx.Done():
		t.Fatal("no mail arrives")
	}
	return letter{}
}

// none fails when a mail is there.
func (m *mailbox) none(t *testing.T) {
	t.Helper()
	select {
	case l := <-m.letters:
		t.Errorf("a mail arrived: %+v", l)
	default:
	}
}

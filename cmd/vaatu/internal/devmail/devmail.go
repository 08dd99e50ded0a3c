// Package devmail is the mail server of `vaatu dev`: it takes every mail, delivers none, and shows the latest ones.
package devmail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Mail is one mail that was sent.
type Mail struct {
	From string `json:"from"`
	// To is the recipient; several are parted by a comma.
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Time    time.Time `json:"time"`
}

// kept is how many mails are kept; an older one gives way.
const kept = 200

// largest mail in bytes.
const largest = 1 << 20

// Server takes mails by SMTP and shows them by HTTP.
type Server struct {
	smtp     *smtp.Server
	listener net.Listener
	done     chan struct{}

	mu    sync.Mutex
	mails []Mail // the oldest first
}

// Start listens on an address, which should be of this machine only, and serves until ctx ends or Close is called.
func Start(ctx context.Context, address string) (*Server, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listening for mail: %w", err)
	}
	s := &Server{listener: l, done: make(chan struct{})}
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &incoming{server: s}, nil }))
	s.smtp.Domain = "localhost"
	s.smtp.MaxMessageBytes = largest
	s.smtp.MaxRecipients = 50
	s.smtp.ReadTimeout, s.smtp.WriteTimeout = 30*time.Second, 30*time.Second
	s.smtp.EnableSMTPUTF8 = true
	s.smtp.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug)
	go func() {
		defer close(s.done)
		_ = s.smtp.Serve(l) // ends when it is closed
	}()
	context.AfterFunc(ctx, func() { _ = s.Close() })
	return s, nil
}

// Addr is the address listened on.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Close stops taking mails. The mails stay readable.
func (s *Server) Close() error {
	err := errors.Join(s.smtp.Close(), s.listener.Close())
	<-s.done
	if errors.Is(err, smtp.ErrServerClosed) || errors.Is(err, net.ErrClosed) {
		return nil // it was closed before, or by the other of the two
	}
	return err
}

// Mails answers what was sent, the newest first.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	newest := slices.Clone(s.mails)
	slices.Reverse(newest)
	return newest
}

func (s *Server) keep(m Mail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, m)
	if over := len(s.mails) - kept; over > 0 {
		s.mails = slices.Delete(s.mails, 0, over)
	}
}

// incoming is one connection: a sender, its recipients, and the mails.
type incoming struct {
	server *Server
	from   string
	to     []string
}

// Mail begins a mail.
func (i *incoming) Mail(from string, _ *smtp.MailOptions) error {
	i.from, i.to = from, nil
	return nil
}

// Rcpt adds a recipient.
func (i *incoming) Rcpt(to string, _ *smtp.RcptOptions) error {
	i.to = append(i.to, to)
	return nil
}

// Data takes the mail itself.
func (i *incoming) Data(r io.Reader) error {
	subject, text, err := parse(r)
	if err != nil {
		return &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "unreadable message"}
	}
	i.server.keep(Mail{From: i.from, To: strings.Join(i.to, ", "), Subject: subject, Text: text, Time: time.Now().UTC()})
	return nil
}

// Reset forgets a mail that was begun.
func (i *incoming) Reset() { i.from, i.to = "", nil }

// Logout ends the connection.
func (i *incoming) Logout() error { return nil }

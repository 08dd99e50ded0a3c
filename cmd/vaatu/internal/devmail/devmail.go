// Package devmail catches the mails of `vaatu dev`: an SMTP server on loopback that keeps the latest mails in memory,
// and a page that shows them.
package devmail

import (
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// kept is how many mails are kept.
const kept = 200

// Mail that was caught.
type Mail struct {
	From    string    `json:"from"`
	To      string    `json:"to"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Time    time.Time `json:"time"`
}

// Server catches mails and shows them over HTTP: as a page, or as JSON at a path that ends in .json.
type Server struct {
	smtp     *smtp.Server
	listener net.Listener

	mu    sync.Mutex
	mails []Mail
}

// Start listens on a loopback address.
func Start(ctx context.Context, address string) (*Server, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listening for mail: %w", err)
	}
	s := &Server{listener: l}
	s.smtp = smtp.NewServer(backend{s})
	s.smtp.Domain, s.smtp.MaxMessageBytes = "localhost", 1<<20
	s.smtp.ReadTimeout, s.smtp.WriteTimeout = time.Minute, time.Minute
	go func() { _ = s.smtp.Serve(l) }() // ends with Close
	return s, nil
}

// Addr is where the server listens, host:port.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Close ends the server.
func (s *Server) Close() error { return s.smtp.Close() }

func (s *Server) keep(m Mail) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mails = append(s.mails, m)
	if len(s.mails) > kept {
		s.mails = s.mails[len(s.mails)-kept:]
	}
}

// Mails answers what was caught, the latest first.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	mails := slices.Clone(s.mails)
	slices.Reverse(mails)
	return mails
}

// backend makes an SMTP session for each connection.
type backend struct{ server *Server }

// NewSession begins one.
func (b backend) NewSession(*smtp.Conn) (smtp.Session, error) {
	return &incoming{server: b.server}, nil
}

// incoming is one mail on its way.
type incoming struct {
	server   *Server
	from, to string
}

// Mail takes the sender.
func (i *incoming) Mail(from string, _ *smtp.MailOptions) error { i.from = from; return nil }

// Rcpt takes a recipient.
func (i *incoming) Rcpt(to string, _ *smtp.RcptOptions) error { i.to = to; return nil }

// Data takes the text.
func (i *incoming) Data(r io.Reader) error {
	subject, text, err := parse(r)
	if err != nil {
		return err
	}
	i.server.keep(Mail{From: i.from, To: i.to, Subject: subject, Text: text, Time: time.Now()})
	return nil
}

// Reset forgets the mail under way.
func (i *incoming) Reset() { i.from, i.to = "", "" }

// Logout ends the connection.
func (i *incoming) Logout() error { return nil }

package notify

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	"github.com/wneessen/go-mail"
)

// SMTP sends through a mail server.
type SMTP struct {
	// Address of the server, host:port.
	Address string
	From    string
	// TLS demands STARTTLS; without it mails travel in clear, for a server on the same machine.
	TLS bool
}

// ErrNoMailbox is answered when no later try can help: the address is none, or the server knows no such mailbox.
var ErrNoMailbox = errors.New("there is no such mailbox")

// Send delivers one mail to the server. Its errors go to jobs and logs, which hold ids only: they never name the
// recipient, and repeat no words of the server, which may.
func (s SMTP) Send(ctx context.Context, m Mail) error {
	msg := mail.NewMsg()
	if err := msg.From(s.From); err != nil {
		return fmt.Errorf("using the sender's address: %w", err)
	}
	if err := msg.To(m.To); err != nil {
		return ErrNoMailbox // without the cause, which repeats the address
	}
	msg.Subject(m.Subject)
	msg.SetBodyString(mail.TypeTextPlain, m.Body)
	client, err := s.client()
	if err != nil {
		return err
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("handing a mail to %s: %w", s.Address, nameless(err))
	}
	return nil
}

// nameless answers what a client's error may tell: at which step the server refused, and by which code.
func nameless(err error) error {
	said, ok := errors.AsType[*mail.SendError](err)
	if !ok {
		return err // it came to no mail: only the server's own address is named
	}
	plain := fmt.Errorf("%s: code %d", said.Reason, said.ErrorCode())
	// Another permanent refusal is of the sender, of the text or of us, and mended at a server: it is tried again.
	if said.Reason == mail.ErrSMTPRcptTo && said.ErrorCode() >= 500 {
		return fmt.Errorf("%w: %w", plain, ErrNoMailbox)
	}
	return plain
}

func (s SMTP) client() (*mail.Client, error) {
	host, port, err := net.SplitHostPort(s.Address)
	if err != nil {
		return nil, fmt.Errorf("reading the mail server's address: %w", err)
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, fmt.Errorf("reading the mail server's port: %w", err)
	}
	policy := mail.NoTLS
	if s.TLS {
		policy = mail.TLSMandatory
	}
	client, err := mail.NewClient(host, mail.WithPort(number), mail.WithTLSPolicy(policy))
	if err != nil {
		return nil, fmt.Errorf("preparing the mail client: %w", err)
	}
	return client, nil
}

package notify

import (
	"context"
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

// Send delivers one mail to the server.
func (s SMTP) Send(ctx context.Context, m Mail) error {
	msg := mail.NewMsg()
	if err := msg.From(s.From); err != nil {
		return fmt.Errorf("using the sender's address: %w", err)
	}
	if err := msg.To(m.To); err != nil {
		return fmt.Errorf("using the recipient's address: %w", err)
	}
	msg.Subject(m.Subject)
	msg.SetBodyString(mail.TypeTextPlain, m.Body)
	client, err := s.client()
	if err != nil {
		return err
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("handing a mail to %s: %w", s.Address, err)
	}
	return nil
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

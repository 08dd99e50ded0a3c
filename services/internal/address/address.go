// Package address is about a person's own e-mail address: what one looks like, what is known of it, and the job that mails
// to it.
package address

import (
	"context"
	"fmt"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"google.golang.org/protobuf/types/known/timestamppb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// plain is an address that every mail server takes: of letters, digits and signs of ASCII, at a name with a dot. The local
// part has at most 64 characters (RFC 5321, 4.5.3.1.1).
var plain = regexp.MustCompile(`^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$`)

// longest address that can be mailed to (RFC 5321, 4.5.3.1.3).
const longest = 254

// Parse answers the address that a person has written, without spaces around it; VALIDATION of the field when it is none.
func Parse(field, written string) (string, error) {
	written = strings.TrimSpace(written)
	found, err := mail.ParseAddress(written)
	if err != nil || found.Address != written || len(written) > longest || !plain.MatchString(written) {
		return "", apperr.Invalid(field, "email.address", "write the address as name@example.fi")
	}
	return written, nil
}

// Own is what is known of the address of the session's person.
type Own struct {
	Address    *string    `db:"address"`
	ToVerify   *string    `db:"to_verify"`
	ExpireTime *time.Time `db:"expire_time"`
}

// Queue fills the answer with the next round trip.
func (o *Own) Queue(tx *postgres.Tx, now time.Time) {
	postgres.Row(tx, o, nil, "SELECT address, to_verify, expire_time FROM access.my_email($1)", now)
}

// Message is the same in the contract.
func (o *Own) Message() *accesspb.OwnEmail {
	m := &accesspb.OwnEmail{}
	if o.Address != nil {
		m.Address = *o.Address
	}
	if o.ToVerify != nil {
		m.ToVerify, m.ExpireTime = *o.ToVerify, timestamppb.New(*o.ExpireTime)
	}
	return m
}

// LetterArgs is the job that sends a letter. Its id only: what the letter says, and to whom, the worker asks for.
type LetterArgs struct {
	LetterID string `json:"letter_id"`
}

// Kind names the job in the queue.
func (LetterArgs) Kind() string { return "letter" }

// Post joins the jobs that send letters to the change that has left them.
func Post(ctx context.Context, tx *postgres.Tx, jobs *river.Client[pgx.Tx], letters ...string) error {
	if len(letters) == 0 {
		return nil
	}
	all := make([]river.InsertManyParams, len(letters))
	for i, id := range letters {
		all[i].Args = LetterArgs{LetterID: id}
	}
	if _, err := jobs.InsertManyTx(ctx, tx.River(), all); err != nil {
		return fmt.Errorf("joining letters to a change: %w", err)
	}
	return nil
}

// CodeDigits is how many digits a code has.
const CodeDigits = 8

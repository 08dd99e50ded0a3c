// Package account keeps what is a person's own: the address for notices. It is theirs once a code has reached it; what a
// provider tells of an address counts until a person has chosen one here, or none.
package account

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

const (
	// codeLasts is how long a code counts.
	codeLasts = 15 * time.Minute
	// mostTries of one code, and mostCodes an hour: eight digits are then as good as a password.
	mostTries = 5
	mostCodes = 3
)

// Deps of the service.
type Deps struct {
	DB *postgres.DB
	// Jobs inserts jobs into the transaction of the change.
	Jobs   *river.Client[pgx.Tx]
	Caller wire.Caller
	Now    func() time.Time
}

// Service implements vaatu.access.v1.AccountService. Every change is of the session's person: the database knows whose the
// session is, and no statement names anybody.
type Service struct {
	accesspb.UnimplementedAccountServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

// SetEmail mails a code to an address.
func (s *Service) SetEmail(ctx context.Context, req *accesspb.SetEmailRequest) (*accesspb.OwnEmail, error) {
	email, err := address.Parse("email", req.GetEmail())
	if err != nil {
		return nil, err
	}
	letter, now := uuid.Must(uuid.NewV7()).String(), s.deps.Now()
	call, err := s.deps.Caller.Append(ctx, req, letter)
	if err != nil {
		return nil, err
	}
	return s.change(ctx, now, func(tx *postgres.Tx) error { return s.ask(ctx, tx, call, email, now) })
}

// ask leaves a letter with a code, unless the call is a repetition.
func (s *Service) ask(ctx context.Context, tx *postgres.Tx, call cases.Call, email string, now time.Time) error {
	if _, used, err := call.Once.LookAlone(ctx, tx, call.Principal.PersonID); err != nil || used {
		return err
	}
	var left bool
	postgres.Row(tx, &left, nil, "SELECT access.ask_email($1, $2, $3, $4, $5, $6, $7)", call.Once.ResourceID, email,
		session.From(ctx).Language, now, now.Add(codeLasts), now.Add(-time.Hour), mostCodes)
	if err := tx.Flush(ctx); err != nil {
		return err
	}
	if !left {
		return apperr.Invalid("email", "email.too_many", fmt.Sprintf("%d codes were sent within an hour", mostCodes))
	}
	call.Once.Record(tx, call.Principal.PersonID, now)
	return address.Post(ctx, tx, s.deps.Jobs, call.Once.ResourceID)
}

// VerifyEmail compares a code, and makes the address that it went to the caller's.
func (s *Service) VerifyEmail(ctx context.Context, req *accesspb.VerifyEmailRequest) (*accesspb.OwnEmail, error) {
	code := strings.Join(strings.Fields(req.GetDigits()), "")
	if _, err := strconv.ParseUint(code, 10, 64); err != nil || len(code) != address.CodeDigits {
		return nil, apperr.Invalid("digits", "code.shape", fmt.Sprintf("write the %d digits of the code", address.CodeDigits))
	}
	letter, now := uuid.Must(uuid.NewV7()).String(), s.deps.Now()
	var tried try
	reply, err := s.change(ctx, now, func(tx *postgres.Tx) error {
		postgres.Row(tx, &tried, nil, "SELECT state, tries_left, left_letter FROM access.verify_email($1, $2, $3, $4)", code, letter, now, mostTries)
		if err := tx.Flush(ctx); err != nil || !tried.LeftLetter {
			return err
		}
		return address.Post(ctx, tx, s.deps.Jobs, letter)
	})
	if err != nil {
		return nil, err
	}
	return reply, tried.refusal() // after the commit: a wrong try counts
}

// try is what became of a code.
type try struct {
	State      string `db:"state"`
	TriesLeft  *int   `db:"tries_left"`
	LeftLetter bool   `db:"left_letter"`
}

func (t try) refusal() error {
	switch t.State {
	case "DONE":
		return nil
	case "WRONG":
		return apperr.Invalid("digits", "code.wrong", fmt.Sprintf("the code is wrong; tries left: %d", *t.TriesLeft))
	}
	return apperr.Invalid("digits", "code.spent", "the code is no longer good")
}

// RemoveEmail leaves the caller without an address.
func (s *Service) RemoveEmail(ctx context.Context, _ *accesspb.RemoveEmailRequest) (*accesspb.OwnEmail, error) {
	letter, now := uuid.Must(uuid.NewV7()).String(), s.deps.Now()
	return s.change(ctx, now, func(tx *postgres.Tx) error {
		var left bool
		postgres.Row(tx, &left, nil, "SELECT access.remove_email($1, $2, $3)", session.From(ctx).Language, letter, now)
		if err := tx.Flush(ctx); err != nil || !left {
			return err
		}
		return address.Post(ctx, tx, s.deps.Jobs, letter)
	})
}

// change answers what is known of the caller's address after it.
func (s *Service) change(ctx context.Context, now time.Time, fn func(*postgres.Tx) error) (*accesspb.OwnEmail, error) {
	own := &address.Own{}
	err := s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		own.Queue(tx, now)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("changing an address: %w", err)
	}
	return own.Message(), nil
}

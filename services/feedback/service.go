// Package feedback takes feedback on accessibility from anybody and lists it for admins. What people write is sealed: it may be
// about a pupil, and a form that is open to all is no place to be trusted with more.
package feedback

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	feedbackpb "github.com/vip-verkosto/vaatu/proto/vaatu/feedback/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// answeredWithin is how many days an authority has for an answer (act on digital services 306/2019).
const answeredWithin = 14

// Deps of the service.
type Deps struct {
	DB     *postgres.DB
	Vault  *vault.Vault
	Caller wire.Caller
	Now    func() time.Time
}

// Service implements vaatu.feedback.v1.FeedbackService.
type Service struct {
	feedbackpb.UnimplementedFeedbackServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

func (s *Service) now() time.Time { return s.deps.Now().UTC().Truncate(time.Microsecond) }

// SendFeedback keeps feedback, once for an idempotency key.
func (s *Service) SendFeedback(ctx context.Context, req *feedbackpb.SendFeedbackRequest) (*feedbackpb.SendFeedbackResponse, error) {
	if err := tidy(req); err != nil {
		return nil, err
	}
	id, now := uuid.Must(uuid.NewV7()).String(), s.now()
	call, err := s.deps.Caller.Append(ctx, req, id)
	if err != nil {
		return nil, err
	}
	wrapped, sealed, err := s.seal(id, req)
	if err != nil {
		return nil, err
	}
	var left struct {
		Number  string `db:"number"`
		DueDate string `db:"due_date"`
		Same    bool   `db:"same"`
	}
	err = s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &left, nil, "SELECT number, due_date, same FROM feedback.leave($1, $2, $3, $4, $5, $6, $7, $8)", id, call.Once.Key,
			call.Once.Hash, wrapped, sealed, session.From(ctx).Language, now, helsinki.Date(now.AddDate(0, 0, answeredWithin)))
		return tx.Flush(ctx)
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("leaving feedback: %w", err)
	case !left.Same:
		return nil, apperr.New(apperr.IdempotencyKeyReused)
	}
	return &feedbackpb.SendFeedbackResponse{Number: left.Number, DueDate: left.DueDate}, nil
}

// tidy takes spaces away from around what was written, and refuses what cannot be kept.
func tidy(req *feedbackpb.SendFeedbackRequest) error {
	req.Message, req.Page = strings.TrimSpace(req.GetMessage()), strings.TrimSpace(req.GetPage())
	if req.GetMessage() == "" {
		return apperr.Invalid("message", "string.min_len", "write something")
	}
	if strings.TrimSpace(req.GetEmail()) != "" {
		email, err := address.Parse("email", req.GetEmail())
		if err != nil {
			return err
		}
		req.Email = email
	}
	return identitycode.Refuse(identitycode.Text{Path: "message", Value: req.GetMessage()},
		identitycode.Text{Path: "email", Value: req.GetEmail()}, identitycode.Text{Path: "page", Value: req.GetPage()})
}

// ListFeedback answers a page of what is to be answered, or was.
func (s *Service) ListFeedback(ctx context.Context, req *feedbackpb.ListFeedbackRequest) (*feedbackpb.ListFeedbackResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	var since, sinceID any
	if after != nil {
		since, sinceID = after.Time, after.ID
	}
	size := page.Size(req.GetPageSize())
	var rows []item
	err = s.deps.DB.Write(ctx, func(tx *postgres.Tx) error { // the audit gets a row for each
		rows = nil
		postgres.Rows(tx, &rows, itemSelect+"feedback.list($1, $2, $3, $4)", req.GetAnswered(), since, sinceID, size+1)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing feedback: %w", err)
	}
	reply := &feedbackpb.ListFeedbackResponse{}
	rows, reply.NextPageToken = page.Cut(rows, size, item.place)
	for _, row := range rows {
		m, err := s.message(row)
		if err != nil {
			return nil, err
		}
		reply.Feedback = append(reply.Feedback, m)
	}
	return reply, nil
}

// MarkAnswered records that the caller has answered feedback.
func (s *Service) MarkAnswered(ctx context.Context, req *feedbackpb.MarkAnsweredRequest) (*feedbackpb.Feedback, error) {
	var row item
	var found bool
	err := s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &row, &found, itemSelect+"feedback.mark_answered($1, $2)", req.GetFeedbackId(), s.now())
		return nil
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("recording an answer: %w", err)
	case !found:
		return nil, apperr.New(apperr.NotFound)
	}
	return s.message(row)
}

// seal answers what was written under a key of its own, and that key wrapped.
func (s *Service) seal(id string, req *feedbackpb.SendFeedbackRequest) (wrapped, sealed []byte, err error) {
	plain, err := proto.Marshal(req)
	if err != nil {
		return nil, nil, fmt.Errorf("encoding feedback: %w", err)
	}
	key, wrapped, err := s.deps.Vault.NewKey(id)
	if err != nil {
		return nil, nil, err
	}
	sealed, err = key.Seal(plain, placeOf(id))
	return wrapped, sealed, err
}

func placeOf(id string) vault.Place {
	return vault.Place{Table: "feedback.items", Column: "sealed", ID: id, Revision: 1}
}

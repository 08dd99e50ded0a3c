package intake

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

const (
	// mostWriters of a draft.
	mostWriters = 10
	// mostColleagues that a search answers.
	mostColleagues = 10
)

// FindColleagues answers who may be invited to a draft.
func (s *Service) FindColleagues(ctx context.Context, req *intakepb.FindColleaguesRequest) (*intakepb.FindColleaguesResponse, error) {
	if _, err := s.drafts.get(ctx, session.From(ctx).Principal, req.GetDraftId()); err != nil {
		return nil, err
	}
	var found []colleague
	err := s.deps.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &found, "SELECT person_id, name FROM intake.find_colleagues($1, $2, $3)",
			req.GetDraftId(), postgres.Literal(strings.TrimSpace(req.GetQuery())), mostColleagues)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("searching colleagues: %w", err)
	}
	reply := &intakepb.FindColleaguesResponse{}
	for _, c := range found {
		reply.People = append(reply.People, &intakepb.Colleague{PersonId: c.ID, Name: c.Name})
	}
	return reply, nil
}

type colleague struct {
	ID   string `db:"person_id"`
	Name string `db:"name"`
}

// InviteWriter lets a colleague write a draft, and mails them. To invite twice is to invite once.
func (s *Service) InviteWriter(ctx context.Context, req *intakepb.InviteWriterRequest) (*intakepb.Draft, error) {
	p := session.From(ctx).Principal
	if _, err := s.drafts.get(ctx, p, req.GetDraftId()); err != nil {
		return nil, err
	}
	letter := uuid.Must(uuid.NewV7()).String()
	var outcome invited
	err := s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &outcome, nil, "SELECT state, left_letter FROM intake.invite_writer($1, $2, $3, $4)",
			req.GetDraftId(), req.GetPersonId(), mostWriters, letter)
		if err := tx.Flush(ctx); err != nil || !outcome.LeftLetter {
			return err
		}
		return address.Post(ctx, tx, s.deps.Store.Jobs, letter)
	})
	switch {
	case err != nil:
		return nil, fmt.Errorf("inviting a writer: %w", err)
	case outcome.State == "FULL":
		return nil, apperr.Invalid("person_id", "writers.full", "ten people write the draft already")
	case outcome.State != "INVITED":
		return nil, apperr.New(apperr.NotFound)
	}
	d, err := s.drafts.get(ctx, p, req.GetDraftId())
	if err != nil {
		return nil, err
	}
	return d.message(ctx), nil
}

// invited is what the database tells of an invitation.
type invited struct {
	State      string `db:"state"`
	LeftLetter bool   `db:"left_letter"`
}

// RemoveWriter takes a draft from a writer who was invited.
func (s *Service) RemoveWriter(ctx context.Context, req *intakepb.RemoveWriterRequest) (*intakepb.RemoveWriterResponse, error) {
	if _, err := s.drafts.get(ctx, session.From(ctx).Principal, req.GetDraftId()); err != nil {
		return nil, err
	}
	var removed bool
	err := s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &removed, nil, "SELECT intake.remove_writer($1, $2)", req.GetDraftId(), req.GetPersonId())
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("removing a writer: %w", err)
	}
	if !removed {
		return nil, apperr.New(apperr.NotFound)
	}
	return &intakepb.RemoveWriterResponse{}, nil
}

// CopyRequest begins a draft with the answers of an earlier request.
func (s *Service) CopyRequest(ctx context.Context, req *intakepb.CopyRequestRequest) (*intakepb.Draft, error) {
	p := session.From(ctx).Principal
	from, schoolID, err := s.source(ctx, p, req)
	if err != nil {
		return nil, err
	}
	grant, err := p.School(permission.Draft, schoolID)
	if err != nil {
		return nil, err
	}
	made, err := s.begin(p, grant.SchoolID, copied(from))
	if err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Append(ctx, req, made.ID)
	if err != nil {
		return nil, err
	}
	return s.keep(ctx, call, made)
}

// source answers what is to be copied, as it is read by whoever may, and its school.
func (s *Service) source(ctx context.Context, p permission.Principal, req *intakepb.CopyRequestRequest) (*casespb.Request, string, error) {
	if id := req.GetDraftId(); id != "" {
		d, err := s.drafts.get(ctx, p, id)
		return d.request, d.SchoolID, err
	}
	c, err := wire.Read(ctx, s.deps.Store.Reader, req.GetCaseId())
	return c.GetRequest(), c.GetSchoolId(), err
}

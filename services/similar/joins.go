package similar

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// answersShown is how long whoever asked sees what they were answered.
const answersShown = 14 * 24 * time.Hour

// done is what a function of the database tells of a change.
type done struct {
	Done       bool `db:"done"`
	LeftLetter bool `db:"left_letter"`
}

// AskToJoin asks the filer of a similar request that the caller may not read.
func (s *Service) AskToJoin(ctx context.Context, req *intakepb.AskToJoinRequest) (*intakepb.AskToJoinResponse, error) {
	call, err := s.deps.Caller.Append(ctx, req, uuid.Must(uuid.NewV7()).String())
	if err != nil {
		return nil, err
	}
	like, err := likeness(call.Principal, req.GetLikeness())
	if err != nil {
		return nil, err
	}
	err = s.once(ctx, call, "SELECT done, left_letter FROM intake.ask_to_join($1, $2, $3, $4, $5, $6, $7)",
		like.SchoolID, like.About, like.GradeBand, like.Needs, s.now())
	return &intakepb.AskToJoinResponse{}, err
}

// AnswerJoin answers a colleague.
func (s *Service) AnswerJoin(ctx context.Context, req *intakepb.AnswerJoinRequest) (*intakepb.AnswerJoinResponse, error) {
	call, err := s.deps.Caller.Append(ctx, req, req.GetJoinId())
	if err != nil {
		return nil, err
	}
	err = s.once(ctx, call, "SELECT done, left_letter FROM intake.answer_join($1, $2, $3, $4)", wire.Code(req.GetAnswer()), s.now())
	return &intakepb.AnswerJoinResponse{}, err
}

// once lets a function of the database change a join, once for an idempotency key: $1 is the join and $2 the letter that it may
// leave, which is sent. NOT_FOUND where it has done nothing.
func (s *Service) once(ctx context.Context, call cases.Call, sql string, more ...any) error {
	letter, person := uuid.Must(uuid.NewV7()).String(), call.Principal.PersonID
	err := s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		if _, used, err := call.Once.LookAlone(ctx, tx, person); err != nil || used {
			return err
		}
		var did done
		postgres.Row(tx, &did, nil, sql, append([]any{call.Once.ResourceID, letter}, more...)...)
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		if !did.Done {
			return apperr.New(apperr.NotFound)
		}
		call.Once.Record(tx, person, s.now())
		if !did.LeftLetter {
			return nil
		}
		return address.Post(ctx, tx, s.deps.Jobs, letter)
	})
	if err != nil {
		return fmt.Errorf("changing a join: %w", err)
	}
	return nil
}

// join is a row of intake.my_joins.
type join struct {
	ID         string     `db:"id"`
	Own        bool       `db:"own"`
	CaseID     *string    `db:"case_id"`
	Number     *string    `db:"number"`
	Name       *string    `db:"name"`
	Answer     *string    `db:"answer"`
	AskTime    time.Time  `db:"ask_time"`
	AnswerTime *time.Time `db:"answer_time"`
}

// ListJoins answers what the caller is asked, and was answered.
func (s *Service) ListJoins(ctx context.Context, _ *intakepb.ListJoinsRequest) (*intakepb.ListJoinsResponse, error) {
	var rows []join
	err := s.deps.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, "SELECT id, own, case_id, number, name, answer, ask_time, answer_time FROM intake.my_joins($1)", s.now().Add(-answersShown))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing joins: %w", err)
	}
	reply := &intakepb.ListJoinsResponse{}
	for _, j := range rows {
		reply.Joins = append(reply.Joins, j.message())
	}
	return reply, nil
}

func (j join) message() *intakepb.Join {
	return &intakepb.Join{
		Id: j.ID, Own: j.Own, CaseId: value(j.CaseID), Number: value(j.Number), Name: value(j.Name),
		Answer: wire.Parse[intakepb.JoinAnswer](value(j.Answer)), CreateTime: wire.Time(j.AskTime), AnswerTime: wire.Time(value(j.AnswerTime)),
	}
}

func value[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}

package staff

import (
	"context"
	"fmt"
	"strings"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// KeepExpert writes what is known of somebody, once for an idempotency key.
func (s *Service) KeepExpert(ctx context.Context, req *assignmentpb.KeepExpertRequest) (*assignmentpb.KeepExpertResponse, error) {
	if !mayKeep(session.From(ctx).Principal, req.GetUnitId(), req.GetPersonId()) {
		return nil, apperr.New(apperr.NotFound)
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetPersonId())
	if err != nil {
		return nil, err
	}
	_, err = s.once(ctx, call, func(tx *postgres.Tx, outcome *[]string) {
		postgres.Rows(tx, outcome, "SELECT staffing.keep_expert($1, $2, $3, $4, $5, nullif($6, ''), $7, $8, $9)", req.GetUnitId(), req.GetPersonId(),
			call.Expect, wire.Codes(req.GetNeeds()), req.GetLanguages(), wire.Code(req.GetArea()), req.GetWeeklyHours(), req.GetMostCases(), s.deps.Now())
	})
	if err != nil {
		return nil, err
	}
	return &assignmentpb.KeepExpertResponse{}, nil
}

// once lets a function of the database write once for an idempotency key, and answers the id of what was made then.
func (s *Service) once(ctx context.Context, call cases.Call, do func(tx *postgres.Tx, outcome *[]string)) (id string, err error) {
	err = s.deps.Store.DB.Write(ctx, func(tx *postgres.Tx) error {
		first, used, err := call.Once.LookAlone(ctx, tx, call.Principal.PersonID)
		if err != nil || used {
			id = first
			return err
		}
		id = call.Once.ResourceID
		var outcome []string
		do(tx, &outcome)
		if err := tx.Flush(ctx); err != nil {
			return err
		}
		if err := refusal(outcome); err != nil {
			return err
		}
		call.Once.Record(tx, call.Principal.PersonID, s.deps.Now())
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("keeping staff: %w", err)
	}
	return id, nil
}

// refusals of the functions of the database.
var refusals = map[string]*apperr.Error{
	"NOT_FOUND":  apperr.New(apperr.NotFound),
	"STALE":      apperr.New(apperr.EtagStale),
	"PAST":       apperr.Invalid("from_date", "date.past", "give a day from today on"),
	"ORDER":      apperr.Invalid("to_date", "absence.order", "give a last day within a year of the first"),
	"OVERLAP":    apperr.Invalid("from_date", "absence.overlap", "they are away on some of these days already"),
	"ENDED":      apperr.Invalid("to_date", "date.past", "give a day from today on"),
	"LATER":      apperr.Invalid("to_date", "absence.overlap", "they are away on some of these days already"),
	"SUBSTITUTE": apperr.Invalid("substitute_id", "person.unknown", "choose another one who works in the unit"),
}

// refusal answers why something was not written; of a cycle, who would stand in for whom.
func refusal(outcome []string) error {
	if e, refused := refusals[outcome[0]]; refused {
		return e
	}
	names := strings.Join(outcome[1:], " → ")
	switch outcome[0] {
	case "CYCLE":
		return apperr.Invalid("substitute_id", "substitute.cycle", names)
	case "LATER_CYCLE":
		return apperr.Invalid("to_date", "absence.cycle", names)
	}
	return nil
}

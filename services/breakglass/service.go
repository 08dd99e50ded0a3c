// Package breakglass lets a coordinator open the content of one case for an hour. It promises that this is seen: the heads of
// the units that have a part in the case are told in the same transaction, and somebody else reviews it. What is open it
// leaves to the two walls: the principal of a call carries it, and access.open_case looks it up.
package breakglass

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"google.golang.org/protobuf/proto"

	breakglasspb "github.com/vip-verkosto/vaatu/proto/vaatu/breakglass/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/address"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

// leastReason is how many characters say why, as the contract has it of a reason with the spaces around it.
const leastReason = 10

// Deps of the service.
type Deps struct {
	Cases cases.Reader
	// DB is the application's pool: it reaches break-glasses by functions alone, which look themselves who calls.
	DB *postgres.DB
	// Jobs inserts jobs into the transaction of a change.
	Jobs   *river.Client[pgx.Tx]
	Caller wire.Caller
	Now    func() time.Time
}

// Service implements vaatu.breakglass.v1.BreakGlassService.
type Service struct {
	breakglasspb.UnimplementedBreakGlassServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

func (s *Service) now() time.Time { return s.deps.Now().UTC().Truncate(time.Microsecond) }

// CreateBreakGlass opens the content of a case to the caller.
func (s *Service) CreateBreakGlass(ctx context.Context, req *breakglasspb.CreateBreakGlassRequest) (*breakglasspb.BreakGlass, error) {
	reason := strings.TrimSpace(req.GetReason())
	if utf8.RuneCountInString(reason) < leastReason {
		return nil, apperr.Invalid("reason", "string.min_len", fmt.Sprintf("say why in %d characters or more", leastReason))
	}
	if err := identitycode.Refuse(identitycode.Text{Path: "reason", Value: reason}); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Append(ctx, req, uuid.Must(uuid.NewV7()).String())
	if err != nil {
		return nil, err
	}
	if _, _, err := s.deps.Cases.Get(ctx, call.Principal, permission.BreakGlass, req.GetCaseId()); err != nil {
		return nil, err
	}
	now := s.now()
	return s.once(ctx, call, permission.BreakGlass, func(tx *postgres.Tx) (bool, error) {
		var letters []string
		postgres.Row(tx, &letters, nil, "SELECT access.break_glass($1, $2, $3, $4, $5)::text[]",
			call.Once.ResourceID, req.GetCaseId(), reason, call.RequestID, now)
		if err := tx.Flush(ctx); err != nil {
			return false, fmt.Errorf("opening a case by break-glass: %w", err)
		}
		return letters != nil, address.Post(ctx, tx, s.deps.Jobs, letters...)
	})
}

// EndBreakGlass closes what the caller has opened.
func (s *Service) EndBreakGlass(ctx context.Context, req *breakglasspb.EndBreakGlassRequest) (*breakglasspb.BreakGlass, error) {
	return s.change(ctx, permission.BreakGlass, req, req.GetBreakGlassId(), "SELECT access.end_break_glass($1, $2)")
}

// ReviewBreakGlass records what the caller has found.
func (s *Service) ReviewBreakGlass(ctx context.Context, req *breakglasspb.ReviewBreakGlassRequest) (*breakglasspb.BreakGlass, error) {
	return s.change(ctx, permission.ReviewBreakGlass, req, req.GetBreakGlassId(), "SELECT access.review_break_glass($1, $3, $2)", wire.Code(req.GetFinding()))
}

// change lets a function of the database change one; $1 is its id and $2 the time. The function tells whether it did anything.
func (s *Service) change(ctx context.Context, want permission.Permission, req proto.Message, id, sql string, more ...any) (*breakglasspb.BreakGlass, error) {
	call, err := s.deps.Caller.Append(ctx, req, id)
	if err != nil {
		return nil, err
	}
	return s.once(ctx, call, want, func(tx *postgres.Tx) (did bool, err error) {
		if _, err := s.one(ctx, tx, want, id); err != nil {
			return false, err
		}
		postgres.Row(tx, &did, nil, sql, append([]any{id, s.now()}, more...)...)
		if err := tx.Flush(ctx); err != nil {
			return false, fmt.Errorf("changing a break-glass: %w", err)
		}
		return did, nil
	})
}

// once does something to a break-glass once for an idempotency key, and answers what came of it; TRANSITION_REFUSED where it
// was not done.
func (s *Service) once(
	ctx context.Context, call cases.Call, want permission.Permission, do func(tx *postgres.Tx) (bool, error),
) (after *breakglasspb.BreakGlass, err error) {
	err = s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		id, used, err := call.Once.LookAlone(ctx, tx, call.Principal.PersonID)
		if err != nil {
			return err
		}
		if !used {
			id = call.Once.ResourceID
			did, err := do(tx)
			if err != nil {
				return err
			}
			if !did {
				return apperr.New(apperr.TransitionRefused)
			}
			call.Once.Record(tx, call.Principal.PersonID, s.now())
		}
		after, err = s.one(ctx, tx, want, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return after, nil
}

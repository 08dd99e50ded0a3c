// Package views keeps under which names somebody looks at the queue of a unit. A view is its person's alone: the database shows and
// changes no other.
package views

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// most views of one queue: what is chosen from a list is read through.
const most = 20

// Service implements vaatu.assignment.v1.QueueViewService.
type Service struct {
	assignmentpb.UnimplementedQueueViewServiceServer

	db *postgres.DB
}

// New answers the service.
func New(db *postgres.DB) *Service { return &Service{db: db} }

// row of staffing.queue_views.
type row struct {
	ID        string `db:"id"`
	Name      string `db:"name"`
	Need      string `db:"need"`
	GradeBand string `db:"grade_band"`
	Language  string `db:"language"`
	Area      string `db:"area"`
	Urgency   string `db:"urgency"`
	ByDue     bool   `db:"by_due"`
}

const selectViews = `SELECT id, name, coalesce(need, '') AS need, coalesce(grade_band, '') AS grade_band, coalesce(language, '') AS language,
	coalesce(area, '') AS area, coalesce(urgency, '') AS urgency, by_due FROM staffing.queue_views WHERE person_id = $1 AND unit_id = $2`

func (r row) message() *assignmentpb.QueueView {
	return &assignmentpb.QueueView{
		Id: r.ID, Name: r.Name, Need: wire.Parse[casespb.Need](r.Need), GradeBand: wire.Parse[casespb.GradeBand](r.GradeBand),
		Language: r.Language, Area: wire.Parse[casespb.Area](r.Area), Urgency: wire.Parse[casespb.Urgency](r.Urgency), ByDue: r.ByDue,
	}
}

// ListQueueViews answers the caller's views of a queue.
func (s *Service) ListQueueViews(ctx context.Context, req *assignmentpb.ListQueueViewsRequest) (*assignmentpb.ListQueueViewsResponse, error) {
	me, err := reader(ctx, req.GetUnitId())
	if err != nil {
		return nil, err
	}
	var rows []row
	err = s.db.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, selectViews+" ORDER BY lower(name)", me, req.GetUnitId())
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading the views of a queue: %w", err)
	}
	reply := &assignmentpb.ListQueueViewsResponse{}
	for _, r := range rows {
		reply.Views = append(reply.Views, r.message())
	}
	return reply, nil
}

// KeepQueueView keeps a view; who says the same again hears the same.
func (s *Service) KeepQueueView(ctx context.Context, req *assignmentpb.KeepQueueViewRequest) (*assignmentpb.QueueView, error) {
	me, err := reader(ctx, req.GetUnitId())
	if err != nil {
		return nil, err
	}
	name, err := named("view.name", req.GetView().GetName())
	if err != nil {
		return nil, err
	}
	v := req.GetView()
	want := row{
		ID: uuid.Must(uuid.NewV7()).String(), Name: name, Need: wire.Code(v.GetNeed()), GradeBand: wire.Code(v.GetGradeBand()),
		Language: v.GetLanguage(), Area: wire.Code(v.GetArea()), Urgency: wire.Code(v.GetUrgency()), ByDue: v.GetByDue(),
	}
	var kept row
	var found bool
	err = s.db.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue(`INSERT INTO staffing.queue_views (id, person_id, unit_id, name, need, grade_band, language, area, urgency, by_due)
			SELECT $1, $2, $3, $4, nullif($5, ''), nullif($6, ''), nullif($7, ''), nullif($8, ''), nullif($9, ''), $10
			WHERE (SELECT count(*) FROM staffing.queue_views WHERE person_id = $2 AND unit_id = $3) < $11 ON CONFLICT DO NOTHING`,
			want.ID, me, req.GetUnitId(), want.Name, want.Need, want.GradeBand, want.Language, want.Area, want.Urgency, want.ByDue, most)
		postgres.Row(tx, &kept, &found, selectViews+" AND lower(name) = lower($3)", me, req.GetUnitId(), want.Name)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("keeping a view of a queue: %w", err)
	}
	if !found {
		return nil, apperr.Invalid("view.name", "view.too_many", fmt.Sprintf("there are %d views", most))
	}
	if want.ID = kept.ID; want != kept {
		return nil, taken("view.name")
	}
	return kept.message(), nil
}

// RenameQueueView gives a view another name.
func (s *Service) RenameQueueView(ctx context.Context, req *assignmentpb.RenameQueueViewRequest) (*assignmentpb.RenameQueueViewResponse, error) {
	me, err := reader(ctx, req.GetUnitId())
	if err != nil {
		return nil, err
	}
	name, err := named("name", req.GetName())
	if err != nil {
		return nil, err
	}
	var id string
	var found bool
	err = s.db.Write(ctx, func(tx *postgres.Tx) error {
		postgres.Row(tx, &id, &found, "UPDATE staffing.queue_views SET name = $1 WHERE id = $2 AND person_id = $3 AND unit_id = $4 RETURNING id::text",
			name, req.GetViewId(), me, req.GetUnitId())
		return nil
	})
	switch {
	case postgres.Broken(err, "queue_views_by_name"):
		return nil, taken("name")
	case err != nil:
		return nil, fmt.Errorf("renaming a view of a queue: %w", err)
	case !found:
		return nil, apperr.New(apperr.NotFound)
	}
	return &assignmentpb.RenameQueueViewResponse{}, nil
}

// DeleteQueueView takes a view away.
func (s *Service) DeleteQueueView(ctx context.Context, req *assignmentpb.DeleteQueueViewRequest) (*assignmentpb.DeleteQueueViewResponse, error) {
	me, err := reader(ctx, req.GetUnitId())
	if err != nil {
		return nil, err
	}
	err = s.db.Write(ctx, func(tx *postgres.Tx) error {
		tx.Queue("DELETE FROM staffing.queue_views WHERE id = $1 AND person_id = $2 AND unit_id = $3", req.GetViewId(), me, req.GetUnitId())
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("deleting a view of a queue: %w", err)
	}
	return &assignmentpb.DeleteQueueViewResponse{}, nil
}

// reader answers the caller, who may read the queue of a unit.
func reader(ctx context.Context, unitID string) (personID string, err error) {
	p := session.From(ctx).Principal
	if _, ok := p.Can(permission.ReadQueue, permission.Subject{Units: []string{unitID}}); !ok {
		return "", apperr.New(apperr.NotFound)
	}
	return p.PersonID, nil
}

// named answers a name in one line.
func named(field, name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	return name, identitycode.Require(field, name)
}

func taken(field string) error {
	return apperr.Invalid(field, "view.taken", "another view has this name")
}

package permits

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// asking is a row of case_askings.
type asking struct {
	AskerName string    `db:"asker_name"`
	ToAddress bool      `db:"to_address"`
	AskTime   time.Time `db:"ask_time"`
}

// GetPermissions answers the permissions of a case.
func (s *Service) GetPermissions(ctx context.Context, req *permitspb.GetPermissionsRequest) (*permitspb.CasePermissions, error) {
	return s.read(ctx, req.GetCaseId())
}

// read answers the permissions of a case to whoever may read it. What the school has asked and answered within itself is for the
// school.
func (s *Service) read(ctx context.Context, id string) (*permitspb.CasePermissions, error) {
	p := session.From(ctx).Principal
	c, reasons, err := s.deps.Store.Get(ctx, p, permission.ReadCase, id, cases.PermitContent)
	if err != nil {
		return nil, err
	}
	m := message(c, p)
	if _, ofSchool := p.Can(permission.Consent, c.Subject()); !ofSchool {
		return m, nil
	}
	var rows []asking
	err = s.deps.Store.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, "SELECT asker_name, to_address, ask_time FROM case_askings WHERE case_id = $1 ORDER BY ask_time DESC, id DESC", id)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading who asked: %w", err)
	}
	for _, r := range rows {
		m.Askings = append(m.Askings, &permitspb.Asking{AskerName: r.AskerName, AskTime: wire.Time(r.AskTime), ToAddress: r.ToAddress})
	}
	for _, permit := range m.GetPermits() {
		if i := slices.IndexFunc(reasons, func(t cases.Content) bool { return t.AboutID == permit.GetId() }); i >= 0 {
			permit.Reason = string(reasons[i].Plain)
		}
	}
	return m, nil
}

func message(c cases.Case, p permission.Principal) *permitspb.CasePermissions {
	m := &permitspb.CasePermissions{
		CaseId: c.ID, Etag: wire.Etag(c.Revision), Needed: c.WantsPermission(), Missing: c.PermissionMissing(),
		Actors: wire.ParseAll[casespb.Actor](c.Actors()), Uncovered: wire.ParseAll[casespb.Actor](c.Uncovered()),
	}
	for _, permit := range slices.Backward(c.Permits) {
		m.Permits = append(m.Permits, permitMessage(permit))
	}
	for _, a := range wire.Actions(c.AllowedActions(p)) {
		switch a { //nolint:exhaustive // the others are the case's
		case casespb.Action_ACTION_RECORD_CONSENT, casespb.Action_ACTION_WITHDRAW_CONSENT, casespb.Action_ACTION_AUTHORISE,
			casespb.Action_ACTION_WITHDRAW_AUTHORISATION, casespb.Action_ACTION_IDENTIFY:
			m.AllowedActions = append(m.AllowedActions, a)
		}
	}
	return m
}

func permitMessage(p cases.Permit) *permitspb.Permit {
	m := &permitspb.Permit{
		Id: p.ID, Kind: wire.Parse[permitspb.PermitKind](string(p.Kind)), State: wire.Parse[permitspb.PermitState](string(p.State)),
		RecorderName: p.RecordedBy.Name, RecordTime: wire.Time(p.RecordTime), EndTime: wire.Time(p.EndTime),
	}
	if p.Kind == cases.GuardianConsent {
		m.Consent = wire.Consent(p)
	}
	return m
}

// authorisation is a row of access.authorisations.
type authorisation struct {
	CaseID     string     `db:"case_id"`
	Number     string     `db:"number"`
	FilerName  string     `db:"filer_name"`
	Answer     *string    `db:"answer"`
	AskTime    *time.Time `db:"ask_time"`
	UpdateTime time.Time  `db:"update_time"`
	// Place in the order of the list, and how many wait.
	Place   string `db:"place"`
	Waiting int32  `db:"waiting"`
}

// ListAuthorisations answers what the caller, as a principal, is or was asked.
func (s *Service) ListAuthorisations(ctx context.Context, req *permitspb.ListAuthorisationsRequest) (*permitspb.ListAuthorisationsResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	if after == nil {
		after = &page.Cursor{ID: uuid.Nil.String()}
	}
	schools := []string{}
	for _, g := range session.From(ctx).Principal.Of(permission.Principals) {
		schools = append(schools, g.SchoolID)
	}
	size := page.Size(req.GetPageSize())
	var rows []authorisation
	err = s.deps.Store.DB.Read(ctx, func(tx *postgres.Tx) error {
		postgres.Rows(tx, &rows, "SELECT case_id, number, filer_name, answer, ask_time, update_time, place, waiting FROM access.authorisations($1, $2, $3, $4)",
			schools, after.Text, after.ID, size+1)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing authorisations: %w", err)
	}
	reply := &permitspb.ListAuthorisationsResponse{}
	if len(rows) > 0 {
		reply.Waiting = rows[0].Waiting
	}
	rows, reply.NextPageToken = page.Cut(rows, size, func(last authorisation) page.Cursor { return page.Cursor{ID: last.CaseID, Text: last.Place} })
	for _, r := range rows {
		reply.Authorisations = append(reply.Authorisations, r.message())
	}
	return reply, nil
}

func (r authorisation) message() *permitspb.Authorisation {
	m := &permitspb.Authorisation{CaseId: r.CaseID, Number: r.Number, FilerName: r.FilerName, UpdateTime: wire.Time(r.UpdateTime)}
	if r.Answer != nil {
		m.State = wire.Parse[permitspb.PermitState](*r.Answer)
	}
	if r.AskTime != nil {
		m.AskTime = wire.Time(*r.AskTime)
	}
	return m
}

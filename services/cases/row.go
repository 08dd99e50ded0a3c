package cases

import (
	"encoding/json"
	"fmt"
	"time"
)

// caseRow is a Case as the table cases holds it: the state and what is derived from it for queues and figures.
type caseRow struct {
	ID                string     `db:"id"`
	Number            string     `db:"number"`
	SchoolID          string     `db:"school_id"`
	SchoolNameFi      string     `db:"school_name_fi"`
	SchoolNameSv      string     `db:"school_name_sv"`
	ProviderID        *string    `db:"provider_id"`
	FilerID           string     `db:"filer_id"`
	FilerName         string     `db:"filer_name"`
	About             string     `db:"about"`
	Level             string     `db:"level"`
	Grades            []int32    `db:"grades"`
	GradeBand         string     `db:"grade_band"`
	Language          string     `db:"working_language"`
	Needs             []string   `db:"needs"`
	Support           []string   `db:"support"`
	Services          []string   `db:"services"`
	WishedForms       []string   `db:"wished_forms"`
	Urgency           string     `db:"urgency"`
	Risks             []string   `db:"risks"`
	PaymentCommitment *string    `db:"payment_commitment"`
	CodeList          string     `db:"code_list"`
	Permissions       *string    `db:"permissions"`
	Area              *string    `db:"area"`
	CountyCode        *string    `db:"county_code"`
	MunicipalityCode  *string    `db:"municipality_code"`
	Round             int        `db:"round"`
	PermissionNeeded  bool       `db:"permission_needed"`
	Lacks             []Lack     `db:"lacks"`
	Routing           []byte     `db:"routing"`
	Phase             string     `db:"phase"`
	Turn              string     `db:"turn"`
	TurnSince         time.Time  `db:"turn_since"`
	Due               *time.Time `db:"due"`
	LeadUnitID        *string    `db:"lead_unit_id"`
	LeadActor         *string    `db:"lead_actor"`
	LeadUnitNameFi    *string    `db:"lead_unit_name_fi"`
	LeadUnitNameSv    *string    `db:"lead_unit_name_sv"`
	UnitIDs           []string   `db:"unit_ids"`
	Version           int        `db:"version"`
	Revision          int        `db:"revision"`
	AdviceRevision    int        `db:"advice_revision"`
	PublishedRevision int        `db:"published_revision"`
	Reminders         int        `db:"reminders"`
	FollowUps         int        `db:"follow_ups"`
	Effect            *string    `db:"effect"`
	Value             int        `db:"value"`
	FileTime          time.Time  `db:"file_time"`
	PublishTime       *time.Time `db:"publish_time"`
	AcknowledgeTime   *time.Time `db:"acknowledge_time"`
	CloseTime         *time.Time `db:"close_time"`
	WithdrawTime      *time.Time `db:"withdraw_time"`
	EraseTime         *time.Time `db:"erase_time"`
	RemindTime        *time.Time `db:"remind_time"`
	FollowUpTime      *time.Time `db:"follow_up_time"`

	DisputeAssignmentID *string    `db:"dispute_assignment_id"`
	DisputeProposedID   *string    `db:"dispute_proposed_id"`
	DisputeReasonID     *string    `db:"dispute_reason_id"`
	DisputeRaiserID     *string    `db:"dispute_raiser_id"`
	DisputeTime         *time.Time `db:"dispute_time"`
	DisputeVersion      *int       `db:"dispute_version"`
	DisputeOutcome      *string    `db:"dispute_outcome"`
	DisputeSettlementID *string    `db:"dispute_settlement_id"`
	DisputeEndTime      *time.Time `db:"dispute_end_time"`

	// TickTime is when the clock next has something to do with the case.
	TickTime   *time.Time `db:"tick_time"`
	UpdateTime time.Time  `db:"update_time"`
}

func toCaseRow(c Case) (caseRow, error) {
	routing, err := json.Marshal(c.Routing)
	if err != nil {
		return caseRow{}, fmt.Errorf("encoding the routing: %w", err)
	}
	f := c.Facts
	r := caseRow{
		ID: c.ID, Number: c.Number, SchoolID: orNobody(f.SchoolID), SchoolNameFi: f.SchoolNameFi, SchoolNameSv: f.SchoolNameSv,
		ProviderID: optional(f.ProviderID), FilerID: orNobody(c.Filer.ID), FilerName: c.Filer.Name,
		About: f.About, Level: f.Level, Grades: filled(f.Grades), GradeBand: f.GradeBand(), Language: f.Language,
		Needs: filled(f.Needs), Support: filled(f.Support), Services: filled(f.Services),
		WishedForms: filled(f.WishedForms), Urgency: f.Urgency, Risks: filled(f.Risks),
		PaymentCommitment: optional(f.PaymentCommitment), CodeList: f.CodeList, Permissions: optional(f.Permissions),
		Area: optional(f.Area), CountyCode: optional(f.CountyCode), MunicipalityCode: optional(f.MunicipalityCode),
		UnitIDs: c.unitIDs(), Round: c.Round, PermissionNeeded: c.PermissionNeeded, Lacks: filled(c.Lacks()), Routing: routing,
		Phase: string(c.Phase()), Turn: string(c.Turn()), TurnSince: c.TurnSince, Due: optionalDate(c.Due()),
		Version: c.Version, Revision: c.Revision,
		AdviceRevision: c.AdviceRevision, PublishedRevision: c.PublishedRevision, Reminders: c.Reminders, FollowUps: c.FollowUps,
		Effect: optional(c.Effect), Value: c.Value, FileTime: c.FileTime, PublishTime: optionalTime(c.PublishTime),
		AcknowledgeTime: optionalTime(c.AcknowledgeTime), CloseTime: optionalTime(c.CloseTime),
		WithdrawTime: optionalTime(c.WithdrawTime), EraseTime: optionalTime(c.EraseTime), RemindTime: optionalTime(c.RemindTime),
		FollowUpTime: optionalTime(c.FollowUpTime), DisputeAssignmentID: optional(c.Dispute.AssignmentID),
		DisputeProposedID: optional(c.Dispute.ProposedID), DisputeReasonID: optional(c.Dispute.ReasonID), DisputeRaiserID: optional(c.Dispute.RaiserID),
		DisputeTime: optionalTime(c.Dispute.RaiseTime), DisputeVersion: optional(c.Dispute.Version), DisputeOutcome: optional(string(c.Dispute.Outcome)),
		DisputeSettlementID: optional(c.Dispute.SettlementID), DisputeEndTime: optionalTime(c.Dispute.EndTime), TickTime: optionalTime(c.TickTime()), UpdateTime: c.UpdateTime,
	}
	if lead, ok := c.Lead(); ok {
		r.LeadUnitID, r.LeadActor = &lead.Unit.ID, &lead.Unit.Actor
		r.LeadUnitNameFi, r.LeadUnitNameSv = &lead.Unit.NameFi, &lead.Unit.NameSv
	}
	return r, nil
}

// state answers the case without its assignments and questions; the derived columns are left aside.
func (r caseRow) state() (Case, error) {
	c := Case{
		ID: r.ID, Number: r.Number, Filer: Person{ID: unlessNobody(r.FilerID), Name: r.FilerName}, FileTime: r.FileTime,
		Version: r.Version, Revision: r.Revision, Round: r.Round, PermissionNeeded: r.PermissionNeeded,
		AdviceRevision: r.AdviceRevision, PublishedRevision: r.PublishedRevision,
		PublishTime: deref(r.PublishTime), AcknowledgeTime: deref(r.AcknowledgeTime),
		CloseTime: deref(r.CloseTime), WithdrawTime: deref(r.WithdrawTime), EraseTime: deref(r.EraseTime),
		Reminders: r.Reminders, FollowUps: r.FollowUps, RemindTime: deref(r.RemindTime), FollowUpTime: deref(r.FollowUpTime),
		Dispute: Dispute{
			AssignmentID: deref(r.DisputeAssignmentID), ProposedID: deref(r.DisputeProposedID), ReasonID: deref(r.DisputeReasonID),
			RaiserID: deref(r.DisputeRaiserID), RaiseTime: deref(r.DisputeTime), Version: deref(r.DisputeVersion), Outcome: DisputeOutcome(deref(r.DisputeOutcome)), SettlementID: deref(r.DisputeSettlementID),
			EndTime: deref(r.DisputeEndTime),
		},
		Effect: deref(r.Effect), Value: r.Value, TurnSince: r.TurnSince, UpdateTime: r.UpdateTime,
		Facts: Facts{
			SchoolID: unlessNobody(r.SchoolID), SchoolNameFi: r.SchoolNameFi, SchoolNameSv: r.SchoolNameSv,
			ProviderID: deref(r.ProviderID), About: r.About, Level: r.Level, Grades: bare(r.Grades), Language: r.Language,
			Needs: bare(r.Needs), Support: bare(r.Support), Services: bare(r.Services), WishedForms: bare(r.WishedForms),
			Urgency: r.Urgency, Risks: bare(r.Risks), PaymentCommitment: deref(r.PaymentCommitment), CodeList: r.CodeList, Permissions: deref(r.Permissions), Area: deref(r.Area), CountyCode: deref(r.CountyCode),
			MunicipalityCode: deref(r.MunicipalityCode),
		},
	}
	if err := json.Unmarshal(r.Routing, &c.Routing); err != nil {
		return c, fmt.Errorf("decoding the routing: %w", err)
	}
	return c, nil
}

// eventRow is an Event as its table holds it, with the phase that it led to.
type eventRow struct {
	CaseID    string    `db:"case_id"`
	SchoolID  string    `db:"school_id"`
	Version   int       `db:"version"`
	Kind      string    `db:"kind"`
	Phase     string    `db:"phase"`
	At        time.Time `db:"at"`
	ByID      string    `db:"by_id"`
	ByName    string    `db:"by_name"`
	ByRole    string    `db:"by_role"`
	ByUnitID  *string   `db:"by_unit_id"`
	RequestID string    `db:"request_id"`
	Data      []byte    `db:"data"`
}

// nobody stands where a person or a school was, once a case is erased, and where time acts.
const nobody = "00000000-0000-0000-0000-000000000000"

func orNobody(id string) string {
	if id == "" {
		return nobody
	}
	return id
}

func unlessNobody(id string) string {
	if id == nobody {
		return ""
	}
	return id
}

func optional[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func optionalTime(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func optionalDate(s string) *time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil
	}
	return &d
}

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}

// filled and bare translate between a column that is never NULL and a slice that is nil when empty.
func filled[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func bare[T any](s []T) []T {
	if len(s) == 0 {
		return nil
	}
	return s
}

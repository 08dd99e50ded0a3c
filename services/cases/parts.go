package cases

import (
	"encoding/json"
	"fmt"
	"time"
)

// assignmentRow is an Assignment as its table holds it.
type assignmentRow struct {
	ID               string  `db:"id"`
	CaseID           string  `db:"case_id"`
	SchoolID         string  `db:"school_id"`
	UnitID           string  `db:"unit_id"`
	Actor            string  `db:"actor"`
	UnitNameFi       string  `db:"unit_name_fi"`
	UnitNameSv       string  `db:"unit_name_sv"`
	Part             string  `db:"part"`
	State            string  `db:"state"`
	Round            int     `db:"round"`
	HolderID         *string `db:"holder_id"`
	HolderName       *string `db:"holder_name"`
	DeclineReason    *string `db:"decline_reason"`
	SuggestionID     *string `db:"suggestion_id"`
	PermissionNeeded bool    `db:"permission_needed"`
	// Opens: the part opens the content to its unit now.
	Opens bool `db:"opens"`
	// Turn: whose clock runs for the part.
	Turn              string     `db:"turn"`
	QuestionID        *string    `db:"question_id"`
	Due               *time.Time `db:"due"`
	Hidden            []Section  `db:"hidden"`
	ReleaseNoteID     *string    `db:"release_note_id"`
	AdviceRevision    int        `db:"advice_revision"`
	SignedRevision    int        `db:"signed_revision"`
	PublishedRevision int        `db:"published_revision"`
	Revision          int        `db:"revision"`
	CreateTime        time.Time  `db:"create_time"`
	UpdateTime        time.Time  `db:"update_time"`
}

func toAssignmentRow(c Case, a Assignment) assignmentRow {
	return assignmentRow{
		ID: a.ID, CaseID: c.ID, SchoolID: c.Facts.SchoolID, UnitID: a.Unit.ID, Actor: a.Unit.Actor,
		UnitNameFi: a.Unit.NameFi, UnitNameSv: a.Unit.NameSv, Part: string(a.Part), State: string(a.State),
		Round: a.Round, HolderID: optional(a.Holder.ID), HolderName: holderName(a), DeclineReason: optional(a.DeclineReason), SuggestionID: optional(a.SuggestionID),
		PermissionNeeded: a.PermissionNeeded, Opens: c.opens(a), Turn: string(c.partTurn(a)), QuestionID: optional(a.QuestionID), Due: optionalDate(a.Due),
		Hidden: filled(a.Hidden), ReleaseNoteID: optional(a.ReleaseNoteID), AdviceRevision: a.AdviceRevision, SignedRevision: a.SignedRevision, PublishedRevision: a.PublishedRevision,
		Revision: a.Revision, CreateTime: a.CreateTime, UpdateTime: a.UpdateTime,
	}
}

// holderName is there whenever there is a holder, even one whose sign-in told no name.
func holderName(a Assignment) *string {
	if a.Holder.ID == "" {
		return nil
	}
	return &a.Holder.Name
}

func (r assignmentRow) state() Assignment {
	return Assignment{
		ID: r.ID, Unit: Unit{ID: r.UnitID, Actor: r.Actor, NameFi: r.UnitNameFi, NameSv: r.UnitNameSv},
		Part: Part(r.Part), State: AssignmentState(r.State), Round: r.Round, PermissionNeeded: r.PermissionNeeded,
		QuestionID: deref(r.QuestionID), Due: dateOf(r.Due),
		Hidden: bare(r.Hidden), ReleaseNoteID: deref(r.ReleaseNoteID), AdviceRevision: r.AdviceRevision, SignedRevision: r.SignedRevision, PublishedRevision: r.PublishedRevision,
		Holder: Person{ID: deref(r.HolderID), Name: deref(r.HolderName)}, DeclineReason: deref(r.DeclineReason), SuggestionID: deref(r.SuggestionID),
		Revision: r.Revision, CreateTime: r.CreateTime, UpdateTime: r.UpdateTime,
	}
}

// questionRow is a Question as its table holds it.
type questionRow struct {
	ID         string     `db:"id"`
	CaseID     string     `db:"case_id"`
	SchoolID   string     `db:"school_id"`
	UnitID     *string    `db:"unit_id"`
	Due        time.Time  `db:"due"`
	AskTime    time.Time  `db:"ask_time"`
	ReplyTime  *time.Time `db:"reply_time"`
	CancelTime *time.Time `db:"cancel_time"`
}

func toQuestionRow(c Case, q Question) questionRow {
	return questionRow{
		ID: q.ID, CaseID: c.ID, SchoolID: c.Facts.SchoolID, UnitID: optional(q.UnitID), Due: deref(optionalDate(q.Due)),
		AskTime: q.AskTime, ReplyTime: optionalTime(q.ReplyTime), CancelTime: optionalTime(q.CancelTime),
	}
}

func (r questionRow) state() Question {
	return Question{
		ID: r.ID, UnitID: deref(r.UnitID), Due: r.Due.Format(time.DateOnly), AskTime: r.AskTime,
		ReplyTime: deref(r.ReplyTime), CancelTime: deref(r.CancelTime),
	}
}

// handOverRow is a HandOver as its table holds it.
type handOverRow struct {
	ID               string  `db:"id"`
	CaseID           string  `db:"case_id"`
	SchoolID         string  `db:"school_id"`
	AssignmentID     string  `db:"assignment_id"`
	ToID             *string `db:"to_id"`
	ToName           *string `db:"to_name"`
	ToUnitID         *string `db:"to_unit_id"`
	ToUnit           []byte  `db:"to_unit"`
	PermissionNeeded bool    `db:"permission_needed"`
	// Opens: the note opens now to whom it is offered.
	Opens     bool       `db:"opens"`
	State     string     `db:"state"`
	Until     time.Time  `db:"until"`
	OfferTime time.Time  `db:"offer_time"`
	EndTime   *time.Time `db:"end_time"`
}

func toHandOverRow(c Case, h HandOver) handOverRow {
	r := handOverRow{
		ID: h.ID, CaseID: c.ID, SchoolID: c.Facts.SchoolID, AssignmentID: h.AssignmentID, ToID: optional(h.To.ID),
		ToUnitID: optional(h.ToUnit.ID), PermissionNeeded: h.PermissionNeeded, Opens: c.shows(h), State: string(h.State), Until: h.Until,
		OfferTime: h.OfferTime, EndTime: optionalTime(h.EndTime),
	}
	if h.To.ID != "" {
		r.ToName = &h.To.Name
	}
	if h.ToUnit.ID != "" {
		r.ToUnit, _ = json.Marshal(h.ToUnit) // four strings always can
	}
	return r
}

func (r handOverRow) state() (HandOver, error) {
	h := HandOver{
		ID: r.ID, AssignmentID: r.AssignmentID, To: Person{ID: deref(r.ToID), Name: deref(r.ToName)},
		PermissionNeeded: r.PermissionNeeded, State: HandOverState(r.State), Until: r.Until, OfferTime: r.OfferTime,
		EndTime: deref(r.EndTime),
	}
	if r.ToUnit == nil {
		return h, nil
	}
	if err := json.Unmarshal(r.ToUnit, &h.ToUnit); err != nil {
		return h, fmt.Errorf("decoding the unit of a hand-over: %w", err)
	}
	return h, nil
}

// permitRow is a Permit as its table holds it.
type permitRow struct {
	ID             string     `db:"id"`
	CaseID         string     `db:"case_id"`
	SchoolID       string     `db:"school_id"`
	Kind           string     `db:"kind"`
	State          string     `db:"state"`
	Actors         []string   `db:"actors"`
	Get            bool       `db:"may_get"`
	Transfer       bool       `db:"may_transfer"`
	Date           time.Time  `db:"date"`
	ValidUntil     *time.Time `db:"valid_until"`
	How            *string    `db:"how"`
	RecordedByID   string     `db:"recorded_by_id"`
	RecordedByName string     `db:"recorded_by_name"`
	RecordTime     time.Time  `db:"record_time"`
	EndTime        *time.Time `db:"end_time"`
}

func toPermitRow(c Case, p Permit) permitRow {
	return permitRow{
		ID: p.ID, CaseID: c.ID, SchoolID: c.Facts.SchoolID, Kind: string(p.Kind), State: string(p.State),
		Actors: filled(p.Actors), Get: p.Get, Transfer: p.Transfer, Date: deref(optionalDate(p.Date)),
		ValidUntil: optionalDate(p.ValidUntil), How: optional(p.How), RecordedByID: p.RecordedBy.ID,
		RecordedByName: p.RecordedBy.Name, RecordTime: p.RecordTime, EndTime: optionalTime(p.EndTime),
	}
}

func (r permitRow) state() Permit {
	return Permit{
		ID: r.ID, Kind: PermitKind(r.Kind), State: PermitState(r.State), Actors: bare(r.Actors), Get: r.Get,
		Transfer: r.Transfer, Date: r.Date.Format(time.DateOnly), ValidUntil: dateOf(r.ValidUntil), How: deref(r.How),
		RecordedBy: Person{ID: r.RecordedByID, Name: r.RecordedByName}, RecordTime: r.RecordTime, EndTime: deref(r.EndTime),
	}
}

// dateOf writes a date column as a calendar date; empty when there is none.
func dateOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

func (r assignmentRow) part() string { return r.ID }
func (r questionRow) part() string   { return r.ID }
func (r handOverRow) part() string   { return r.ID }
func (r permitRow) part() string     { return r.ID }

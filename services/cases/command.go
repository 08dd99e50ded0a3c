package cases

import "time"

// Command is what somebody wants to happen to a case.
type Command interface {
	// action names it in the table of the life cycle.
	action() Action
	// decide answers the events that the command leads to. It may assume that the caller has the permission, and that
	// the table allows the action.
	decide(c Case, m Meta) ([]Data, error)
}

// Meta is what surrounds a command: who, when, which request, and which etag the caller had seen.
type Meta struct {
	By        By
	At        time.Time
	RequestID string
	// Expect is the revision of the case or of the assignment that the caller saw; 0: not asked.
	Expect int
}

// File makes a case of a request.
type File struct {
	CaseID       string
	Number       string
	Facts        Facts
	Routing      Routing
	AssignmentID string
	// PermissionNeeded: the unit wants permissions for it. PermissionNeededByAll: every actor does.
	PermissionNeeded, PermissionNeededByAll bool
	// Similar is what the filer says of similar requests of the school, as a code.
	Similar string
}

// Place is a unit that a part is given to: the id of the assignment to make, and the modes in which the unit wants
// permissions (see Facts.NeedsPermission).
type Place struct {
	AssignmentID string
	Unit         Unit
	Modes        []string
}

// Route gives a case that nobody holds to a unit; ReasonID names the sealed reason.
type Route struct {
	Place

	ReasonID string
}

// Claim takes a waiting assignment.
type Claim struct{ AssignmentID string }

// Release puts a held assignment back to the unit's queue.
type Release struct{ AssignmentID, ReasonID string }

// Decline ends a unit's part. Reason is a code, SuggestionID names the sealed words on where next.
type Decline struct{ AssignmentID, Reason, SuggestionID string }

// Assign gives an assignment to a person of the unit: a waiting one, or, with a reason, one that somebody holds.
type Assign struct {
	AssignmentID string
	To           Person
	ReasonID     string
	// ForGood: they keep the part, though who holds it is away.
	ForGood bool
}

// OfferHandOver offers a held assignment to another person of the unit, or the lead to another unit; NoteID names the
// sealed note. Place is empty for a person, To for a unit.
type OfferHandOver struct {
	HandOverID   string
	AssignmentID string
	To           Person
	Place        Place
	NoteID       string
	Until        time.Time
	// ForGood: the colleague keeps the part, though they stand in for the time of an absence.
	ForGood bool
}

// AcceptHandOver takes what was offered. AssignmentID is that of the part to make when a unit takes the lead; UnitClosed: that unit
// works no more, or takes no leads.
type AcceptHandOver struct {
	HandOverID, AssignmentID string
	UnitClosed               bool
}

// DeclineHandOver leaves the assignment with who offered it; ReasonID names the sealed reason.
type DeclineHandOver struct{ HandOverID, ReasonID string }

// RevokeHandOver takes an offer back.
type RevokeHandOver struct{ HandOverID string }

// Invite asks another unit to take part; QuestionID names the sealed question to it, Due is a calendar date, and Hidden what is kept
// from it.
type Invite struct {
	Place

	QuestionID string
	Due        string
	Hidden     []Section
}

// Limit says anew what is kept from a partner, for the lead.
type Limit struct {
	AssignmentID string
	Hidden       []Section
}

// Dismiss ends a partner's part for the lead.
type Dismiss struct{ AssignmentID string }

// Complete ends a partner's part with its advice signed.
type Complete struct{ AssignmentID string }

// Ask opens a question. Due is a calendar date, YYYY-MM-DD.
type Ask struct{ QuestionID, Due string }

// Reply answers a question.
type Reply struct{ QuestionID, ReplyID string }

// PostMessage adds a message.
type PostMessage struct{ MessageID string }

// WriteAdvice adds a revision of the advice: of the part of the unit that the caller works for.
type WriteAdvice struct{ AdviceID string }

// PublishAdvice gives the lead's latest revision and what partners have signed to the school.
type PublishAdvice struct{}

// Acknowledge confirms that the school has read the advice.
type Acknowledge struct{}

// Tell answers a follow-up: how it went after 6 and 16 weeks. The codes are YES, PARTLY and NO.
type Tell struct{ Tried, Helped, Stays string }

// Close ends the case with the school's word.
type Close struct {
	Effect    string
	Value     int
	CommentID string
}

// CloseUnanswered ends a case without the school's word, with a named next step: where the school has stayed silent
// through two reminders, or where coordination finds that no unit is needed.
type CloseUnanswered struct{ NextStepID string }

// Reopen begins a new round of a closed case, routed anew; without a unit it goes to triage.
type Reopen struct {
	Routing      Routing
	AssignmentID string
	// PermissionNeeded and PermissionNeededByAll are as in File.
	PermissionNeeded, PermissionNeededByAll bool
	// Permissions are which stood when it was routed anew, as Facts.Permissions names them.
	Permissions string
	ReasonID    string
}

// Amend says the request anew while nobody works on it; WordsID names its sealed words. Of Facts those of the school stay as they
// were. Routing, with AssignmentID, PermissionNeeded and PermissionNeededByAll (see File), is that of the new answers; Modes are those in
// which the unit that has the lead now wants permissions.
type Amend struct {
	WordsID                                 string
	Facts                                   Facts
	Routing                                 Routing
	AssignmentID                            string
	PermissionNeeded, PermissionNeededByAll bool
	Modes                                   []string
}

// Withdraw takes the request back.
type Withdraw struct{ ReasonID string }

// PassOn gives the case to another filer of the school.
type PassOn struct{ To Person }

// RecordPermit records the guardian's consent or the school's authorisation, or its refusal.
type RecordPermit struct {
	PermitID   string
	Kind       PermitKind
	Refused    bool
	Actors     []string
	Get        bool
	Transfer   bool
	Date       string
	ValidUntil string
	How        string
	// ReasonID names the sealed reason of a refusal.
	ReasonID string
}

// Identify says who the pupil is; NameID names the sealed name.
type Identify struct{ NameID string }

// WithdrawPermit takes a permission back.
type WithdrawPermit struct{ Kind PermitKind }

// Tick is the clock: it does what is due by now, and is refused when nothing is.
type Tick struct{}

// Vacate puts an assignment back to the unit's queue whose holder works there no more; HolderID is who that was.
type Vacate struct{ AssignmentID, HolderID string }

// WindUp ends a part that waits in a unit which works no more, or a hand-over that is offered to it. Routing, with NewID and the
// Modes in which its unit wants permissions, is where a lead goes by the rules as they stand; a partner's part goes nowhere.
type WindUp struct {
	AssignmentID string
	HandOverID   string
	Routing      Routing
	NewID        string
	Modes        []string
}

// Erase destroys the content of a case that ended in a phase by a time, and keeps a row for statistics. What was destroyed is
// recorded with the class and the period that said so.
type Erase struct {
	Phase         Phase
	EndedBy       time.Time
	Class, Period string
}

func (File) action() Action             { return "FILE" }
func (Route) action() Action            { return ActionRoute }
func (Claim) action() Action            { return ActionClaim }
func (Release) action() Action          { return ActionRelease }
func (Decline) action() Action          { return ActionDecline }
func (Assign) action() Action           { return ActionAssign }
func (OfferHandOver) action() Action    { return ActionOfferHandOver }
func (AcceptHandOver) action() Action   { return ActionAcceptHandOver }
func (DeclineHandOver) action() Action  { return ActionDeclineHandOver }
func (RevokeHandOver) action() Action   { return ActionRevokeHandOver }
func (Invite) action() Action           { return ActionInvite }
func (Limit) action() Action            { return ActionLimit }
func (Dismiss) action() Action          { return ActionDismiss }
func (Complete) action() Action         { return ActionComplete }
func (Ask) action() Action              { return ActionAsk }
func (Reply) action() Action            { return ActionReply }
func (PostMessage) action() Action      { return ActionPostMessage }
func (WriteAdvice) action() Action      { return ActionWriteAdvice }
func (PublishAdvice) action() Action    { return ActionPublishAdvice }
func (Acknowledge) action() Action      { return ActionAcknowledge }
func (Tell) action() Action             { return ActionTell }
func (Close) action() Action            { return ActionClose }
func (CloseUnanswered) action() Action  { return ActionCloseUnanswered }
func (DisputeLead) action() Action      { return ActionDispute }
func (SettleDispute) action() Action    { return ActionSettleDispute }
func (WithdrawDispute) action() Action  { return ActionWithdrawDispute }
func (Reopen) action() Action           { return ActionReopen }
func (Amend) action() Action            { return ActionAmend }
func (Withdraw) action() Action         { return ActionWithdraw }
func (RemoveAttachment) action() Action { return ActionRemoveAttachment }
func (PassOn) action() Action           { return ActionPassOn }
func (Identify) action() Action         { return ActionIdentify }
func (Tick) action() Action             { return ActionTick }
func (Vacate) action() Action           { return ActionVacate }
func (WindUp) action() Action           { return ActionWindUp }
func (Erase) action() Action            { return ActionErase }

func (r RecordPermit) action() Action {
	if r.Kind == SchoolAuthorisation {
		return ActionAuthorise
	}
	return ActionRecordConsent
}

func (w WithdrawPermit) action() Action {
	if w.Kind == SchoolAuthorisation {
		return ActionWithdrawAuthorisation
	}
	return ActionWithdrawConsent
}

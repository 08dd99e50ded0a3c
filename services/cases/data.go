package cases

import "time"

// Filed makes the case.
type Filed struct {
	Number string `json:"number"`
	Facts  Facts  `json:"facts"`
	// PermissionNeeded: every actor wants permissions for it. Of a case that went to a unit this was not always kept.
	PermissionNeeded bool `json:"permission_needed,omitempty"`
	// Similar is what the filer said of similar requests of the school; empty: there was nothing to say.
	Similar string `json:"similar,omitempty"`
}

// Routed gives the lead to a unit.
type Routed struct {
	AssignmentID     string  `json:"assignment_id"`
	Routing          Routing `json:"routing"`
	PermissionNeeded bool    `json:"permission_needed,omitempty"`
	ReasonID         string  `json:"reason_id,omitempty"`
}

// SentToTriage leaves the choice to coordination.
type SentToTriage struct {
	Routing Routing `json:"routing"`
}

// Claimed gives a waiting assignment to the person who acted.
type Claimed struct {
	AssignmentID string `json:"assignment_id"`
}

// Released puts a held assignment back.
type Released struct {
	AssignmentID string `json:"assignment_id"`
	ReasonID     string `json:"reason_id,omitempty"`
}

// DeclinedByUnit ends a unit's part; without the lead's the case goes to triage.
type DeclinedByUnit struct {
	AssignmentID string `json:"assignment_id"`
	Reason       string `json:"reason"`
	SuggestionID string `json:"suggestion_id"`
}

// WoundUp ends a part that waited in a unit which works no more; without the lead's the case is routed anew, or goes to triage.
type WoundUp struct {
	AssignmentID string `json:"assignment_id"`
}

// Assigned gives an assignment to a person, by the head of the unit.
type Assigned struct {
	AssignmentID string `json:"assignment_id"`
	To           Person `json:"to"`
	ReasonID     string `json:"reason_id,omitempty"`
	// FromID is who held it; empty: it waited.
	FromID  string `json:"from_id,omitempty"`
	ForGood bool   `json:"for_good,omitempty"`
}

// HandedOver offers an assignment to a person, or the lead to a unit.
type HandedOver struct {
	HandOverID       string    `json:"hand_over_id"`
	AssignmentID     string    `json:"assignment_id"`
	To               *Person   `json:"to,omitempty"`
	ToUnit           *Unit     `json:"to_unit,omitempty"`
	PermissionNeeded bool      `json:"permission_needed,omitempty"`
	NoteID           string    `json:"note_id,omitempty"`
	Until            time.Time `json:"until"`
	ForGood          bool      `json:"for_good,omitempty"`
}

// TakenOver gives the assignment to the person who acted. AssignmentID is the part made for a unit that takes the lead
// and had none.
type TakenOver struct {
	HandOverID   string `json:"hand_over_id"`
	AssignmentID string `json:"assignment_id,omitempty"`
}

// HandOverEnded leaves the assignment with its holder: the offer was declined, revoked, or lapsed.
type HandOverEnded struct {
	HandOverID string        `json:"hand_over_id"`
	State      HandOverState `json:"state"`
	ReasonID   string        `json:"reason_id,omitempty"`
}

// PartnerInvited asks a unit to take part.
type PartnerInvited struct {
	AssignmentID     string `json:"assignment_id"`
	Unit             Unit   `json:"unit"`
	PermissionNeeded bool   `json:"permission_needed,omitempty"`
	QuestionID       string `json:"question_id"`
	Due              string `json:"due"`
	// Hidden is what is kept from it.
	Hidden []Section `json:"hidden,omitempty"`
}

// PartnerLimited says anew what is kept from a partner: what it has read it has read.
type PartnerLimited struct {
	AssignmentID string    `json:"assignment_id"`
	Hidden       []Section `json:"hidden,omitempty"`
}

// PartnerDismissed ends a partner's part.
type PartnerDismissed struct {
	AssignmentID string `json:"assignment_id"`
}

// PartCompleted ends a partner's part; the revision of advice that it signed, if any.
type PartCompleted struct {
	AssignmentID string `json:"assignment_id"`
	Revision     int    `json:"revision,omitempty"`
}

// Asked opens a question to the school.
type Asked struct {
	QuestionID string `json:"question_id"`
	Due        string `json:"due"`
}

// Replied answers a question.
type Replied struct {
	QuestionID string `json:"question_id"`
	ReplyID    string `json:"reply_id"`
}

// Messaged adds a message.
type Messaged struct {
	MessageID string `json:"message_id"`
}

// AdviceWritten adds a revision of the advice of one part.
type AdviceWritten struct {
	AdviceID     string `json:"advice_id"`
	AssignmentID string `json:"assignment_id"`
	Revision     int    `json:"revision"`
}

// AdvicePublished gives revisions to the school, the lead's last.
type AdvicePublished struct {
	Revisions []int `json:"revisions"`
}

// Acknowledged says that the school has read the advice.
type Acknowledged struct{}

// FollowUpBegun says that the advice has been out for long enough.
type FollowUpBegun struct{}

// FollowedUp is how it went, by the school's word.
type FollowedUp struct {
	Tried  string `json:"tried"`
	Helped string `json:"helped"`
	Stays  string `json:"stays"`
}

// FollowUpEnded ends the case when the last follow-up has passed.
type FollowUpEnded struct{}

// Reminded tells a silent school that its turn goes on.
type Reminded struct{}

// ClosedBySchool ends the case.
type ClosedBySchool struct {
	Effect    string `json:"effect"`
	Value     int    `json:"value,omitempty"`
	CommentID string `json:"comment_id,omitempty"`
}

// ClosedUnanswered ends the case with a named next step.
type ClosedUnanswered struct {
	NextStepID string `json:"next_step_id"`
}

// Reopened begins a new round.
type Reopened struct {
	ReasonID string `json:"reason_id,omitempty"`
	// PermissionNeeded is as in Filed.
	PermissionNeeded bool `json:"permission_needed,omitempty"`
	// Permissions are which stood when it was routed anew; empty where that was not kept.
	Permissions string `json:"permissions,omitempty"`
}

// Amended says the request anew. Routing is that of the new answers; AssignmentID is that of the part made where it names another
// unit than the one that had the lead.
type Amended struct {
	WordsID      string  `json:"words_id"`
	Facts        Facts   `json:"facts"`
	Routing      Routing `json:"routing"`
	AssignmentID string  `json:"assignment_id,omitempty"`
	// PermissionNeeded: the unit that leads, or in triage every actor, wants permissions for it.
	PermissionNeeded bool `json:"permission_needed,omitempty"`
	// PermissionNeededByAll: every actor does; nil where this was not kept.
	PermissionNeededByAll *bool `json:"permission_needed_by_all,omitempty"`
}

// WithdrawnBySchool takes the request back.
type WithdrawnBySchool struct {
	ReasonID string `json:"reason_id,omitempty"`
}

// PassedOn gives the case to another filer.
type PassedOn struct {
	To Person `json:"to"`
}

// AttachmentRemoved says that a file of the case was destroyed.
type AttachmentRemoved struct {
	AttachmentID string `json:"attachment_id"`
	ReasonID     string `json:"reason_id,omitempty"`
}

// PermitRecorded records a permission or its refusal.
type PermitRecorded struct {
	PermitID   string     `json:"permit_id"`
	Kind       PermitKind `json:"kind"`
	Refused    bool       `json:"refused,omitempty"`
	Actors     []string   `json:"actors,omitempty"`
	Get        bool       `json:"get,omitempty"`
	Transfer   bool       `json:"transfer,omitempty"`
	Date       string     `json:"date"`
	ValidUntil string     `json:"valid_until,omitempty"`
	How        string     `json:"how,omitempty"`
	ReasonID   string     `json:"reason_id,omitempty"`
}

// PermitEnded ends a permission: it was withdrawn, or its last day has passed.
type PermitEnded struct {
	PermitID string      `json:"permit_id"`
	State    PermitState `json:"state"`
}

// Identified says who the pupil is.
type Identified struct {
	NameID string `json:"name_id"`
}

// ContentErased destroys the content; Facts are what stays of the request, for statistics.
type ContentErased struct {
	Number   string    `json:"number"`
	Round    int       `json:"round"`
	Facts    Facts     `json:"facts"`
	FileTime time.Time `json:"file_time"`
	Effect   string    `json:"effect,omitempty"`
	Value    int       `json:"value,omitempty"`
}

func (Filed) kind() string             { return "FILED" }
func (Routed) kind() string            { return "ROUTED" }
func (SentToTriage) kind() string      { return "SENT_TO_TRIAGE" }
func (Claimed) kind() string           { return "CLAIMED" }
func (Released) kind() string          { return "RELEASED" }
func (DeclinedByUnit) kind() string    { return "DECLINED" }
func (WoundUp) kind() string           { return "WOUND_UP" }
func (Assigned) kind() string          { return "ASSIGNED" }
func (HandedOver) kind() string        { return "HAND_OVER_OFFERED" }
func (TakenOver) kind() string         { return "HAND_OVER_ACCEPTED" }
func (HandOverEnded) kind() string     { return "HAND_OVER_ENDED" }
func (PartnerInvited) kind() string    { return "INVITED" }
func (PartnerDismissed) kind() string  { return "DISMISSED" }
func (PartnerLimited) kind() string    { return "LIMITED" }
func (PartCompleted) kind() string     { return "COMPLETED" }
func (Asked) kind() string             { return "ASKED" }
func (Replied) kind() string           { return "REPLIED" }
func (Messaged) kind() string          { return "MESSAGED" }
func (AdviceWritten) kind() string     { return "ADVICE_WRITTEN" }
func (AdvicePublished) kind() string   { return "ADVICE_PUBLISHED" }
func (Acknowledged) kind() string      { return "ACKNOWLEDGED" }
func (FollowUpBegun) kind() string     { return "FOLLOW_UP_BEGUN" }
func (FollowedUp) kind() string        { return "FOLLOWED_UP" }
func (FollowUpEnded) kind() string     { return "FOLLOW_UP_ENDED" }
func (Reminded) kind() string          { return "REMINDED" }
func (ClosedBySchool) kind() string    { return "CLOSED" }
func (ClosedUnanswered) kind() string  { return "CLOSED_UNANSWERED" }
func (Disputed) kind() string          { return "DISPUTED" }
func (DisputeSettled) kind() string    { return "DISPUTE_SETTLED" }
func (LeadMoved) kind() string         { return "LEAD_MOVED" }
func (Reopened) kind() string          { return "REOPENED" }
func (Amended) kind() string           { return "AMENDED" }
func (WithdrawnBySchool) kind() string { return "WITHDRAWN" }
func (PassedOn) kind() string          { return "PASSED_ON" }
func (AttachmentRemoved) kind() string { return "ATTACHMENT_REMOVED" }
func (PermitRecorded) kind() string    { return "PERMISSION_RECORDED" }
func (PermitEnded) kind() string       { return "PERMISSION_ENDED" }
func (Identified) kind() string        { return "IDENTIFIED" }
func (ContentErased) kind() string     { return "ERASED" }

// decoders reads the stored data of each kind of event.
var decoders = decodersOf(
	decoderOf[Filed](), decoderOf[Routed](), decoderOf[SentToTriage](), decoderOf[Claimed](),
	decoderOf[Released](), decoderOf[DeclinedByUnit](), decoderOf[WoundUp](), decoderOf[Assigned](), decoderOf[HandedOver](),
	decoderOf[TakenOver](), decoderOf[HandOverEnded](), decoderOf[PartnerInvited](),
	decoderOf[PartnerDismissed](), decoderOf[PartnerLimited](), decoderOf[PartCompleted](), decoderOf[Asked](), decoderOf[Replied](),
	decoderOf[Messaged](), decoderOf[AdviceWritten](), decoderOf[AdvicePublished](), decoderOf[Acknowledged](),
	decoderOf[FollowUpBegun](), decoderOf[FollowedUp](), decoderOf[FollowUpEnded](), decoderOf[Reminded](),
	decoderOf[ClosedBySchool](), decoderOf[ClosedUnanswered](), decoderOf[Reopened](),
	decoderOf[Amended](), decoderOf[WithdrawnBySchool](), decoderOf[PassedOn](), decoderOf[PermitRecorded](), decoderOf[PermitEnded](),
	decoderOf[Identified](), decoderOf[Disputed](), decoderOf[DisputeSettled](), decoderOf[LeadMoved](), decoderOf[AttachmentRemoved](), decoderOf[ContentErased](),
)

// textOf answers the id of the sealed text that an event names; empty when it names none.
func textOf(d Data) string {
	switch d := d.(type) {
	case Routed:
		return d.ReasonID
	case Released:
		return d.ReasonID
	case DeclinedByUnit:
		return d.SuggestionID
	case Assigned:
		return d.ReasonID
	case HandedOver:
		return d.NoteID
	case HandOverEnded:
		return d.ReasonID
	case PartnerInvited:
		return d.QuestionID
	case Asked:
		return d.QuestionID
	case Replied:
		return d.ReplyID
	case Messaged:
		return d.MessageID
	case AdviceWritten:
		return d.AdviceID
	case ClosedBySchool:
		return d.CommentID
	case ClosedUnanswered:
		return d.NextStepID
	case Reopened:
		return d.ReasonID
	case Amended:
		return d.WordsID
	case WithdrawnBySchool:
		return d.ReasonID
	case AttachmentRemoved:
		return d.ReasonID
	case PermitRecorded:
		return d.ReasonID
	case Identified:
		return d.NameID
	}
	return textOfDispute(d)
}

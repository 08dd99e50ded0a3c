package cases

// Phase of a case; the codes are those of vaatu.cases.v1.Phase without the prefix.
type Phase string

// Phases that this package derives. A draft is not a case yet.
const (
	Triage             Phase = "TRIAGE"
	Queued             Phase = "QUEUED"
	InConsultation     Phase = "IN_CONSULTATION"
	AwaitingSchool     Phase = "AWAITING_SCHOOL"
	AwaitingPermission Phase = "AWAITING_PERMISSION"
	Advised            Phase = "ADVISED"
	FollowUp           Phase = "FOLLOW_UP"
	Closed             Phase = "CLOSED"
	Withdrawn          Phase = "WITHDRAWN"
)

// Phases lists all phases that a stored case can be in.
var Phases = []Phase{
	Triage, Queued, InConsultation, AwaitingSchool, AwaitingPermission, Advised, FollowUp, Closed, Withdrawn,
}

// Turn is the party whose clock runs.
type Turn string

// Turns.
const (
	TurnCoordination Turn = "COORDINATION"
	TurnUnit         Turn = "UNIT"
	TurnExpert       Turn = "EXPERT"
	TurnSchool       Turn = "SCHOOL"
	TurnNobody       Turn = "NOBODY"
)

// Part is the role of an assignment in its case.
type Part string

// Parts.
const (
	LeadPart    Part = "LEAD"
	PartnerPart Part = "PARTNER"
)

// AssignmentState is where one unit's part stands.
type AssignmentState string

// States of an assignment.
const (
	Waiting   AssignmentState = "WAITING"
	Held      AssignmentState = "HELD"
	Done      AssignmentState = "DONE"
	Declined  AssignmentState = "DECLINED"
	Cancelled AssignmentState = "CANCELLED"
)

// Action is what somebody does to a case, named after the verb of its route.
type Action string

// Actions. Filing is none of them: it makes the case.
const (
	ActionRoute         Action = "ROUTE"
	ActionClaim         Action = "CLAIM"
	ActionRelease       Action = "RELEASE"
	ActionDecline       Action = "DECLINE"
	ActionAsk           Action = "ASK"
	ActionReply         Action = "REPLY"
	ActionPostMessage   Action = "POST_MESSAGE"
	ActionWriteAdvice   Action = "WRITE_ADVICE"
	ActionPublishAdvice Action = "PUBLISH_ADVICE"
	ActionAcknowledge   Action = "ACKNOWLEDGE"
	ActionClose         Action = "CLOSE"
	ActionWithdraw      Action = "WITHDRAW"
)

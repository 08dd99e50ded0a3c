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
	Erased             Phase = "ERASED"
)

// Phases lists all phases that a stored case can be in.
var Phases = []Phase{
	Triage, Queued, InConsultation, AwaitingSchool, AwaitingPermission, Advised, FollowUp, Closed, Withdrawn, Erased,
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

// HandOverState is where the offer of an assignment stands.
type HandOverState string

// States of a hand-over.
const (
	Offered          HandOverState = "OFFERED"
	HandOverAccepted HandOverState = "ACCEPTED"
	HandOverDeclined HandOverState = "DECLINED"
	HandOverRevoked  HandOverState = "REVOKED"
	HandOverLapsed   HandOverState = "LAPSED"
)

// DisputeOutcome is how a dispute about the lead ended.
type DisputeOutcome string

// Outcomes of a dispute: coordination's three, the one of who raised it, and what comes of itself.
const (
	DisputeStays     DisputeOutcome = "STAYS"
	DisputeMoves     DisputeOutcome = "MOVES"
	DisputeTriage    DisputeOutcome = "TRIAGE"
	DisputeWithdrawn DisputeOutcome = "WITHDRAWN"
	DisputeLapsed    DisputeOutcome = "LAPSED"
)

// PermitKind is whose permission was recorded.
type PermitKind string

// Kinds of permissions.
const (
	GuardianConsent     PermitKind = "GUARDIAN_CONSENT"
	SchoolAuthorisation PermitKind = "SCHOOL_AUTHORISATION"
)

// PermitState is where a permission stands.
type PermitState string

// States of a permission.
const (
	PermitGiven     PermitState = "GIVEN"
	PermitRefused   PermitState = "REFUSED"
	PermitWithdrawn PermitState = "WITHDRAWN"
	PermitExpired   PermitState = "EXPIRED"
	PermitReplaced  PermitState = "REPLACED"
)

// Lack is which permission is missing, and why.
type Lack string

// Lacks of the guardian's consent and of the school's authorisation. A consent is narrow that does not reach an actor.
const (
	ConsentNone            Lack = "CONSENT_NONE"
	ConsentRefused         Lack = "CONSENT_REFUSED"
	ConsentWithdrawn       Lack = "CONSENT_WITHDRAWN"
	ConsentExpired         Lack = "CONSENT_EXPIRED"
	ConsentNarrow          Lack = "CONSENT_NARROW"
	AuthorisationNone      Lack = "AUTHORISATION_NONE"
	AuthorisationRefused   Lack = "AUTHORISATION_REFUSED"
	AuthorisationWithdrawn Lack = "AUTHORISATION_WITHDRAWN"
)

// Action is what somebody does to a case, named after the verb of its route.
type Action string

// Actions. Filing is none of them: it makes the case.
const (
	ActionRoute                 Action = "ROUTE"
	ActionClaim                 Action = "CLAIM"
	ActionRelease               Action = "RELEASE"
	ActionDecline               Action = "DECLINE"
	ActionAssign                Action = "ASSIGN"
	ActionOfferHandOver         Action = "OFFER_HAND_OVER"
	ActionAcceptHandOver        Action = "ACCEPT_HAND_OVER"
	ActionDeclineHandOver       Action = "DECLINE_HAND_OVER"
	ActionRevokeHandOver        Action = "REVOKE_HAND_OVER"
	ActionInvite                Action = "INVITE"
	ActionLimit                 Action = "LIMIT"
	ActionDismiss               Action = "DISMISS"
	ActionComplete              Action = "COMPLETE"
	ActionAsk                   Action = "ASK"
	ActionReply                 Action = "REPLY"
	ActionPostMessage           Action = "POST_MESSAGE"
	ActionWriteAdvice           Action = "WRITE_ADVICE"
	ActionPublishAdvice         Action = "PUBLISH_ADVICE"
	ActionAcknowledge           Action = "ACKNOWLEDGE"
	ActionTell                  Action = "FOLLOW_UP"
	ActionClose                 Action = "CLOSE"
	ActionCloseUnanswered       Action = "CLOSE_UNANSWERED"
	ActionDispute               Action = "DISPUTE"
	ActionSettleDispute         Action = "SETTLE_DISPUTE"
	ActionWithdrawDispute       Action = "WITHDRAW_DISPUTE"
	ActionReopen                Action = "REOPEN"
	ActionAmend                 Action = "AMEND"
	ActionWithdraw              Action = "WITHDRAW"
	ActionRemoveAttachment      Action = "REMOVE_ATTACHMENT"
	ActionPassOn                Action = "PASS_ON"
	ActionRecordConsent         Action = "RECORD_CONSENT"
	ActionWithdrawConsent       Action = "WITHDRAW_CONSENT"
	ActionAuthorise             Action = "AUTHORISE"
	ActionWithdrawAuthorisation Action = "WITHDRAW_AUTHORISATION"
	ActionIdentify              Action = "IDENTIFY"
	ActionTick                  Action = "TICK"
	ActionVacate                Action = "VACATE"
	ActionWindUp                Action = "WIND_UP"
	ActionErase                 Action = "ERASE"
)

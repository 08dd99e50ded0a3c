package permission

// Permissions, named as in vaatu.access.v1.Permission.
const (
	Session          Permission = "SESSION"
	ReadDirectory    Permission = "READ_DIRECTORY"
	ReadMe           Permission = "READ_ME"
	KeepMe           Permission = "KEEP_ME"
	Draft            Permission = "DRAFT"
	File             Permission = "FILE"
	ReadCase         Permission = "READ_CASE"
	ListCases        Permission = "LIST_CASES"
	ReadQueue        Permission = "READ_QUEUE"
	Claim            Permission = "CLAIM"
	Release          Permission = "RELEASE"
	Decline          Permission = "DECLINE"
	Route            Permission = "ROUTE"
	PreviewRouting   Permission = "PREVIEW_ROUTING"
	Ask              Permission = "ASK"
	Reply            Permission = "REPLY"
	PostMessage      Permission = "POST_MESSAGE"
	WriteAdvice      Permission = "WRITE_ADVICE"
	PublishAdvice    Permission = "PUBLISH_ADVICE"
	Acknowledge      Permission = "ACKNOWLEDGE"
	Close            Permission = "CLOSE"
	Amend            Permission = "AMEND"
	Withdraw         Permission = "WITHDRAW"
	ReadCaseload     Permission = "READ_CASELOAD"
	ReadEvents       Permission = "READ_EVENTS"
	Assign           Permission = "ASSIGN"
	OfferHandOver    Permission = "OFFER_HAND_OVER"
	AnswerHandOver   Permission = "ANSWER_HAND_OVER"
	RevokeHandOver   Permission = "REVOKE_HAND_OVER"
	Invite           Permission = "INVITE"
	Dismiss          Permission = "DISMISS"
	Complete         Permission = "COMPLETE"
	FollowUp         Permission = "FOLLOW_UP"
	CloseUnanswered  Permission = "CLOSE_UNANSWERED"
	CloseUnled       Permission = "CLOSE_UNLED"
	AskUnled         Permission = "ASK_UNLED"
	Dispute          Permission = "DISPUTE"
	SettleDispute    Permission = "SETTLE_DISPUTE"
	Reopen           Permission = "REOPEN"
	RemoveAttachment Permission = "REMOVE_ATTACHMENT"
	PassOn           Permission = "PASS_ON"
	Consent          Permission = "CONSENT"
	Authorise        Permission = "AUTHORISE"
	Identify         Permission = "IDENTIFY"
	ReadName         Permission = "READ_NAME"
	Tick             Permission = "TICK"
	ReadGrants       Permission = "READ_GRANTS"
	GiveGrants       Permission = "GIVE_GRANTS"
	EndGrants        Permission = "END_GRANTS"
	WakeGrants       Permission = "WAKE_GRANTS"
	Relink           Permission = "RELINK"
	Public           Permission = "PUBLIC"
	KeepFeedback     Permission = "KEEP_FEEDBACK"
	Watch            Permission = "WATCH"
	ReadLock         Permission = "READ_LOCK"

	BreakGlass       Permission = "BREAK_GLASS"
	ReadBreakGlasses Permission = "READ_BREAK_GLASSES"
	ReviewBreakGlass Permission = "REVIEW_BREAK_GLASS"
	ReadReads        Permission = "READ_READS"
	ReadAudit        Permission = "READ_AUDIT"
	ReadRules        Permission = "READ_RULES"
	EditRules        Permission = "EDIT_RULES"
	KeepStaff        Permission = "KEEP_STAFF"
)

// Rule says that people in these roles, standing in this relation, may do it.
type Rule struct {
	Permission Permission
	Roles      []Role
	Relation   Relation
}

var (
	everyone = []Role{Requester, Principals, Expert, Lead, Coordinator, Vipu, Admin, Auditor}
	school   = []Role{Requester, Principals}
	experts  = []Role{Expert, Lead}
)

// Rules is the whole table. What it does not name is denied. SESSION is in no row: it is the gateway's alone and
// is served on a socket where no person calls; nor is PUBLIC, for which nobody is asked who they are.
var Rules = []Rule{
	{ReadDirectory, everyone, Anyone},
	{ReadMe, everyone, Anyone},
	{KeepMe, everyone, Anyone},
	{Watch, everyone, Anyone},

	// The school's side: a teacher has the own requests, a principal all of the school.
	{Draft, school, OwnSchool},
	{File, school, OwnSchool},
	{PreviewRouting, school, OwnSchool},
	{Amend, []Role{Requester}, Filer},
	{Amend, []Role{Principals}, OwnSchool},
	{Withdraw, []Role{Requester}, Filer},
	{Withdraw, []Role{Principals}, OwnSchool},
	{Reply, []Role{Requester}, Filer},
	{Reply, []Role{Principals}, OwnSchool},
	{Acknowledge, []Role{Requester}, Filer},
	{Acknowledge, []Role{Principals}, OwnSchool},
	{Close, []Role{Requester}, Filer},
	{Close, []Role{Principals}, OwnSchool},
	{FollowUp, []Role{Requester}, Filer},
	{FollowUp, []Role{Principals}, OwnSchool},
	{Reopen, []Role{Requester}, Filer},
	{Reopen, []Role{Principals}, OwnSchool},
	{PassOn, []Role{Requester}, Filer},
	{PassOn, []Role{Principals}, OwnSchool},
	{Consent, []Role{Requester}, Filer},
	{Consent, []Role{Principals}, OwnSchool},
	{Authorise, []Role{Principals}, OwnSchool},
	{Identify, []Role{Requester}, Filer},
	{Identify, []Role{Principals}, OwnSchool},

	// Both sides of a case.
	{ListCases, []Role{Requester, Principals, Expert, Lead}, Anyone},
	{ReadCase, []Role{Requester}, Filer},
	{ReadCase, []Role{Principals}, OwnSchool},
	{ReadCase, []Role{Expert}, Holder},
	{ReadCase, []Role{Lead}, OwnUnit},
	{ReadEvents, []Role{Requester}, Filer},
	{ReadEvents, []Role{Principals}, OwnSchool},
	{ReadEvents, []Role{Expert}, Holder},
	{ReadEvents, []Role{Lead}, OwnUnit},
	// Who the pupil is: for those who work on the case; break-glass does not open it.
	{ReadName, []Role{Requester}, Filer},
	{ReadName, []Role{Principals}, OwnSchool},
	{ReadName, []Role{Expert}, Holder},
	{ReadName, []Role{Lead}, OwnUnit},
	// That the content is locked, and what can be done without it: for those who would read it.
	{ReadLock, []Role{Expert}, Holder},
	{ReadLock, []Role{Lead}, OwnUnit},
	{PostMessage, []Role{Requester}, Filer},
	{PostMessage, []Role{Principals}, OwnSchool},
	{PostMessage, experts, Holder},
	{RemoveAttachment, []Role{Requester}, Filer},
	{RemoveAttachment, []Role{Principals}, OwnSchool},
	{RemoveAttachment, experts, Holder},

	// The unit's side: the queue shows cards; content opens to the holder.
	{ReadQueue, experts, OwnUnit},
	{Claim, experts, OwnUnit},
	{Release, experts, Holder},
	{Decline, experts, OwnUnit},
	{Assign, []Role{Lead}, OwnUnit},
	{KeepStaff, experts, OwnUnit},
	{OfferHandOver, experts, Holder},
	{AnswerHandOver, experts, OwnUnit},
	{RevokeHandOver, experts, Holder},
	{RevokeHandOver, []Role{Lead}, OwnUnit},
	{Complete, experts, Holder},
	{Ask, experts, Holder},
	{WriteAdvice, experts, Holder},
	{PublishAdvice, experts, Holder},
	{Dispute, experts, Holder},

	// The leading unit's side.
	{Invite, experts, Holder},
	{Dismiss, experts, Holder},
	{CloseUnanswered, experts, Holder},
	{CloseUnanswered, []Role{Lead}, OwnUnit},

	// Coordination: cards and figures, never content.
	{Route, []Role{Coordinator}, OwnArea},
	{CloseUnled, []Role{Coordinator}, OwnArea},
	{AskUnled, []Role{Coordinator}, OwnArea},
	{SettleDispute, []Role{Coordinator}, OwnArea},
	{ReadCaseload, []Role{Coordinator}, Anyone},
	// The rules are of no area: national coordination changes them.
	{ReadRules, []Role{Coordinator}, Anyone},
	{EditRules, []Role{Coordinator}, OwnArea},

	// But for break-glass, which opens one case to be read and adds it to no list.
	{BreakGlass, []Role{Coordinator}, OwnArea},
	{ReadCase, []Role{Coordinator}, ByBreakGlass},
	{ReadEvents, []Role{Coordinator}, ByBreakGlass},
	{ReadBreakGlasses, []Role{Coordinator, Lead, Auditor}, Anyone},
	{ReviewBreakGlass, []Role{Coordinator}, OwnArea},
	{ReviewBreakGlass, []Role{Auditor}, Anyone},

	// Grants: an admin keeps all, the head of a unit sees and wakes those of the unit.
	{ReadGrants, []Role{Admin}, Anyone},
	{ReadGrants, []Role{Lead}, OwnUnit},
	{GiveGrants, []Role{Admin}, Anyone},
	{EndGrants, []Role{Admin}, Anyone},
	{WakeGrants, []Role{Admin}, Anyone},
	{WakeGrants, []Role{Lead}, OwnUnit},
	{Relink, []Role{Admin}, Anyone},
	{KeepFeedback, []Role{Admin}, Anyone},

	// Who has read a case is for those who answer for it; all that was done and read, without a text of it, for the auditor.
	{ReadReads, []Role{Requester}, Filer},
	{ReadReads, []Role{Principals}, OwnSchool},
	{ReadReads, []Role{Lead}, OwnUnit},
	{ReadAudit, []Role{Auditor}, Anyone},

	// What time brings.
	{Tick, []Role{Clock}, Anyone},
}

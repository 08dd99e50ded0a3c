package cases

import (
	"slices"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Row says when an action is possible: in which phases, under which conditions, and which permission it takes. An
// action with several rows is possible when one of them says so.
type Row struct {
	Action     Action
	Permission permission.Permission
	Aim        Aim
	Phases     []Phase
	Conditions []Condition
	// Leaves are the events that may follow.
	Leaves []Data
}

// Aim is what an action is aimed at, and so in what the caller must have a part.
type Aim string

// Aims.
const (
	// AtContent: the case with its content. While a permission is missing no unit has a part in it.
	AtContent Aim = "CONTENT"
	// AtCase: the case without its content; all standing parts count.
	AtCase Aim = "CASE"
	// AtAssignment: one assignment, by its own unit.
	AtAssignment Aim = "ASSIGNMENT"
	// AtPartner: one partner's assignment, by the unit that leads.
	AtPartner Aim = "PARTNER"
	// AtOffer: one hand-over, by those to whom it is offered.
	AtOffer Aim = "OFFER"
	// AtOwnOffer: one hand-over, by the unit that offered it.
	AtOwnOffer Aim = "OWN_OFFER"
)

func (a Aim) atAssignment() bool { return a == AtAssignment || a == AtPartner }
func (a Aim) atHandOver() bool   { return a == AtOffer || a == AtOwnOffer }

var (
	beforeAdvice = []Phase{Triage, Queued, InConsultation, AwaitingSchool, AwaitingPermission}
	open         = append(slices.Clone(beforeAdvice), Advised, FollowUp)
	unlocked     = []Phase{Triage, Queued, InConsultation, AwaitingSchool, Advised, FollowUp}
	working      = []Phase{InConsultation, AwaitingSchool, Advised, FollowUp}
	consulting   = []Phase{InConsultation, AwaitingSchool}
	unrouted     = []Phase{Triage, AwaitingSchool}
	silent       = []Phase{AwaitingSchool, AwaitingPermission}
	ended        = []Phase{Closed, Withdrawn}
	kept         = append(slices.Clone(open), ended...)
)

// Lifecycle is the whole table; who holds a permission stands in the permission table.
var Lifecycle = []Row{
	{ActionRoute, permission.Route, AtCase, beforeAdvice, []Condition{LeadNotHeld}, []Data{Routed{}}},
	{ActionClaim, permission.Claim, AtAssignment, unlocked, []Condition{IsWaiting, Covered}, []Data{Claimed{}}},
	{ActionRelease, permission.Release, AtAssignment, open, []Condition{HeldByMe}, []Data{Released{}}},
	{ActionDecline, permission.Decline, AtAssignment, beforeAdvice, []Condition{IsLead, Declinable}, []Data{DeclinedByUnit{}, SentToTriage{}}},
	{ActionDecline, permission.Decline, AtAssignment, open, []Condition{IsPartner, Declinable}, []Data{DeclinedByUnit{}}},
	{ActionAssign, permission.Assign, AtAssignment, unlocked, []Condition{IsWaiting, Covered}, []Data{Assigned{}}},
	{ActionAssign, permission.Assign, AtAssignment, open, []Condition{IsHeld}, []Data{Assigned{}}},
	{ActionOfferHandOver, permission.OfferHandOver, AtAssignment, open, []Condition{HeldByMe, NotOffered}, []Data{HandedOver{}}},
	{ActionAcceptHandOver, permission.AnswerHandOver, AtOffer, open, []Condition{OfferedToMe, NotAnothers}, []Data{TakenOver{}}},
	{ActionDeclineHandOver, permission.AnswerHandOver, AtOffer, open, []Condition{OfferedToMe, NotAnothers}, []Data{HandOverEnded{}}},
	{ActionRevokeHandOver, permission.RevokeHandOver, AtOwnOffer, open, []Condition{OfferOpen}, []Data{HandOverEnded{}}},
	{ActionInvite, permission.Invite, AtContent, consulting, []Condition{LeadMine}, []Data{PartnerInvited{}}},
	{ActionLimit, permission.Invite, AtPartner, open, []Condition{IsPartner, IsStanding, LeadMine}, []Data{PartnerLimited{}}},
	{ActionDismiss, permission.Dismiss, AtPartner, open, []Condition{IsPartner, IsUnfinished, LeadMine}, []Data{PartnerDismissed{}}},
	{ActionComplete, permission.Complete, AtAssignment, open, []Condition{IsPartner, HeldByMe}, []Data{PartCompleted{}}},
	{ActionAsk, permission.Ask, AtContent, consulting, []Condition{PartMine, Led}, []Data{Asked{}}},
	{ActionAsk, permission.AskUnled, AtCase, unrouted, []Condition{NoLead}, []Data{Asked{}}},
	{ActionDispute, permission.Dispute, AtContent, consulting, []Condition{PartMine, Led, NoDispute}, []Data{Disputed{}}},
	{ActionWithdrawDispute, permission.Dispute, AtCase, beforeAdvice, []Condition{InDispute, DisputeMine}, []Data{DisputeSettled{}}},
	{ActionSettleDispute, permission.SettleDispute, AtCase, beforeAdvice, []Condition{InDispute, Impartial}, []Data{DisputeSettled{}, LeadMoved{}, SentToTriage{}}},
	{ActionReply, permission.Reply, AtContent, silent, []Condition{QuestionOpen}, []Data{Replied{}}},
	{ActionPostMessage, permission.PostMessage, AtContent, open, []Condition{TakesPart}, []Data{Messaged{}}},
	{ActionWriteAdvice, permission.WriteAdvice, AtContent, working, []Condition{PartMine}, []Data{AdviceWritten{}}},
	{ActionPublishAdvice, permission.PublishAdvice, AtContent, working, []Condition{LeadMine, AdviceReady}, []Data{AdvicePublished{}}},
	{ActionAcknowledge, permission.Acknowledge, AtContent, []Phase{Advised}, nil, []Data{Acknowledged{}}},
	{ActionTell, permission.FollowUp, AtContent, []Phase{FollowUp}, []Condition{FollowUpLeft}, []Data{FollowedUp{}}},
	{ActionClose, permission.Close, AtContent, []Phase{Advised, FollowUp}, nil, []Data{ClosedBySchool{}}},
	{ActionCloseUnanswered, permission.CloseUnanswered, AtCase, silent, []Condition{LeadOurs, RemindedTwice}, []Data{ClosedUnanswered{}}},
	{ActionCloseUnanswered, permission.CloseUnled, AtCase, beforeAdvice, []Condition{NoLead}, []Data{ClosedUnanswered{}}},
	{ActionReopen, permission.Reopen, AtContent, []Phase{Closed}, nil, []Data{Reopened{}, Routed{}, SentToTriage{}}},
	{ActionAmend, permission.Amend, AtContent, beforeAdvice, []Condition{Unclaimed}, []Data{Amended{}}},
	{ActionWithdraw, permission.Withdraw, AtContent, beforeAdvice, nil, []Data{WithdrawnBySchool{}}},
	{ActionRemoveAttachment, permission.RemoveAttachment, AtContent, kept, []Condition{TakesPart}, []Data{AttachmentRemoved{}}},
	{ActionPassOn, permission.PassOn, AtContent, kept, nil, []Data{PassedOn{}}},
	{ActionRecordConsent, permission.Consent, AtContent, open, nil, []Data{PermitRecorded{}}},
	{ActionWithdrawConsent, permission.Consent, AtContent, kept, []Condition{ConsentStands}, []Data{PermitEnded{}}},
	{ActionAuthorise, permission.Authorise, AtContent, open, []Condition{NotAuthorised}, []Data{PermitRecorded{}}},
	{ActionWithdrawAuthorisation, permission.Authorise, AtContent, kept, []Condition{AuthorisationStands}, []Data{PermitEnded{}}},
	{ActionIdentify, permission.Identify, AtContent, unlocked, []Condition{OnePupil, Permitted}, []Data{Identified{}}},
	{ActionTick, permission.Tick, AtCase, open, nil, []Data{HandOverEnded{}, PermitEnded{}, Reminded{}, FollowUpBegun{}, FollowUpEnded{}}},
	{ActionVacate, permission.Tick, AtAssignment, open, []Condition{IsHeld}, []Data{Released{}}},
	{ActionWindUp, permission.Tick, AtAssignment, beforeAdvice, []Condition{IsLead, IsWaiting}, []Data{WoundUp{}, Routed{}, SentToTriage{}}},
	{ActionWindUp, permission.Tick, AtAssignment, open, []Condition{IsPartner, IsWaiting}, []Data{WoundUp{}}},
	{ActionWindUp, permission.Tick, AtOffer, open, []Condition{OfferOpen}, []Data{HandOverEnded{}}},
	{ActionErase, permission.Tick, AtCase, ended, nil, []Data{ContentErased{}}},
}

// rowsFor holds the table's rows by their action.
var rowsFor = func() map[Action][]Row {
	byAction := map[Action][]Row{}
	for _, r := range Lifecycle {
		byAction[r.Action] = append(byAction[r.Action], r)
	}
	return byAction
}()

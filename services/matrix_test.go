package services_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
	auditpb "github.com/vip-verkosto/vaatu/proto/vaatu/audit/v1"
	breakglasspb "github.com/vip-verkosto/vaatu/proto/vaatu/breakglass/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
	feedbackpb "github.com/vip-verkosto/vaatu/proto/vaatu/feedback/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// canary stands in every text of the world: nobody sees it who may not read the text.
const canary = "kanarialintu"

// aim is what a call is about.
type aim struct {
	name                          string
	caseID, assignmentID, draftID string
	// attachmentID is one of the case that may be read.
	attachmentID string
	// grantID is the holder's grant, glassID the break-glass of the case, handOverID what was offered to offeredTo.
	grantID, glassID, handOverID, offeredTo string
	// second is another expert of the unit.
	second string
	// subject of the case; whose draft it is.
	subject permission.Subject
	writer  string
	// along was invited to write the draft.
	along string
}

// cell says how a method is called, and on what it is decided who may.
type cell struct {
	request func(a aim) proto.Message
	// on answers the subject that the permission is asked for; nil: the role is enough.
	on func(a aim, p permission.Principal) permission.Subject
	// own: only denials are tried, since whoever may would change what the others look at.
	own bool
}

func ofCase(a aim, _ permission.Principal) permission.Subject { return a.subject }

// ofNothing: in this world no case is locked to somebody who has it, no dispute is settled, and no draft has ended.
func ofNothing(aim, permission.Principal) permission.Subject { return permission.Subject{} }

// ofDraft: only its writers have a relation to a draft.
func ofDraft(a aim, p permission.Principal) permission.Subject {
	if p.PersonID != a.along {
		return ofFirst(a, p)
	}
	return permission.Subject{SchoolID: a.subject.SchoolID}
}

// ofFirst: what only the person may who began a draft.
func ofFirst(a aim, p permission.Principal) permission.Subject {
	if p.PersonID != a.writer {
		return permission.Subject{}
	}
	return permission.Subject{SchoolID: a.subject.SchoolID}
}

func ofOwnSchool(a aim, _ permission.Principal) permission.Subject {
	return permission.Subject{SchoolID: a.subject.SchoolID}
}

func ofUnit(_ aim, _ permission.Principal) permission.Subject {
	return permission.Subject{Units: []string{valteriUnit}}
}

// ofLook: a case that does not wait in the queue is looked at by those of its unit who read it.
func ofLook(a aim, p permission.Principal) permission.Subject {
	if _, reads := p.Can(permission.ReadCase, a.subject); !reads {
		return permission.Subject{}
	}
	return ofUnit(a, p)
}

// ofUnfinished: of a part that is over nothing is to be given to anybody; what was offered has ended with it.
func ofUnfinished(a aim, p permission.Principal) permission.Subject {
	if a.offeredTo == "" {
		return ofNothing(a, p)
	}
	return a.subject
}

// ofOffer: only the one to whom a hand-over is offered reads its note, and while it is offered.
func ofOffer(a aim, p permission.Principal) permission.Subject {
	if p.PersonID != a.offeredTo {
		return permission.Subject{}
	}
	return a.subject
}

// nobodys: services alone may call.
func nobodys(aim, permission.Principal) permission.Subject { return permission.Subject{} }

// cells of the matrix, by the full name of the method. A new method without a row fails the test.
var cells = map[string]cell{
	"vaatu.access.v1.SessionService.OpenSession":   {func(aim) proto.Message { return &accesspb.OpenSessionRequest{} }, nobodys, false},
	"vaatu.access.v1.SessionService.RevokeSession": {func(aim) proto.Message { return &accesspb.RevokeSessionRequest{} }, nobodys, false},

	"vaatu.grants.v1.GrantService.ListGrants": {func(aim) proto.Message { return &grantspb.ListGrantsRequest{} }, nil, false},
	"vaatu.grants.v1.GrantService.CreateInvitation": {func(aim) proto.Message {
		return &grantspb.CreateInvitationRequest{Invited: "Aino Admin", Role: accesspb.Role_ROLE_ADMIN}
	}, ofUnit, true},
	"vaatu.grants.v1.GrantService.ConfirmGrant":       {func(a aim) proto.Message { return &grantspb.ConfirmGrantRequest{GrantId: a.grantID} }, ofUnit, false},
	"vaatu.grants.v1.GrantService.WithdrawInvitation": {func(a aim) proto.Message { return &grantspb.WithdrawInvitationRequest{GrantId: a.grantID} }, ofUnit, false},
	"vaatu.grants.v1.GrantService.PreviewEnd":         {func(a aim) proto.Message { return &grantspb.PreviewEndRequest{GrantId: a.grantID} }, ofUnit, false},
	"vaatu.grants.v1.GrantService.EndGrant":           {func(a aim) proto.Message { return &grantspb.EndGrantRequest{GrantId: a.grantID} }, ofUnit, true},
	"vaatu.grants.v1.GrantService.WakeGrant":          {func(a aim) proto.Message { return &grantspb.WakeGrantRequest{GrantId: a.grantID} }, ofUnit, false},
	"vaatu.grants.v1.GrantService.RelinkPerson": {func(a aim) proto.Message {
		return &grantspb.RelinkPersonRequest{GrantId: a.grantID, WaitingGrantId: unknownID, Reason: "Uusi tunnus."}
	}, ofUnit, false},
	"vaatu.access.v1.AccountService.SetEmail": {func(aim) proto.Message {
		return &accesspb.SetEmailRequest{Email: "uusi@example.fi"}
	}, nil, false},
	"vaatu.access.v1.AccountService.VerifyEmail": {func(aim) proto.Message { return &accesspb.VerifyEmailRequest{Digits: "12345678"} }, nil, false},
	"vaatu.access.v1.AccountService.RemoveEmail": {func(aim) proto.Message { return &accesspb.RemoveEmailRequest{} }, nil, false},

	"vaatu.events.v1.EventService.WatchEvents": {func(aim) proto.Message { return &eventspb.WatchEventsRequest{} }, nil, false},

	"vaatu.events.v1.EventService.Look": {func(a aim) proto.Message { return &eventspb.LookRequest{UnitId: valteriUnit, CaseId: a.caseID} }, ofLook, false},

	"vaatu.directory.v1.DirectoryService.GetMe":              {func(aim) proto.Message { return &directorypb.GetMeRequest{} }, nil, false},
	"vaatu.directory.v1.DirectoryService.ListAreas":          {func(aim) proto.Message { return &directorypb.ListAreasRequest{} }, nil, false},
	"vaatu.directory.v1.DirectoryService.ListMunicipalities": {func(aim) proto.Message { return &directorypb.ListMunicipalitiesRequest{} }, nil, false},
	"vaatu.directory.v1.DirectoryService.ListSchools":        {func(aim) proto.Message { return &directorypb.ListSchoolsRequest{} }, nil, false},
	"vaatu.directory.v1.DirectoryService.ListProviders":      {func(aim) proto.Message { return &directorypb.ListProvidersRequest{} }, nil, false},
	"vaatu.directory.v1.DirectoryService.ListActors":         {func(aim) proto.Message { return &directorypb.ListActorsRequest{} }, nil, false},
	"vaatu.directory.v1.DirectoryService.ListUnits":          {func(aim) proto.Message { return &directorypb.ListUnitsRequest{} }, nil, false},
	"vaatu.directory.v1.DirectoryService.GetRoutingData": {func(a aim) proto.Message {
		return &directorypb.GetRoutingDataRequest{SchoolId: a.subject.SchoolID}
	}, nobodys, false},

	"vaatu.routing.v1.RoutingService.PreviewRouting": {func(a aim) proto.Message {
		return &routingpb.PreviewRoutingRequest{Request: request("fi", autism), SchoolId: a.subject.SchoolID}
	}, ofOwnSchool, false},
	"vaatu.routing.v1.RoutingService.Decide": {func(a aim) proto.Message {
		return &routingpb.DecideRequest{Request: request("fi", autism), SchoolId: a.subject.SchoolID}
	}, nobodys, false},
	"vaatu.routing.v1.RoutingService.InvitePartner": {func(a aim) proto.Message {
		return &routingpb.InvitePartnerRequest{CaseId: a.caseID, UnitId: skillaUnit, Question: canary, DueDate: inAWeek()}
	}, ofCase, false},
	"vaatu.routing.v1.RoutingService.FindLead": {func(aim) proto.Message { return &routingpb.FindLeadRequest{UnitId: skillaUnit} }, nobodys, false},
	"vaatu.routing.v1.RoutingService.TryRouting": {func(aim) proto.Message {
		return &routingpb.TryRoutingRequest{
			Needs: []casespb.Need{autism}, Language: "fi", Level: casespb.Level_LEVEL_BASIC, About: casespb.About_ABOUT_GROUP, Urgency: casespb.Urgency_URGENCY_NORMAL,
		}
	}, nil, false},
	"vaatu.routing.v1.RoutingService.ListTriage": {func(aim) proto.Message { return &routingpb.ListTriageRequest{} }, nil, false},
	"vaatu.routing.v1.RoutingService.RouteCase": {func(a aim) proto.Message {
		return &routingpb.RouteCaseRequest{CaseId: a.caseID, UnitId: valteriUnit, Reason: "Sopii."}
	}, ofCase, false},
	"vaatu.routing.v1.RoutingService.AskUnled": {func(a aim) proto.Message {
		return &routingpb.AskUnledRequest{CaseId: a.caseID, Text: canary, DueDate: inAWeek()}
	}, ofCase, false},
	"vaatu.routing.v1.RoutingService.Dispute": {func(a aim) proto.Message {
		return &routingpb.DisputeRequest{CaseId: a.caseID, Reason: canary}
	}, ofCase, false},
	"vaatu.routing.v1.RoutingService.WithdrawDispute": {func(a aim) proto.Message {
		return &routingpb.WithdrawDisputeRequest{CaseId: a.caseID}
	}, ofCase, false},
	"vaatu.routing.v1.RoutingService.ListDisputes":    {func(aim) proto.Message { return &routingpb.ListDisputesRequest{} }, nil, false},
	"vaatu.routing.v1.RoutingService.ListSettlements": {func(aim) proto.Message { return &routingpb.ListSettlementsRequest{} }, nil, false},
	"vaatu.routing.v1.RoutingService.GetSettlement": {func(a aim) proto.Message {
		return &routingpb.GetSettlementRequest{CaseId: a.caseID}
	}, ofNothing, false},
	"vaatu.routing.v1.RoutingService.SettleDispute": {func(a aim) proto.Message {
		return &routingpb.SettleDisputeRequest{CaseId: a.caseID, Outcome: stays, Reason: canary}
	}, ofCase, false},
	"vaatu.routing.v1.RoutingService.CloseUnledCase": {func(a aim) proto.Message {
		return &routingpb.CloseUnledCaseRequest{CaseId: a.caseID, NextStep: canary}
	}, ofCase, false},

	"vaatu.routing.v1.RuleSetService.ListRuleSets":     {func(aim) proto.Message { return &routingpb.ListRuleSetsRequest{} }, nil, false},
	"vaatu.routing.v1.RuleSetService.GetRuleSet":       {func(aim) proto.Message { return &routingpb.GetRuleSetRequest{RuleSetId: unknownID} }, nil, true},
	"vaatu.routing.v1.RuleSetService.ListRuleFindings": {func(aim) proto.Message { return &routingpb.ListRuleFindingsRequest{RuleSetId: unknownID} }, nil, true},
	"vaatu.routing.v1.RuleSetService.ListRuleChanges":  {func(aim) proto.Message { return &routingpb.ListRuleChangesRequest{RuleSetId: unknownID} }, nil, true},
	"vaatu.routing.v1.RuleSetService.ReplayRuleSet":    {func(aim) proto.Message { return &routingpb.ReplayRuleSetRequest{RuleSetId: unknownID} }, nobodys, true},
	"vaatu.routing.v1.RuleSetService.DiscardRuleSet":   {func(aim) proto.Message { return &routingpb.DiscardRuleSetRequest{RuleSetId: unknownID} }, nobodys, true},
	"vaatu.routing.v1.RuleSetService.CreateRuleSet":    {func(aim) proto.Message { return &routingpb.CreateRuleSetRequest{BaseId: unknownID} }, nobodys, true},
	"vaatu.routing.v1.RuleSetService.UpdateRuleSet":    {func(aim) proto.Message { return &routingpb.UpdateRuleSetRequest{RuleSetId: unknownID} }, nobodys, true},
	"vaatu.routing.v1.RuleSetService.SubmitRuleSet":    {func(aim) proto.Message { return &routingpb.SubmitRuleSetRequest{RuleSetId: unknownID} }, nobodys, true},
	"vaatu.routing.v1.RuleSetService.ApproveRuleSet":   {func(aim) proto.Message { return &routingpb.ApproveRuleSetRequest{RuleSetId: unknownID} }, nobodys, true},
	"vaatu.routing.v1.RuleSetService.SendBackRuleSet": {func(aim) proto.Message {
		return &routingpb.SendBackRuleSetRequest{RuleSetId: unknownID, Reason: "Perustelu puuttuu."}
	}, nobodys, true},
	"vaatu.routing.v1.RuleSetService.PublishRuleSet": {func(aim) proto.Message {
		return &routingpb.PublishRuleSetRequest{RuleSetId: unknownID, ReplacesId: unknownID}
	}, nobodys, true},

	"vaatu.intake.v1.IntakeService.CreateDraft": {func(a aim) proto.Message {
		return &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{SchoolId: a.subject.SchoolID}}
	}, ofOwnSchool, false},
	"vaatu.intake.v1.DraftService.FindColleagues": {func(a aim) proto.Message { return &intakepb.FindColleaguesRequest{DraftId: a.draftID, Query: "te"} }, ofDraft, false},
	"vaatu.intake.v1.DraftService.InviteWriter":   {func(a aim) proto.Message { return &intakepb.InviteWriterRequest{DraftId: a.draftID, PersonId: a.along} }, ofDraft, false},
	"vaatu.intake.v1.DraftService.RemoveWriter":   {func(a aim) proto.Message { return &intakepb.RemoveWriterRequest{DraftId: a.draftID, PersonId: a.along} }, ofDraft, true},
	"vaatu.intake.v1.DraftService.GetDraftEnd":    {func(a aim) proto.Message { return &intakepb.GetDraftEndRequest{DraftId: a.draftID} }, ofNothing, false},
	"vaatu.intake.v1.DraftService.CopyRequest": {func(a aim) proto.Message {
		return &intakepb.CopyRequestRequest{Source: &intakepb.CopyRequestRequest_DraftId{DraftId: a.draftID}}
	}, ofDraft, false},
	"vaatu.intake.v1.IntakeService.ListDrafts": {func(aim) proto.Message { return &intakepb.ListDraftsRequest{} }, nil, false},
	"vaatu.intake.v1.IntakeService.GetDraft":   {func(a aim) proto.Message { return &intakepb.GetDraftRequest{DraftId: a.draftID} }, ofDraft, false},
	"vaatu.intake.v1.IntakeService.UpdateDraft": {func(a aim) proto.Message {
		return &intakepb.UpdateDraftRequest{Draft: &intakepb.Draft{Id: a.draftID, Request: request("fi", autism)}}
	}, ofDraft, false},
	"vaatu.intake.v1.IntakeService.DeleteDraft": {func(a aim) proto.Message { return &intakepb.DeleteDraftRequest{DraftId: a.draftID} }, ofFirst, true},
	"vaatu.intake.v1.IntakeService.SubmitDraft": {func(a aim) proto.Message { return &intakepb.SubmitDraftRequest{DraftId: a.draftID} }, ofDraft, true},
	"vaatu.intake.v1.IntakeService.SubmitCase": {func(a aim) proto.Message {
		return &intakepb.SubmitCaseRequest{Request: request("fi", autism), SchoolId: a.subject.SchoolID}
	}, ofOwnSchool, false},
	"vaatu.intake.v1.IntakeService.CheckRequest": {func(a aim) proto.Message {
		return &intakepb.CheckRequestRequest{Request: request("fi", autism), SchoolId: a.subject.SchoolID}
	}, ofOwnSchool, false},
	"vaatu.intake.v1.IntakeService.AmendCase": {func(a aim) proto.Message {
		return &intakepb.AmendCaseRequest{CaseId: a.caseID, Request: request("fi", autism)}
	}, ofCase, false},
	"vaatu.intake.v1.IntakeService.ReopenCase": {func(a aim) proto.Message {
		return &intakepb.ReopenCaseRequest{CaseId: a.caseID, Text: canary}
	}, ofCase, true},
	"vaatu.intake.v1.IntakeService.WithdrawCase": {func(a aim) proto.Message { return &intakepb.WithdrawCaseRequest{CaseId: a.caseID} }, ofCase, false},

	"vaatu.intake.v1.ChecklistService.RecordChecklist": {func(a aim) proto.Message {
		return &intakepb.RecordChecklistRequest{Version: 1, About: casespb.About_ABOUT_GROUP, SchoolId: a.subject.SchoolID}
	}, ofOwnSchool, false},
	"vaatu.intake.v1.ChecklistService.ListChecklistFigures": {func(aim) proto.Message { return &intakepb.ListChecklistFiguresRequest{} }, nil, false},
	"vaatu.intake.v1.SimilarService.FindSimilar": {func(a aim) proto.Message {
		return &intakepb.FindSimilarRequest{Likeness: likeness(a.subject.SchoolID)}
	}, ofOwnSchool, false},
	"vaatu.intake.v1.SimilarService.AskToJoin": {func(a aim) proto.Message {
		return &intakepb.AskToJoinRequest{Likeness: likeness(a.subject.SchoolID)}
	}, ofOwnSchool, true},
	"vaatu.intake.v1.SimilarService.ListJoins": {func(aim) proto.Message { return &intakepb.ListJoinsRequest{} }, nil, false},
	"vaatu.intake.v1.SimilarService.AnswerJoin": {func(aim) proto.Message {
		return &intakepb.AnswerJoinRequest{JoinId: unknownID, Answer: intakepb.JoinAnswer_JOIN_ANSWER_SAME_MATTER}
	}, nil, true},

	"vaatu.assignment.v1.AssignmentService.ListQueue": {func(aim) proto.Message { return &assignmentpb.ListQueueRequest{UnitId: valteriUnit} }, ofUnit, false},
	"vaatu.assignment.v1.AssignmentService.ClaimAssignment": {func(a aim) proto.Message {
		return &assignmentpb.ClaimAssignmentRequest{AssignmentId: a.assignmentID}
	}, ofCase, false},
	"vaatu.assignment.v1.AssignmentService.ListMyWork": {func(aim) proto.Message { return &assignmentpb.ListMyWorkRequest{} }, nil, false},
	"vaatu.assignment.v1.AssignmentService.ReleaseAssignment": {func(a aim) proto.Message {
		return &assignmentpb.ReleaseAssignmentRequest{AssignmentId: a.assignmentID}
	}, ofCase, false},
	"vaatu.assignment.v1.AssignmentService.DeclineAssignment": {func(a aim) proto.Message {
		return &assignmentpb.DeclineAssignmentRequest{AssignmentId: a.assignmentID, Reason: casespb.DeclineReason_DECLINE_REASON_NO_CAPACITY, Suggestion: canary}
	}, ofCase, false},

	"vaatu.casework.v1.CaseworkService.GetLock": {func(a aim) proto.Message { return &caseworkpb.GetLockRequest{CaseId: a.caseID} }, ofNothing, false},
	"vaatu.assignment.v1.AssignmentService.ListCandidates": {func(a aim) proto.Message {
		return &assignmentpb.ListCandidatesRequest{AssignmentId: a.assignmentID}
	}, ofUnfinished, false},
	"vaatu.assignment.v1.AssignmentService.AssignAssignment": {func(a aim) proto.Message {
		return &assignmentpb.AssignAssignmentRequest{AssignmentId: a.assignmentID, PersonId: a.second, Reason: canary}
	}, ofCase, false},
	"vaatu.assignment.v1.AssignmentService.PreviewPlan":      {func(aim) proto.Message { return &assignmentpb.PreviewPlanRequest{UnitId: valteriUnit} }, ofUnit, false},
	"vaatu.assignment.v1.AssignmentService.PreviewJointPlan": {func(aim) proto.Message { return &assignmentpb.PreviewJointPlanRequest{} }, nil, false},
	"vaatu.assignment.v1.StaffService.ListStaff":             {func(aim) proto.Message { return &assignmentpb.ListStaffRequest{UnitId: valteriUnit} }, ofUnit, false},
	"vaatu.assignment.v1.StaffService.KeepExpert": {func(a aim) proto.Message {
		return &assignmentpb.KeepExpertRequest{UnitId: valteriUnit, PersonId: a.second, Needs: []casespb.Need{autism}, Languages: []string{"fi"}}
	}, ofUnit, true},
	"vaatu.assignment.v1.StaffService.CreateAbsence": {func(a aim) proto.Message {
		return &assignmentpb.CreateAbsenceRequest{UnitId: valteriUnit, PersonId: a.second, FromDate: inAWeek(), ToDate: inAWeek()}
	}, ofUnit, true},
	"vaatu.assignment.v1.StaffService.ChangeAbsence": {func(aim) proto.Message {
		return &assignmentpb.ChangeAbsenceRequest{AbsenceId: unknownID, ToDate: inAWeek()}
	}, nobodys, true},
	"vaatu.assignment.v1.StaffService.ListReturns": {func(aim) proto.Message { return &assignmentpb.ListReturnsRequest{} }, nil, false},
	"vaatu.assignment.v1.StaffService.KeepAssignment": {func(aim) proto.Message {
		return &assignmentpb.KeepAssignmentRequest{AssignmentId: unknownID}
	}, nobodys, true},
	"vaatu.assignment.v1.StaffService.DeleteAbsence":      {func(aim) proto.Message { return &assignmentpb.DeleteAbsenceRequest{AbsenceId: unknownID} }, nobodys, true},
	"vaatu.assignment.v1.QueueViewService.ListQueueViews": {func(aim) proto.Message { return &assignmentpb.ListQueueViewsRequest{UnitId: valteriUnit} }, ofUnit, false},
	"vaatu.assignment.v1.QueueViewService.KeepQueueView": {func(aim) proto.Message {
		return &assignmentpb.KeepQueueViewRequest{UnitId: valteriUnit, View: &assignmentpb.QueueView{Name: "Näkö"}}
	}, ofUnit, false},
	"vaatu.assignment.v1.QueueViewService.RenameQueueView": {func(aim) proto.Message {
		return &assignmentpb.RenameQueueViewRequest{UnitId: valteriUnit, ViewId: unknownID, Name: "Näkö"}
	}, ofUnit, true},
	"vaatu.assignment.v1.QueueViewService.DeleteQueueView": {func(aim) proto.Message {
		return &assignmentpb.DeleteQueueViewRequest{UnitId: valteriUnit, ViewId: unknownID}
	}, ofUnit, false},
	"vaatu.assignment.v1.AssignmentService.CompleteAssignment": {func(a aim) proto.Message {
		return &assignmentpb.CompleteAssignmentRequest{AssignmentId: a.assignmentID}
	}, ofCase, false},
	"vaatu.assignment.v1.AssignmentService.LimitAssignment": {func(a aim) proto.Message {
		return &assignmentpb.LimitAssignmentRequest{AssignmentId: a.assignmentID, Hidden: []casespb.Section{casespb.Section_SECTION_TRIED}}
	}, ofCase, false},
	"vaatu.assignment.v1.AssignmentService.DismissAssignment": {func(a aim) proto.Message {
		return &assignmentpb.DismissAssignmentRequest{AssignmentId: a.assignmentID}
	}, ofCase, false},
	"vaatu.assignment.v1.HandOverService.OfferHandOver": {func(a aim) proto.Message {
		return &assignmentpb.OfferHandOverRequest{
			AssignmentId: a.assignmentID, To: &assignmentpb.OfferHandOverRequest_PersonId{PersonId: a.second}, Note: canary, DueDate: inAWeek(),
		}
	}, ofCase, false},
	"vaatu.assignment.v1.HandOverService.ListHandOvers":  {func(aim) proto.Message { return &assignmentpb.ListHandOversRequest{} }, nil, false},
	"vaatu.assignment.v1.HandOverService.GetHandOver":    {func(a aim) proto.Message { return &assignmentpb.GetHandOverRequest{HandOverId: a.handOverID} }, ofOffer, false},
	"vaatu.assignment.v1.HandOverService.AcceptHandOver": {func(a aim) proto.Message { return &assignmentpb.AcceptHandOverRequest{HandOverId: a.handOverID} }, ofCase, false},
	"vaatu.assignment.v1.HandOverService.DeclineHandOver": {func(a aim) proto.Message {
		return &assignmentpb.DeclineHandOverRequest{HandOverId: a.handOverID, Reason: canary}
	}, ofCase, false},
	"vaatu.assignment.v1.HandOverService.RevokeHandOver": {func(a aim) proto.Message { return &assignmentpb.RevokeHandOverRequest{HandOverId: a.handOverID} }, ofCase, false},

	"vaatu.casework.v1.CaseworkService.GetCase":       {func(a aim) proto.Message { return &caseworkpb.GetCaseRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.casework.v1.CaseworkService.ListCases":     {func(aim) proto.Message { return &caseworkpb.ListCasesRequest{} }, nil, false},
	"vaatu.casework.v1.CaseworkService.ListEvents":    {func(a aim) proto.Message { return &caseworkpb.ListEventsRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.casework.v1.CaseworkService.ListMessages":  {func(a aim) proto.Message { return &caseworkpb.ListMessagesRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.casework.v1.CaseworkService.ListQuestions": {func(a aim) proto.Message { return &caseworkpb.ListQuestionsRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.casework.v1.CaseworkService.ListAdvice":    {func(a aim) proto.Message { return &caseworkpb.ListAdviceRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.casework.v1.CaseworkService.PostMessage": {func(a aim) proto.Message {
		return &caseworkpb.PostMessageRequest{CaseId: a.caseID, Text: canary}
	}, ofCase, true},
	"vaatu.casework.v1.CaseworkService.AskSchool": {func(a aim) proto.Message {
		return &caseworkpb.AskSchoolRequest{CaseId: a.caseID, Text: canary, DueDate: time.Now().AddDate(0, 0, 7).Format(time.DateOnly)}
	}, ofCase, true},
	"vaatu.casework.v1.CaseworkService.ReplyToQuestion": {func(a aim) proto.Message {
		return &caseworkpb.ReplyToQuestionRequest{CaseId: a.caseID, QuestionId: unknownID, Text: canary}
	}, ofCase, true},
	"vaatu.casework.v1.CaseworkService.WriteAdvice": {func(a aim) proto.Message {
		return &caseworkpb.WriteAdviceRequest{CaseId: a.caseID, Advice: advice}
	}, ofCase, true},
	"vaatu.casework.v1.CaseworkService.PublishAdvice":     {func(a aim) proto.Message { return &caseworkpb.PublishAdviceRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.casework.v1.CaseworkService.AcknowledgeAdvice": {func(a aim) proto.Message { return &caseworkpb.AcknowledgeAdviceRequest{CaseId: a.caseID} }, ofCase, true},
	"vaatu.casework.v1.CaseworkService.CloseUnansweredCase": {func(a aim) proto.Message {
		return &caseworkpb.CloseUnansweredCaseRequest{CaseId: a.caseID, NextStep: canary}
	}, ofCase, false},
	"vaatu.casework.v1.CaseworkService.CloseCase": {func(a aim) proto.Message {
		return &caseworkpb.CloseCaseRequest{CaseId: a.caseID, CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_CONFIRMED}}
	}, ofCase, false},

	"vaatu.attachments.v1.AttachmentService.BeginUpload": {func(a aim) proto.Message {
		return &attachmentspb.BeginUploadRequest{CaseId: a.caseID, Name: canary + ".pdf", Size: 1}
	}, ofCase, true},
	"vaatu.attachments.v1.AttachmentService.AppendUpload": {func(a aim) proto.Message {
		return &attachmentspb.AppendUploadRequest{CaseId: a.caseID, AttachmentId: a.attachmentID, Data: []byte{1}}
	}, ofCase, true},
	"vaatu.attachments.v1.AttachmentService.GetUpload": {func(a aim) proto.Message {
		return &attachmentspb.GetUploadRequest{CaseId: a.caseID, AttachmentId: a.attachmentID}
	}, ofCase, true},
	"vaatu.attachments.v1.AttachmentService.FinishUpload": {func(a aim) proto.Message {
		return &attachmentspb.FinishUploadRequest{CaseId: a.caseID, AttachmentId: a.attachmentID}
	}, ofCase, true},
	"vaatu.attachments.v1.AttachmentService.DeleteAttachment": {func(a aim) proto.Message {
		return &attachmentspb.DeleteAttachmentRequest{CaseId: a.caseID, AttachmentId: a.attachmentID}
	}, ofCase, true},
	"vaatu.attachments.v1.AttachmentService.RemoveAttachment": {func(a aim) proto.Message {
		return &attachmentspb.RemoveAttachmentRequest{CaseId: a.caseID, AttachmentId: a.attachmentID, Reason: canary}
	}, ofCase, true},
	"vaatu.attachments.v1.AttachmentService.ListAttachments": {func(a aim) proto.Message {
		return &attachmentspb.ListAttachmentsRequest{CaseId: a.caseID}
	}, ofCase, false},
	"vaatu.attachments.v1.AttachmentService.ReadAttachment": {func(a aim) proto.Message {
		return &attachmentspb.ReadAttachmentRequest{CaseId: a.caseID, AttachmentId: a.attachmentID}
	}, ofCase, false},

	"vaatu.breakglass.v1.BreakGlassService.CreateBreakGlass": {func(a aim) proto.Message {
		return &breakglasspb.CreateBreakGlassRequest{CaseId: a.caseID, Reason: "Selvitän valitusta."}
	}, ofCase, true},
	"vaatu.breakglass.v1.BreakGlassService.ListBreakGlasses": {func(aim) proto.Message { return &breakglasspb.ListBreakGlassesRequest{} }, nil, false},
	"vaatu.breakglass.v1.BreakGlassService.EndBreakGlass": {func(a aim) proto.Message {
		return &breakglasspb.EndBreakGlassRequest{BreakGlassId: a.glassID}
	}, ofCase, true},
	"vaatu.breakglass.v1.BreakGlassService.ReviewBreakGlass": {func(a aim) proto.Message {
		return &breakglasspb.ReviewBreakGlassRequest{BreakGlassId: a.glassID, Finding: breakglasspb.Finding_FINDING_IN_ORDER}
	}, ofCase, false},

	"vaatu.permits.v1.PermitService.GetPermissions": {func(a aim) proto.Message { return &permitspb.GetPermissionsRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.permits.v1.PermitService.RecordConsent": {func(a aim) proto.Message {
		return &permitspb.RecordConsentRequest{CaseId: a.caseID, Consent: consent()}
	}, ofCase, true},
	"vaatu.permits.v1.PermitService.WithdrawConsent":  {func(a aim) proto.Message { return &permitspb.WithdrawConsentRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.permits.v1.PermitService.AskAuthorisation": {func(a aim) proto.Message { return &permitspb.AskAuthorisationRequest{CaseId: a.caseID} }, ofCase, true},
	"vaatu.permits.v1.PermitService.Authorise":        {func(a aim) proto.Message { return &permitspb.AuthoriseRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.permits.v1.PermitService.RefuseAuthorisation": {func(a aim) proto.Message {
		return &permitspb.RefuseAuthorisationRequest{CaseId: a.caseID, Reason: canary}
	}, ofCase, false},
	"vaatu.permits.v1.PermitService.WithdrawAuthorisation": {func(a aim) proto.Message { return &permitspb.WithdrawAuthorisationRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.permits.v1.PermitService.Identify":              {func(a aim) proto.Message { return &permitspb.IdentifyRequest{CaseId: a.caseID, Name: pupil} }, ofCase, false},
	"vaatu.permits.v1.PermitService.GetPupil":              {func(a aim) proto.Message { return &permitspb.GetPupilRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.permits.v1.PermitService.ListAuthorisations":    {func(aim) proto.Message { return &permitspb.ListAuthorisationsRequest{} }, nil, false},

	"vaatu.caseload.v1.CaseloadService.GetCaseload":       {func(aim) proto.Message { return &caseloadpb.GetCaseloadRequest{} }, nil, false},
	"vaatu.caseload.v1.CaseloadService.ListCaseloadCases": {func(aim) proto.Message { return &caseloadpb.ListCaseloadCasesRequest{} }, nil, false},

	"vaatu.feedback.v1.FeedbackService.SendFeedback":  {func(aim) proto.Message { return &feedbackpb.SendFeedbackRequest{Message: "Ei aukea."} }, nil, false},
	"vaatu.feedback.v1.FeedbackService.ListFeedback":  {func(aim) proto.Message { return &feedbackpb.ListFeedbackRequest{} }, nil, false},
	"vaatu.feedback.v1.FeedbackService.MarkAnswered":  {func(aim) proto.Message { return &feedbackpb.MarkAnsweredRequest{FeedbackId: unknownID} }, nil, true},
	"vaatu.audit.v1.AuditService.ListCaseReads":       {func(a aim) proto.Message { return &auditpb.ListCaseReadsRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.audit.v1.AuditService.ListCaseDisclosures": {func(a aim) proto.Message { return &auditpb.ListCaseDisclosuresRequest{CaseId: a.caseID} }, ofCase, false},
	"vaatu.audit.v1.AuditService.ListEntries":         {func(a aim) proto.Message { return &auditpb.ListEntriesRequest{CaseId: a.caseID} }, nil, false},
	"vaatu.audit.v1.AuditService.ExportEntries":       {func(a aim) proto.Message { return &auditpb.ExportEntriesRequest{CaseId: a.caseID} }, nil, false},
	"vaatu.audit.v1.AuditService.FindPeople":          {func(aim) proto.Message { return &auditpb.FindPeopleRequest{Query: "a"} }, nil, false},
	"vaatu.audit.v1.AuditService.GetSeals":            {func(aim) proto.Message { return &auditpb.GetSealsRequest{} }, nil, false},
}

// methods of the contract with what each demands.
func methods(t *testing.T) map[protoreflect.MethodDescriptor]permission.Permission {
	t.Helper()
	all := map[protoreflect.MethodDescriptor]permission.Permission{}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(file.Package()), "vaatu.") {
			return true
		}
		for i := range file.Services().Len() {
			for j := range file.Services().Get(i).Methods().Len() {
				m := file.Services().Get(i).Methods().Get(j)
				p, _ := proto.GetExtension(m.Options(), accesspb.E_Permission).(accesspb.Permission)
				all[m] = permission.Permission(strings.TrimPrefix(p.String(), "PERMISSION_"))
			}
		}
		return true
	})
	return all
}

func TestEveryMethodHasARowInTheMatrix(t *testing.T) {
	t.Parallel()
	all := methods(t)
	for m := range all {
		if _, ok := cells[string(m.FullName())]; !ok {
			t.Errorf("%s has no row", m.FullName())
		}
	}
	if len(all) != len(cells) {
		t.Errorf("%d methods, %d rows", len(all), len(cells))
	}
}

// world is a house with people in every relation to what the calls are about.
type world struct {
	*house

	log  *syncBuffer
	cast []member
	aims []aim
	// tried and denied count the calls.
	tried, denied int
}

// member is somebody with the grants as the first wall sees them.
type member struct {
	person
	permission.Principal

	name string
}

func (w *world) join(name string, grants ...grant) person {
	w.t.Helper()
	p := w.house.join(strings.ReplaceAll(name, " ", "-"), "fi", grants...)
	m := member{person: p, name: name, Principal: permission.Principal{PersonID: p.id}}
	for i, g := range grants {
		m.Grants = append(m.Grants, permission.Grant{
			ID: strconv.Itoa(i), Role: permission.Role(g.role), SchoolID: g.school, UnitID: g.unit, Actor: g.actor, Area: g.area,
		})
	}
	w.cast = append(w.cast, m)
	return p
}

// newWorld has four actors with two units each, three schools of two providers, one case that is worked on and one that
// is closed, each with every kind of text, and a draft.
func newWorld(t *testing.T, edit ...func(*services.Config)) *world {
	t.Helper()
	log := &syncBuffer{}
	logged := func(c *services.Config) {
		c.Unscanned = "allow"
		c.Logger = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}
	w := &world{house: start(t, append(edit, logged)...), log: log}
	w.exec(`INSERT INTO directory.providers (id, oid, name_fi, name_sv, status, create_time, update_time)
		VALUES ('00000000-0000-7000-8000-000000000101', '1.2.246.562.99.501', 'Toinen kunta', 'Andra kommunen', 'ACTIVE', now(), now())`)
	w.exec("UPDATE directory.schools SET provider_id = '00000000-0000-7000-8000-000000000101' WHERE id = $1", oysSchool.id)
	own, sibling, foreign := hyksSchool, otherSchool, oysSchool
	filer := w.join("the filer", grant{role: "REQUESTER", school: own.id})
	w.join("a colleague", grant{role: "REQUESTER", school: own.id})
	along := w.join("a colleague who writes along", grant{role: "REQUESTER", school: own.id})
	w.join("the principal", grant{role: "PRINCIPAL", school: own.id})
	for _, s := range []school{sibling, foreign} {
		w.join("a teacher of "+s.municipality, grant{role: "REQUESTER", school: s.id})
		w.join("a principal of "+s.municipality, grant{role: "PRINCIPAL", school: s.id})
	}
	var holder, second person
	for actor, units := range w.units() {
		for _, u := range units {
			e := w.join("an expert of "+actor, grant{role: "EXPERT", unit: u, actor: actor})
			if u == valteriUnit {
				holder = e
				second = w.join("another expert of the unit", grant{role: "EXPERT", unit: u, actor: actor})
			}
			w.join("the head of a unit of "+actor, grant{role: "LEAD", unit: u, actor: actor})
		}
	}
	for _, area := range []string{"", "HYKS", "OYS"} {
		w.join("coordination of "+area, grant{role: "COORDINATOR", area: area})
	}
	w.join("a contact of the provider", grant{role: "VIPU", provider: provider})
	w.join("an admin", grant{role: "ADMIN"})
	w.join("an auditor", grant{role: "AUDITOR"})
	w.join("a teacher of two schools", grant{role: "REQUESTER", school: sibling.id}, grant{role: "REQUESTER", school: foreign.id})
	w.join("the filer's namesake with every role elsewhere", grant{role: "REQUESTER", school: foreign.id},
		grant{role: "PRINCIPAL", school: foreign.id}, grant{role: "LEAD", unit: skillaUnit, actor: "VALTERI"}, grant{role: "COORDINATOR", area: "OYS"})
	w.aims = append(w.aims, w.tell("a case that is worked on", filer, along, holder, second, false), w.tell("a closed case", filer, along, holder, second, true))
	w.breakGlass()
	return w
}

// breakGlass lets a coordinator of the area open all cases.
func (w *world) breakGlass() {
	w.t.Helper()
	p := w.join("coordination that has broken the glass", grant{role: "COORDINATOR", area: "HYKS"})
	opener := &w.cast[len(w.cast)-1]
	for i, a := range w.aims {
		made := must[*breakglasspb.BreakGlass](w.t)(p.CreateBreakGlass(w.t.Context(), &breakglasspb.CreateBreakGlassRequest{CaseId: a.caseID, Reason: "Koulu ei saa vastausta."}))
		w.aims[i].glassID = made.GetId()
		opener.Opened = append(opener.Opened, permission.Opened{CaseID: a.caseID})
	}
}

// units answers two units of each actor; Valteri's are those that the tests know.
func (w *world) units() map[string][]string {
	w.t.Helper()
	found := map[string][]string{"VALTERI": {valteriUnit, skillaUnit}}
	rows, err := w.root.Query(w.t.Context(), "SELECT actor, id::text FROM directory.units ORDER BY id")
	if err != nil {
		w.t.Fatal(err)
	}
	for rows.Next() {
		var actor, id string
		if err := rows.Scan(&actor, &id); err != nil {
			w.t.Fatal(err)
		}
		if actor != "VALTERI" && len(found[actor]) < 2 {
			found[actor] = append(found[actor], id)
		}
	}
	if len(found) != 4 {
		w.t.Fatalf("the actors are %v", found)
	}
	return found
}

// tell files a case with every kind of text, and a draft.
func (w *world) tell(name string, filer, along, holder, second person, closed bool) aim {
	w.t.Helper()
	ctx := w.t.Context()
	r := request("fi", autism)
	r.Situation, r.Tried, r.Question = canary+" 1", canary+" 2", canary+" 3"
	draft := must[*intakepb.Draft](w.t)(filer.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: r}}))
	must[*intakepb.Draft](w.t)(filer.InviteWriter(ctx, &intakepb.InviteWriterRequest{DraftId: draft.GetId(), PersonId: along.id}))
	c := w.file(filer, r)
	if c.GetRouting().GetUnitId() != valteriUnit {
		w.t.Fatalf("the request went to %s", c.GetRouting().GetUnitId())
	}
	held := w.claim(holder, c)
	attached := w.attach(filer, c.GetId(), canary+".pdf", pdf(canary))
	text := &caseworkpb.AdviceText{Summary: canary + " 4", Steps: []*caseworkpb.AdviceStep{{Text: canary + " 5", Who: canary + " 6"}}, Watch: canary + " 7", AskAgain: canary + " 8"}
	must[*caseworkpb.Message](w.t)(holder.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: canary + " 9"}))
	must[*caseworkpb.Message](w.t)(filer.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: canary + " 10"}))
	q := must[*caseworkpb.Question](w.t)(holder.AskSchool(ctx, &caseworkpb.AskSchoolRequest{
		CaseId: c.GetId(), Text: canary + " 11", DueDate: time.Now().AddDate(0, 0, 7).Format(time.DateOnly),
	}))
	must[*caseworkpb.Question](w.t)(filer.ReplyToQuestion(ctx, &caseworkpb.ReplyToQuestionRequest{CaseId: c.GetId(), QuestionId: q.GetId(), Text: canary + " 12"}))
	must[*caseworkpb.Advice](w.t)(holder.WriteAdvice(ctx, &caseworkpb.WriteAdviceRequest{CaseId: c.GetId(), Advice: text}))
	offered := w.offers(holder, second, held, canary+" 14")
	if closed {
		must[*casespb.Case](w.t)(holder.PublishAdvice(ifMatch(ctx, w.read(holder, c.GetId()).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()}))
		must[*casespb.Case](w.t)(filer.CloseCase(ifMatch(ctx, w.read(filer, c.GetId()).GetEtag()), &caseworkpb.CloseCaseRequest{
			CaseId: c.GetId(), CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_CONFIRMED, Comment: canary + " 13"},
		}))
	}
	return aim{
		name: name, caseID: c.GetId(), assignmentID: held.GetId(), draftID: draft.GetId(), attachmentID: attached.GetId(), writer: filer.id, along: along.id,
		handOverID: offered.GetId(), offeredTo: map[bool]string{false: second.id}[closed], second: second.id,
		grantID: w.text("SELECT id::text FROM access.grants WHERE person_id = $1", holder.id),
		subject: permission.Subject{CaseID: c.GetId(), SchoolID: hyksSchool.id, FilerID: filer.id, Area: "HYKS", Units: []string{valteriUnit}, Holders: []string{holder.id}},
	}
}

// call makes a call of a person and answers the reason of a refusal, and the reply as text.
func (w *world) call(p person, m protoreflect.MethodDescriptor, req proto.Message) (reason, reply string) {
	w.t.Helper()
	w.tried++
	ctx := metadata.NewOutgoingContext(w.t.Context(), metadata.Pairs("idempotency-key", uuid.NewString(), "if-match", `"99"`, "accept-language", "fi"))
	if p.token != "" {
		ctx = with(ctx, "vaatu-session", p.token)
	}
	reply, err := w.exchange(ctx, m, req)
	if err != nil {
		return infoOf(err).GetReason(), reply + fmt.Sprint(err, infoOf(err))
	}
	return "", reply
}

// exchange sends a request and answers the reply as text, of a stream up to its end.
func (w *world) exchange(ctx context.Context, m protoreflect.MethodDescriptor, req proto.Message) (reply string, err error) {
	ctx, leave := context.WithCancel(ctx)
	defer leave()
	stream, err := w.front.NewStream(ctx, &grpc.StreamDesc{ServerStreams: m.IsStreamingServer()}, fmt.Sprintf("/%s/%s", m.Parent().FullName(), m.Name()))
	if err != nil {
		w.t.Fatal(err)
	}
	if err := stream.SendMsg(req); err != nil && !errors.Is(err, io.EOF) {
		w.t.Fatal(err)
	}
	_ = stream.CloseSend()
	for {
		out := dynamicpb.NewMessage(m.Output())
		switch err := stream.RecvMsg(out); {
		case errors.Is(err, io.EOF):
			return reply, nil
		case err != nil:
			return reply, err
		}
		endless, _ := proto.GetExtension(m.Options(), accesspb.E_Endless).(bool)
		if reply += prototext.Format(out); !m.IsStreamingServer() || endless {
			return reply, nil
		}
	}
}

// may reports whether the table gives the method to somebody, on what it is about.
func (c cell) may(p permission.Principal, want permission.Permission, a aim) bool {
	switch {
	case want == permission.Public:
		return true
	case c.on == nil:
		return p.Holds(want)
	}
	_, ok := p.Can(want, c.on(a, p))
	return ok
}

// near reports whether row level security lets somebody act on the card of what a call is about: which of those in its unit
// and of the coordination may do what is for the permissions to say.
func near(p permission.Principal, a aim) bool {
	_, ofUnit := p.Can(permission.ReadQueue, a.subject)
	_, ofArea := p.Can(permission.Route, a.subject)
	_, ofSchool := p.Can(permission.ReadCase, a.subject)
	return ofUnit || ofArea || ofSchool
}

// byID: it names one case, draft, assignment, grant or break-glass, which row level security alone hides, too.
func byID(m protoreflect.MethodDescriptor) bool {
	return slices.ContainsFunc([]protoreflect.Name{"case_id", "draft_id", "assignment_id", "grant_id", "break_glass_id", "feedback_id", "hand_over_id"}, func(name protoreflect.Name) bool {
		return m.Input().Fields().ByName(name) != nil
	})
}

// hides reports whether row level security alone hides from somebody what a call names. Who reviews sees break-glasses.
func hides(m protoreflect.MethodDescriptor, p permission.Principal, a aim) bool {
	_, reviews := p.Can(permission.ReviewBreakGlass, a.subject)
	return byID(m) && !near(p, a) && (m.Input().Fields().ByName("break_glass_id") == nil || !reviews)
}

func reading(m protoreflect.MethodDescriptor) bool {
	return strings.HasPrefix(string(m.Name()), "Get") || strings.HasPrefix(string(m.Name()), "List")
}

// try calls every method as everybody on everything. Whoever the table gives it to is not told that it is not there;
// everybody else is, and sees no text. first: the first wall stands, so that the answers are the table's; without it
// only what is seen counts.
func (w *world) try(first bool) {
	w.t.Helper()
	for m, want := range methods(w.t) {
		c := cells[string(m.FullName())]
		for _, a := range w.aims {
			for _, p := range w.cast {
				may := c.may(p.Principal, want, a)
				if may && c.own || want == permission.Session || !first && !may && near(p.Principal, a) && !reading(m) {
					continue
				}
				reason, reply := w.call(p.person, m, c.request(a))
				told := fmt.Sprintf("%s calls %s on %s: %s", p.name, m.Name(), a.name, reason)
				_, reads := p.Can(permission.ReadCase, a.subject)
				if strings.Contains(reply, canary) && !reads && p.PersonID != a.writer && p.PersonID != a.along && p.PersonID != a.offeredTo {
					w.t.Errorf("%s, and sees a text: %s", told, reply)
				}
				switch hidden := slices.Contains([]string{"NOT_FOUND", "INTERNAL"}, reason); {
				case may && hidden:
					w.t.Errorf("%s; the table gives it", told)
				case !may && (first || hides(m, p.Principal, a)) && reason != "NOT_FOUND":
					w.t.Errorf("%s; the table denies it", told)
				case !may:
					w.denied++
				}
			}
			reason, why := w.call(person{}, m, c.request(a))
			if open := reason != "UNAUTHENTICATED"; open != (want == permission.Public) && want != permission.Session {
				w.t.Errorf("nobody calls %s: %s: %s", m.Name(), reason, why)
			}
		}
	}
}

// quiet fails when a text has got anywhere but into the sealed rows.
func (w *world) quiet() {
	w.t.Helper()
	if strings.Contains(w.log.String(), canary) {
		w.t.Error("a text is in the log")
	}
	var tables []string
	rows, err := w.root.Query(w.t.Context(), `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
		WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`)
	if err != nil {
		w.t.Fatal(err)
	}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			w.t.Fatal(err)
		}
		tables = append(tables, name)
	}
	hex := fmt.Sprintf("%x", canary)
	for _, table := range tables {
		if n := w.count("SELECT count(*) FROM "+table+" x WHERE x::text LIKE '%' || $1 || '%' OR x::text LIKE '%' || $2 || '%'", canary, hex); n > 0 {
			w.t.Errorf("%d rows of %s hold a text in clear", n, table)
		}
	}
}

// kept answers what the calls are about, as the database has it.
func (w *world) kept() string {
	w.t.Helper()
	var all bytes.Buffer
	for _, a := range w.aims {
		all.WriteString(w.text(`SELECT c.version || ' ' || c.phase || ' ' || (SELECT count(*) FROM case_content t WHERE t.case_id = c.id)
			|| ' ' || (SELECT count(*) FROM attachments t WHERE t.case_id = c.id)
			|| ' ' || (SELECT count(*) FROM intake.drafts d WHERE d.id = $2 AND d.revision = 1) FROM cases c WHERE c.id = $1`, a.caseID, a.draftID))
	}
	return all.String()
}

func (w *world) run(first bool) {
	w.t.Helper()
	began, before := time.Now(), w.kept()
	w.try(first)
	if after := w.kept(); after != before {
		w.t.Errorf("before the calls there was %s, after them %s", before, after)
	}
	w.quiet()
	w.t.Logf("%d calls, of them %d denied, in %s", w.tried, w.denied, time.Since(began).Round(time.Millisecond))
	if w.denied < 1000 {
		w.t.Errorf("%d calls were denied: the world is too small", w.denied)
	}
}

func TestMatrixWithBothWalls(t *testing.T) {
	t.Parallel()
	newWorld(t).run(true)
}

// Without the first wall: whoever calls has every role everywhere, as the services believe.
func TestMatrixWithRowLevelSecurityAlone(t *testing.T) {
	t.Parallel()
	everything := permission.Principal{Grants: []permission.Grant{{ID: "c", Role: permission.Coordinator}, {ID: "a", Role: permission.Admin}, {ID: "o", Role: permission.Auditor}}}
	for _, s := range fixtureSchools {
		everything.Grants = append(everything.Grants, permission.Grant{ID: "t" + s.id, Role: permission.Requester, SchoolID: s.id},
			permission.Grant{ID: "p" + s.id, Role: permission.Principals, SchoolID: s.id})
	}
	for _, u := range []string{valteriUnit, skillaUnit, elmeriUnit, hospitalUnit, schoolHomeFin} {
		everything.Grants = append(everything.Grants, permission.Grant{ID: "e" + u, Role: permission.Expert, UnitID: u},
			permission.Grant{ID: "l" + u, Role: permission.Lead, UnitID: u})
	}
	var blind atomic.Bool
	w := newWorld(t, services.Believe(func(p permission.Principal) permission.Principal {
		if blind.Load() {
			p.Grants = append(slices.Clone(p.Grants), everything.Grants...)
		}
		return p
	}))
	blind.Store(true)
	w.run(false)
}

func TestMatrixWithPermissionsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withoutJobs) // which lock the tables in an order of their own
	w.exec(`DO $$ DECLARE t regclass; BEGIN
		FOR t IN SELECT oid FROM pg_class WHERE relrowsecurity LOOP EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t); END LOOP;
	END $$`)
	w.run(true)
}

// Package intake takes a request from the first word of a draft to its filing, and back out by withdrawal. A draft is
// one sealed row that only its writers read; its id and its key become the case's.
package intake

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// Deps of the service.
type Deps struct {
	Store   *cases.Store
	DB      *postgres.DB
	Vault   *vault.Vault
	Caller  wire.Caller
	Routing routingpb.RoutingServiceClient
	Now     func() time.Time
}

// Service implements vaatu.intake.v1.IntakeService and DraftService.
type Service struct {
	intakepb.UnimplementedIntakeServiceServer
	intakepb.UnimplementedDraftServiceServer

	deps   Deps
	drafts drafts
	// edition of the directory by which the latest request was filed; 0: none yet.
	edition atomic.Int64
}

// New answers the service.
func New(d Deps) *Service {
	return &Service{deps: d, drafts: drafts{db: d.DB, vault: d.Vault, now: d.Now}}
}

// SubmitCase files a request in one call.
func (s *Service) SubmitCase(ctx context.Context, req *intakepb.SubmitCaseRequest) (*casespb.Case, error) {
	grant, err := session.From(ctx).Principal.School(permission.File, req.GetSchoolId())
	if err != nil {
		return nil, err
	}
	if session.From(ctx).Principal.Machine && req.GetRequest().GetAbout() == casespb.About_ABOUT_IDENTIFIED_PUPIL {
		return nil, apperr.Invalid("request.about", "about.anonymous_first", "file it anonymously; the school identifies the pupil in Vaatu once both permissions are there")
	}
	id := uuid.Must(uuid.NewV7()).String()
	call, err := s.deps.Caller.Append(ctx, req, id)
	if err != nil {
		return nil, err
	}
	key, wrapped, err := s.deps.Vault.NewKey(id)
	if err != nil {
		return nil, err
	}
	return s.file(ctx, call, req.GetRequest(), cases.Filing{Grant: grant, Key: key, Wrapped: wrapped})
}

// SubmitDraft files a draft. A repetition after success answers the case.
func (s *Service) SubmitDraft(ctx context.Context, req *intakepb.SubmitDraftRequest) (*casespb.Case, error) {
	p := session.From(ctx).Principal
	call, err := s.deps.Caller.Optional(ctx, req, req.GetDraftId())
	if err != nil {
		return nil, err
	}
	d, err := s.drafts.get(ctx, p, req.GetDraftId())
	if apperr.ReasonOf(err) == apperr.NotFound {
		return wire.Read(ctx, s.deps.Store.Reader, req.GetDraftId())
	}
	if err != nil {
		return nil, err
	}
	grant, err := p.School(permission.File, d.SchoolID)
	if err != nil {
		return nil, err
	}
	if call.Expect != 0 && call.Expect != d.Revision {
		return nil, apperr.New(apperr.EtagStale)
	}
	c, err := s.file(ctx, call, d.request, cases.Filing{Grant: grant, Key: d.key, Guards: []func(*postgres.Tx){d.remove}})
	if postgres.Broken(err, "drafts_present") {
		return nil, apperr.New(apperr.EtagStale)
	}
	return c, err
}

// file routes and files a request whose id is the call's resource. What it was routed by is the present edition of the
// directory, or it is routed once more.
func (s *Service) file(ctx context.Context, call cases.Call, r *casespb.Request, f cases.Filing) (*casespb.Case, error) {
	if err := s.ready(r); err != nil {
		return nil, err
	}
	if err := s.permit(call.Once.ResourceID, r, &f); err != nil {
		return nil, err
	}
	words, err := wire.Words(r)
	if err != nil {
		return nil, err
	}
	f.Content = cases.Content{ID: uuid.Must(uuid.NewV7()).String(), Kind: cases.RequestContent, Plain: words}
	guards := f.Guards
	for range mostEditions {
		d, err := s.route(ctx, r, f.Grant.SchoolID, "", s.edition.Load())
		if err != nil {
			return nil, err
		}
		f.Command = command(call.Once.ResourceID, r, d, f.Grant.SchoolID)
		f.Guards = append(slices.Clone(guards), sameEdition(d.GetEdition()))
		result, err := s.deps.Store.File(ctx, call, f)
		switch {
		case postgres.Broken(err, "edition_present"):
			s.edition.Store(0)
			continue
		case err != nil:
			return nil, err
		case result.Replayed:
			return wire.Read(ctx, s.deps.Store.Reader, result.ResourceID)
		}
		s.edition.Store(d.GetEdition())
		return wire.Case(ctx, result.Case, f.Content)
	}
	return nil, apperr.New(apperr.Unavailable) // it is being changed without a pause
}

// mostEditions of the directory that a filing follows.
const mostEditions = 5

// route answers the routing of a request by an edition of the directory; a refusal is of the present one.
func (s *Service) route(ctx context.Context, r *casespb.Request, schoolID, recorded string, edition int64) (*routingpb.Decision, error) {
	d, err := s.deps.Routing.Decide(ctx, &routingpb.DecideRequest{Request: answers(r), SchoolId: schoolID, Permissions: recorded, Edition: edition})
	switch {
	case err != nil:
		return nil, fmt.Errorf("routing a request: %w", err)
	case d.GetSchoolClosed() && edition != 0:
		return s.route(ctx, r, schoolID, recorded, 0)
	case d.GetSchoolClosed():
		return nil, apperr.Invalid("school_id", "school.closed", "the school has closed and cannot file")
	}
	return d, nil
}

// answers are what a request is routed by: nothing that was written about the pupil goes there.
func answers(r *casespb.Request) *casespb.Request {
	return &casespb.Request{
		About: r.GetAbout(), WorkingLanguage: r.GetWorkingLanguage(), Needs: r.GetNeeds(), WishedForms: r.GetWishedForms(),
		Risks: r.GetRisks(), Level: r.GetLevel(), Urgency: r.GetUrgency(), Permissions: consented(r),
	}
}

// consented answers that the guardian has consented, where a request tells so, and nothing of the consent.
func consented(r *casespb.Request) *casespb.Permissions {
	if permissions(r).GetConsent() == nil {
		return nil
	}
	return &casespb.Permissions{Consent: &casespb.Consent{}}
}

// sameEdition refuses a filing by another edition of the directory than the present one.
func sameEdition(routedBy int64) func(*postgres.Tx) {
	return func(tx *postgres.Tx) { tx.Queue("SELECT directory.prove_edition($1)", routedBy) }
}

func command(id string, r *casespb.Request, d *routingpb.Decision, schoolID string) cases.File {
	f := coded(r, d)
	f.SchoolID, f.SchoolNameFi, f.SchoolNameSv, f.ProviderID = schoolID, d.GetSchoolNameFi(), d.GetSchoolNameSv(), d.GetProviderId()
	f.Area, f.CountyCode, f.MunicipalityCode = wire.Code(d.GetArea()), d.GetCountyCode(), d.GetMunicipalityCode()
	return cases.File{
		CaseID: id, AssignmentID: uuid.Must(uuid.NewV7()).String(), Routing: wire.ParseRouting(d.GetRouting()),
		PermissionNeeded: d.GetPermissionNeeded(), PermissionNeededByAll: d.GetPermissionNeededByAll(),
		Similar: wire.Code(r.GetSimilar()), Facts: f,
	}
}

// coded are the answers of a request that are no text, without those of its school.
func coded(r *casespb.Request, d *routingpb.Decision) cases.Facts {
	urgency := wire.Code(r.GetUrgency())
	if urgency == "" {
		urgency = "NORMAL"
	}
	return cases.Facts{
		About: wire.Code(r.GetAbout()), Level: wire.Code(r.GetLevel()), Grades: r.GetGrades(), Language: r.GetWorkingLanguage(),
		Needs: wire.Codes(r.GetNeeds()), Support: wire.Codes(r.GetSupportInPlace()), Services: wire.Codes(r.GetServicesInvolved()),
		WishedForms: wire.Codes(r.GetWishedForms()), Urgency: urgency,
		Risks: wire.Codes(r.GetRisks()), PaymentCommitment: paymentCommitment(r, d), CodeList: cases.CodeList, Permissions: d.GetPermissions(),
	}
}

// paymentCommitment answers what was said of it where the actor charges; elsewhere it was not asked.
func paymentCommitment(r *casespb.Request, d *routingpb.Decision) string {
	if !d.GetCharges() {
		return ""
	}
	return wire.Code(r.GetPaymentCommitment())
}

// CheckRequest tells what is missing and what should not be said, and where the request would go.
func (s *Service) CheckRequest(ctx context.Context, req *intakepb.CheckRequestRequest) (*intakepb.CheckRequestResponse, error) {
	grant, err := session.From(ctx).Principal.School(permission.Draft, req.GetSchoolId())
	if err != nil {
		return nil, err
	}
	reply := &intakepb.CheckRequestResponse{}
	for _, f := range append(missing(req.GetRequest()), s.wrongConsent(req.GetRequest())...) {
		reply.Missing = append(reply.Missing, jsonName(strings.TrimPrefix(f.Path, "request.")))
	}
	if len(req.GetRequest().GetNeeds()) == 0 || req.GetRequest().GetWorkingLanguage() == "" {
		reply.Findings = findings(req.GetRequest(), writer(ctx))
		return reply, nil // nothing to route by yet
	}
	d, err := s.deps.Routing.Decide(ctx, &routingpb.DecideRequest{Request: answers(req.GetRequest()), SchoolId: grant.SchoolID})
	if err != nil {
		return nil, fmt.Errorf("previewing the routing: %w", err)
	}
	reply.Routing = d.GetRouting()
	reply.Findings = findings(req.GetRequest(), writer(ctx, d.GetSchoolNameFi(), d.GetSchoolNameSv()))
	reply.BeforeFiling, err = s.beforeFiling(ctx, d)
	return reply, err
}

// beforeFiling answers what the actor will need, and how long its advice has lately taken.
func (s *Service) beforeFiling(ctx context.Context, d *routingpb.Decision) (*intakepb.BeforeFiling, error) {
	before := &intakepb.BeforeFiling{
		PermissionNeeded: d.GetPermissionNeeded(), Charges: d.GetCharges(), SchoolClosed: d.GetSchoolClosed(),
	}
	if unit := d.GetRouting().GetUnitId(); unit != "" {
		pace, known, err := s.deps.Store.Pace(ctx, unit, s.deps.Now())
		if err != nil {
			return nil, err
		}
		if known {
			before.Pace = &intakepb.Pace{Days: pace.Days, Cases: pace.Cases}
		}
	}
	return before, nil
}

// jsonName answers the JSON name of a field of Request.
func jsonName(field string) string {
	for i := range fieldsOfRequest.Len() {
		if f := fieldsOfRequest.Get(i); string(f.Name()) == field {
			return f.JSONName()
		}
	}
	return field
}

var fieldsOfRequest = (&casespb.Request{}).ProtoReflect().Descriptor().Fields()

// WithdrawCase takes a request back.
func (s *Service) WithdrawCase(ctx context.Context, req *intakepb.WithdrawCaseRequest) (*casespb.Case, error) {
	if err := identitycode.Refuse(identitycode.Text{Path: "reason", Value: req.GetReason()}); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Transition(ctx, req, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	var cmd cases.Withdraw
	var reason []cases.Content
	if req.GetReason() != "" {
		cmd.ReasonID = uuid.Must(uuid.NewV7()).String()
		reason = []cases.Content{{ID: cmd.ReasonID, Kind: cases.CommentContent, Plain: []byte(req.GetReason())}}
	}
	on := cases.Target{CaseID: req.GetCaseId()}
	if _, err := s.deps.Store.Change(ctx, call, on, cmd, reason...); err != nil {
		return nil, err
	}
	return wire.Read(ctx, s.deps.Store.Reader, req.GetCaseId())
}

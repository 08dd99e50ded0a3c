package services_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	auditpb "github.com/vip-verkosto/vaatu/proto/vaatu/audit/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

const (
	whyDisputed = "Oppilaan asia on enemmän kehitysvammapuolen asia."
	whySettled  = "Kuntien sopima työnjako puoltaa tätä."
)

// joint is a case that one unit leads and in which another takes part, held by both.
type joint struct {
	*house

	teacher, expert, partner, coordinator person
	id                                    string
}

func jointly(t *testing.T, h *house) joint {
	t.Helper()
	j := joint{house: h, teacher: h.teacher(taysSchool), expert: h.expert(valteriUnit, "VALTERI"), partner: h.expert(elmeriUnit, "ELMERI"), coordinator: h.coordinator("TAYS")}
	c := h.file(j.teacher, request("fi", autism))
	j.id = c.GetId()
	h.claim(j.expert, c)
	part := h.invites(j.expert, c, elmeriUnit)
	must[*casespb.Assignment](t)(j.partner.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	return j
}

// disputes lets the partner refer to coordination that its unit should lead.
func (j joint) disputes() *casespb.Case {
	j.t.Helper()
	etag := j.read(j.partner, j.id).GetEtag()
	return must[*casespb.Case](j.t)(j.partner.Dispute(ifMatch(j.t.Context(), etag), &routingpb.DisputeRequest{CaseId: j.id, Reason: whyDisputed, ProposedUnitId: elmeriUnit}))
}

func (j joint) listed(p person) []*routingpb.DisputeItem {
	j.t.Helper()
	return must[*routingpb.ListDisputesResponse](j.t)(p.ListDisputes(j.t.Context(), &routingpb.ListDisputesRequest{WithReasons: true})).GetItems()
}

func (j joint) settling(outcome casespb.DisputeOutcome, unit string) *routingpb.SettleDisputeRequest {
	return &routingpb.SettleDisputeRequest{CaseId: j.id, Outcome: outcome, UnitId: unit, Reason: whySettled}
}

// settles lets the coordinator settle the only dispute that there is.
func (j joint) settles(outcome casespb.DisputeOutcome, unit string) *casespb.Case {
	j.t.Helper()
	etag := j.listed(j.coordinator)[0].GetEtag()
	return must[*casespb.Case](j.t)(j.coordinator.SettleDispute(ifMatch(j.t.Context(), etag), j.settling(outcome, unit)))
}

const (
	stays   = casespb.DisputeOutcome_DISPUTE_OUTCOME_STAYS
	moves   = casespb.DisputeOutcome_DISPUTE_OUTCOME_MOVES
	noOne   = casespb.DisputeOutcome_DISPUTE_OUTCOME_TRIAGE
	isOpen  = casespb.DisputeOutcome_DISPUTE_OUTCOME_UNSPECIFIED
	retreat = casespb.DisputeOutcome_DISPUTE_OUTCOME_WITHDRAWN
)

func TestAPartnerDisputesTheLeadAndCoordinationMovesIt(t *testing.T) {
	t.Parallel()
	j, ctx := jointly(t, start(t)), t.Context()
	etag := j.read(j.partner, j.id).GetEtag()
	_, err := j.partner.Dispute(ifMatch(ctx, etag), &routingpb.DisputeRequest{CaseId: j.id, Reason: "Oppilas 131052-308T?"})
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	for _, unit := range []string{valteriUnit, schoolHomeFin} { // which leads, and which takes no part
		_, err = j.partner.Dispute(ifMatch(ctx, etag), &routingpb.DisputeRequest{CaseId: j.id, Reason: whyDisputed, ProposedUnitId: unit})
		refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	}
	_, err = j.lead(elmeriUnit, "ELMERI").Dispute(ifMatch(ctx, etag), &routingpb.DisputeRequest{CaseId: j.id, Reason: whyDisputed})
	refused(t, err, codes.NotFound, "NOT_FOUND") // it is the holder's
	once := with(ifMatch(ctx, etag), "idempotency-key", uuid.NewString())
	var disputed *casespb.Case
	for range 2 { // the answer to the first was lost
		disputed = must[*casespb.Case](t)(j.partner.Dispute(once, &routingpb.DisputeRequest{CaseId: j.id, Reason: whyDisputed, ProposedUnitId: elmeriUnit}))
	}
	if disputed.GetPhase() != casespb.Phase_PHASE_IN_CONSULTATION {
		t.Errorf("disputed, the case is %v", disputed)
	}
	for _, p := range []person{j.expert, j.partner} {
		d := j.read(p, j.id).GetDispute()
		if d.GetOutcome() != isOpen || d.GetReason() != whyDisputed || d.GetProposedUnitId() != elmeriUnit || d.GetAuthor().GetUnitId() != elmeriUnit || d.GetAuthor().GetName() != nameOf(j.partner.subject) {
			t.Errorf("%s reads %v", p.subject, d)
		}
	}
	_, err = j.expert.Dispute(ifMatch(ctx, disputed.GetEtag()), &routingpb.DisputeRequest{CaseId: j.id, Reason: whyDisputed})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED") // one at a time
	if disputed.GetEtag() != etag {
		t.Errorf("disputed, the case's etag is %s; it was %s", disputed.GetEtag(), etag)
	}
	dispute := disputed.GetDispute().GetEtag()
	_, err = j.expert.WithdrawDispute(ifMatch(ctx, dispute), &routingpb.WithdrawDisputeRequest{CaseId: j.id})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED") // the other unit's is not theirs

	items := j.listed(j.coordinator)
	if len(items) != 1 || items[0].GetDispute().GetReason() != whyDisputed || len(items[0].GetAssignments()) != 2 || items[0].GetDispute().GetProposedUnitId() != elmeriUnit {
		t.Fatalf("coordination sees %v", items)
	}
	elsewhere := j.house.coordinator("HYKS")
	if items := j.listed(elsewhere); len(items) != 0 {
		t.Errorf("coordination of another area sees %v", items)
	}
	_, err = elsewhere.SettleDispute(ifMatch(ctx, dispute), j.settling(stays, ""))
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = j.coordinator.SettleDispute(ifMatch(ctx, etag), j.settling(stays, ""))
	refused(t, err, codes.Aborted, "ETAG_STALE")
	for _, unit := range []string{"", schoolHomeFin} { // none, and one that takes no leads
		_, err = j.coordinator.SettleDispute(ifMatch(ctx, dispute), j.settling(moves, unit))
		invalid(t, err, "unit_id", "unit.unknown")
	}
	_, err = j.coordinator.SettleDispute(ifMatch(ctx, dispute), j.settling(moves, valteriUnit))
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED") // it leads

	once = with(ifMatch(ctx, dispute), "idempotency-key", uuid.NewString())
	for range 2 {
		settled := must[*casespb.Case](t)(j.coordinator.SettleDispute(once, j.settling(moves, elmeriUnit)))
		if settled.GetRequest() != nil || settled.GetAssignments()[0].GetState() != casespb.State_STATE_CANCELLED || settled.GetAssignments()[1].GetRole() != casespb.Role_ROLE_LEAD {
			t.Errorf("settled, coordination is answered %v", settled)
		}
	}
	now := j.read(j.partner, j.id)
	if d := now.GetDispute(); now.GetPhase() != casespb.Phase_PHASE_IN_CONSULTATION || now.GetRouting().GetUnitId() != elmeriUnit || d.GetOutcome() != moves || d.GetSettlement() != whySettled || d.GetEndTime() == nil {
		t.Errorf("who leads now reads %v of %v", d, now)
	}
	_, err = j.expert.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: j.id})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if items := j.listed(j.coordinator); len(items) != 0 {
		t.Errorf("settled, it is listed: %v", items)
	}
	j.timeline(j.partner, j.id, "FILED ROUTED CLAIMED INVITED CLAIMED DISPUTED DISPUTE_SETTLED LEAD_MOVED")
	j.advises(j.partner, now, "Neuvo")
	must[*casespb.Case](t)(j.partner.PublishAdvice(ifMatch(ctx, j.read(j.partner, j.id).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: j.id}))
	j.replaysEqualRows()
}

func TestADisputeIsSettledWithoutAnotherLeadOrWithdrawn(t *testing.T) {
	t.Parallel()
	j, ctx := jointly(t, start(t)), t.Context()
	first := j.disputes().GetDispute().GetEtag()
	must[*casespb.Case](t)(j.partner.WithdrawDispute(ifMatch(ctx, first), &routingpb.WithdrawDisputeRequest{CaseId: j.id}))
	if d := j.read(j.expert, j.id).GetDispute(); d.GetOutcome() != retreat || d.GetSettlement() != "" {
		t.Errorf("withdrawn, it is %v", d)
	}
	j.disputes()
	_, err := j.coordinator.SettleDispute(ifMatch(ctx, first), j.settling(stays, ""))
	refused(t, err, codes.Aborted, "ETAG_STALE") // it is another one
	_, err = j.partner.WithdrawDispute(ifMatch(ctx, first), &routingpb.WithdrawDisputeRequest{CaseId: j.id})
	refused(t, err, codes.Aborted, "ETAG_STALE")
	j.settles(stays, "")
	for _, p := range []person{j.expert, j.partner} {
		c := j.read(p, j.id)
		if d := c.GetDispute(); d.GetOutcome() != stays || d.GetSettlement() != whySettled || c.GetAssignments()[0].GetHolderId() != j.expert.id {
			t.Errorf("%s reads %v", p.subject, d)
		}
	}
	j.disputes()
	if triage := j.settles(noOne, ""); triage.GetPhase() != casespb.Phase_PHASE_TRIAGE || len(j.inTriage(j.coordinator)) != 1 ||
		j.inTriage(j.coordinator)[0].GetRouting().GetTriageReason() != casespb.TriageReason_TRIAGE_REASON_DISPUTE {
		t.Errorf("settled so that a unit is to be found, it is %v", triage)
	}
	_, err = j.expert.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: j.id})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	j.timeline(j.partner, j.id, "FILED ROUTED CLAIMED INVITED CLAIMED DISPUTED DISPUTE_SETTLED DISPUTED DISPUTE_SETTLED DISPUTED DISPUTE_SETTLED SENT_TO_TRIAGE")
	j.replaysEqualRows()
}

func TestCoordinationReadsTheReasonOfADisputeAndNothingElseAndTheAuditSaysSo(t *testing.T) {
	t.Parallel()
	j, ctx := jointly(t, start(t)), t.Context()
	must[*caseworkpb.Message](t)(j.teacher.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: j.id, Text: saidBeside}))
	j.disputes()
	for _, item := range j.listed(j.coordinator) {
		for _, secret := range []string{saidBeside, invitation, taysSchool.name, nameOf(j.teacher.subject), nameOf(j.expert.subject), nameOf(j.partner.subject), j.expert.id, j.partner.id} {
			if strings.Contains(item.String(), secret) {
				t.Errorf("coordination reads %q: %v", secret, item)
			}
		}
	}
	for _, item := range must[*routingpb.ListDisputesResponse](t)(j.coordinator.ListDisputes(ctx, &routingpb.ListDisputesRequest{})).GetItems() {
		if item.GetDispute().GetReason() != "" || item.GetDispute().GetAuthor().GetUnitId() != elmeriUnit {
			t.Errorf("without its reason the dispute is %v", item)
		}
	}
	const read = "SELECT count(*) FROM audit.entries WHERE by_id = $1 AND action = 'SETTLE_DISPUTE' AND what = 'READ' AND case_id = $2"
	if n := j.count(read, j.coordinator.id, j.id); n != 1 {
		t.Errorf("the audit tells %d times that the coordinator has read", n)
	}
	if n := j.countAs(j.coordinator, "SELECT count(*) FROM audit.read_disputes(ARRAY[$1::uuid]) WHERE author_name <> '' OR author_id = $2", j.id, j.partner.id); n != 0 {
		t.Error("the database tells coordination who has raised it")
	}
	opens := func(who string, p person, want int) {
		t.Helper()
		for sql, each := range map[string]int{"SELECT count(*) FROM audit.read_disputes(ARRAY[$1::uuid])": 1, "SELECT count(*) FROM access.disputed_parts(ARRAY[$1::uuid])": 2} {
			if n := j.countAs(p, sql, j.id); n != want*each {
				t.Errorf("to %s %s opens %d; want %d", who, sql, n, want*each)
			}
		}
	}
	for who, p := range map[string]person{"the coordinator": j.coordinator, "the country's": j.house.coordinator("")} {
		opens(who, p, 1)
	}
	for who, p := range map[string]person{"another area's": j.house.coordinator("HYKS"), "a unit": j.partner, "the school": j.teacher} {
		opens(who, p, 0)
	}
	j.breakGlass(j.coordinator, j.read(j.partner, j.id))
	j.timeline(j.coordinator, j.id, "FILED ROUTED CLAIMED INVITED CLAIMED MESSAGED DISPUTED")
	j.settles(stays, "")
	opens("the coordinator, once it is settled,", j.coordinator, 0)
}

func TestCoordinationReadsNoReasonWhileTheContentIsLocked(t *testing.T) {
	t.Parallel()
	j, ctx := jointly(t, start(t)), t.Context()
	c := j.disputes()
	j.consents(j.teacher, c)
	reads := func(what, want string) {
		t.Helper()
		items := j.listed(j.coordinator)
		if len(items) != 1 || items[0].GetDispute().GetReason() != want || items[0].GetDispute().GetAuthor().GetUnitId() != elmeriUnit || len(items[0].GetAssignments()) != 2 {
			t.Errorf("%s coordination sees %v", what, items)
		}
	}
	reads("with the guardian's consent", whyDisputed)
	etag := j.permissions(j.teacher, c).GetEtag()
	must[*permitspb.CasePermissions](t)(j.teacher.WithdrawConsent(ifMatch(ctx, etag), &permitspb.WithdrawConsentRequest{CaseId: j.id}))
	reads("once it is withdrawn", "")
	if n := j.count("SELECT count(*) FROM audit.entries WHERE by_id = $1 AND what = 'READ'", j.coordinator.id); n != 1 {
		t.Errorf("the audit tells %d times that coordination has read", n)
	}
	j.consents(j.teacher, c)
	reads("once it is given anew", whyDisputed)
}

func TestTheSchoolReadsNothingOfADisputeOnAnyPath(t *testing.T) {
	t.Parallel()
	j, ctx := jointly(t, start(t)), t.Context()
	// By the services alone: the wall behind them is tried for itself.
	j.exec("DROP POLICY disputes ON case_events")
	principal := j.principal(taysSchool)
	j.file(j.teacher, request("fi", autism)) // which has changed since
	schools := map[string]person{"who filed": j.teacher, "the principal": principal}
	sees := func(p person) (all []proto.Message) {
		return append(
			all, must[*casespb.Case](t)(p.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: j.id})), must[*caseworkpb.ListEventsResponse](t)(p.ListEvents(ctx, &caseworkpb.ListEventsRequest{CaseId: j.id})),
			must[*caseworkpb.ListCasesResponse](t)(p.ListCases(ctx, &caseworkpb.ListCasesRequest{})),
			must[*caseworkpb.ListMessagesResponse](t)(p.ListMessages(ctx, &caseworkpb.ListMessagesRequest{CaseId: j.id})),
			must[*caseworkpb.ListQuestionsResponse](t)(p.ListQuestions(ctx, &caseworkpb.ListQuestionsRequest{CaseId: j.id})),
			must[*caseworkpb.ListAdviceResponse](t)(p.ListAdvice(ctx, &caseworkpb.ListAdviceRequest{CaseId: j.id})),
			must[*auditpb.ListCaseDisclosuresResponse](t)(p.ListCaseDisclosures(ctx, &auditpb.ListCaseDisclosuresRequest{CaseId: j.id})),
		)
	}
	before := map[string][]proto.Message{}
	for who, p := range schools {
		before[who] = sees(p)
	}
	j.disputes()
	j.settles(stays, "")
	j.disputes()
	for who, p := range schools {
		for i, m := range sees(p) {
			if !proto.Equal(before[who][i], m) {
				t.Errorf("%s sees\n%v\nbefore\n%v", who, m, before[who][i])
			}
		}
	}
	told := func(p person) string {
		reads := must[*auditpb.ListCaseReadsResponse](t)(p.ListCaseReads(ctx, &auditpb.ListCaseReadsRequest{CaseId: j.id, PageSize: 100})).GetReads()
		return strings.Join(entriesTold(reads), "\n")
	}
	if !strings.Contains(told(j.lead(elmeriUnit, "ELMERI")), "SETTLE_DISPUTE") {
		t.Error("the head of a unit is not told by the audit who has settled a dispute")
	}
	j.settles(moves, elmeriUnit)
	for who, p := range schools {
		j.timeline(p, j.id, "FILED ROUTED CLAIMED INVITED CLAIMED LEAD_MOVED")
		for _, m := range sees(p) {
			for _, secret := range []string{"DISPUTE", "dispute", whyDisputed, whySettled} {
				if strings.Contains(fmt.Sprint(m), secret) {
					t.Errorf("%s sees %q in %v", who, secret, m)
				}
			}
		}
		if audited := told(p); strings.Contains(audited, "DISPUTE") || strings.Contains(audited, "SETTLEMENT") {
			t.Errorf("the audit tells %s of a dispute:\n%s", who, audited)
		}
		_, err := p.ListDisputes(ctx, &routingpb.ListDisputesRequest{})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	if n := j.count("SELECT count(*) FROM river.river_job WHERE kind = 'notice' AND args ->> 'event' LIKE '%DISPUTE%'"); n != 0 {
		t.Errorf("%d mails tell the school", n)
	}
}

func TestADisputeIsHintedToUnitsAndCoordinationAndNotToTheSchool(t *testing.T) {
	t.Parallel()
	j := jointly(t, start(t))
	j.listening()
	school, units, coordination := j.watch(j.teacher), j.watch(j.expert), j.watch(j.coordinator)
	elsewhere := j.watch(j.house.coordinator("HYKS"))
	school.tells("a new case", caseOf(j.file(j.teacher, request("fi", autism)).GetId()), "") // and of what came before
	j.disputes()
	for _, w := range []hears{units, coordination} {
		w.tells("a dispute", caseOf(j.id), "")
	}
	j.settles(stays, "")
	coordination.tells("its settlement", caseOf(j.id), "")
	school.tells("the next new case", caseOf(j.file(j.teacher, request("fi", autism)).GetId()), j.id)
	j.disputes()
	j.settles(moves, elmeriUnit)
	school.tells("the lead's moving", caseOf(j.id), "")
	for len(elsewhere.hints) > 0 {
		if hint := <-elsewhere.hints; len(hint.GetCaseIds()) > 0 || hint.GetAll() {
			t.Errorf("coordination of another area is told %v", hint)
		}
	}
}

func TestDisputesAreListedInPagesTheOneThatIsDueFirstFirst(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	late, next, unknown := jointly(t, h), jointly(t, h), jointly(t, h) // of the last no day is known yet
	for _, j := range []joint{unknown, next, late} {
		j.disputes()
	}
	h.exec("UPDATE cases SET dispute_warn = '2026-01-07', dispute_due = '2026-01-08' WHERE id = $1", late.id)
	h.exec("UPDATE cases SET dispute_warn = '2026-01-08', dispute_due = '2026-01-09' WHERE id = $1", next.id)
	var got []string
	for token, more := "", true; more; more = token != "" {
		page := must[*routingpb.ListDisputesResponse](t)(late.coordinator.ListDisputes(t.Context(), &routingpb.ListDisputesRequest{PageSize: 1, PageToken: token, WithReasons: true}))
		for _, item := range page.GetItems() {
			got = append(got, item.GetCard().GetCaseId())
			if item.GetDispute().GetReason() != whyDisputed || len(item.GetAssignments()) != 2 {
				t.Errorf("on its page the dispute is %v", item)
			}
		}
		token = page.GetNextPageToken()
	}
	if want := []string{late.id, next.id, unknown.id}; !slices.Equal(got, want) {
		t.Errorf("listed are %v, want %v", got, want)
	}
	const read = "SELECT count(*) FROM audit.entries WHERE by_id = $1 AND action = 'SETTLE_DISPUTE' AND what = 'READ'"
	if n := h.count(read, late.coordinator.id); n != 3 {
		t.Errorf("the audit tells of %d readings; a page reads its own alone", n)
	}
}

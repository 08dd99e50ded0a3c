package services_test

import (
	"testing"
	"time"

	"github.com/riverqueue/river"
	"google.golang.org/grpc/codes"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/cases"
)

const whatFollows = "Kunnan konsultoiva opettaja ottaa yhteyttä ensi viikolla."

func TestCoordinationEndsWhatNobodyLeadsWithWhatFollows(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	teacher, coordinator := h.teacher(taysSchool), h.coordinator("TAYS")
	c := h.file(teacher, request("fi", behaviour))
	item := must[*routingpb.ListTriageResponse](t)(coordinator.ListTriage(ctx, &routingpb.ListTriageRequest{})).GetItems()[0]
	_, err := coordinator.CloseUnledCase(ifMatch(ctx, item.GetEtag()), &routingpb.CloseUnledCaseRequest{CaseId: c.GetId(), NextStep: " \n"})
	invalid(t, err, "next_step", "string.min_len")
	_, err = coordinator.CloseUnledCase(ifMatch(ctx, item.GetEtag()), &routingpb.CloseUnledCaseRequest{CaseId: c.GetId(), NextStep: "Oppilas 131052-308T."})
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	_, err = h.coordinator("HYKS").CloseUnledCase(ifMatch(ctx, item.GetEtag()), &routingpb.CloseUnledCaseRequest{CaseId: c.GetId(), NextStep: whatFollows})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	closed := must[*casespb.Case](t)(coordinator.CloseUnledCase(ifMatch(ctx, item.GetEtag()), &routingpb.CloseUnledCaseRequest{CaseId: c.GetId(), NextStep: whatFollows}))
	if closed.GetPhase() != casespb.Phase_PHASE_CLOSED || closed.GetNextStep() != "" || closed.GetRequest() != nil {
		t.Errorf("the coordinator is answered %v", closed)
	}
	if seen := h.read(teacher, c.GetId()); seen.GetPhase() != casespb.Phase_PHASE_CLOSED || seen.GetNextStep() != whatFollows {
		t.Errorf("the school sees %v", seen)
	}
	led := h.file(teacher, request("fi", autism))
	_, err = coordinator.CloseUnledCase(ifMatch(ctx, h.read(teacher, led.GetId()).GetEtag()), &routingpb.CloseUnledCaseRequest{CaseId: led.GetId(), NextStep: whatFollows})
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	h.replaysEqualRows()
}

func TestWhoLeadsEndsWhatASchoolDoesNotAnswer(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h, ctx := start(t, withoutJobs, func(c *services.Config) { c.Now = clock.now }), t.Context()
	teacher, expert, lead := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.lead(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.ask(expert, c, "Milloin tilanne alkoi?")
	closes := func(p person) (*casespb.Case, error) {
		etag := h.read(p, c.GetId()).GetEtag() //nolint:contextcheck // read in the test's own context
		return p.CloseUnansweredCase(ifMatch(ctx, etag), &caseworkpb.CloseUnansweredCaseRequest{CaseId: c.GetId(), NextStep: whatFollows})
	}
	_, err := closes(expert)
	if info := refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED"); info.GetMetadata()["rule"] != string(cases.RemindedTwice) {
		t.Errorf("what stands against it is %v", info)
	}
	ticker := &cases.Ticker{Store: &cases.Store{Reader: cases.Reader{DB: h.db.Worker()}, Jobs: inserter(t, h.db.Worker()), Now: clock.now}}
	for range 2 {
		clock.advance(30 * 24 * time.Hour)
		if err := ticker.Work(ctx, &river.Job[cases.TickArgs]{}); err != nil {
			t.Fatal(err)
		}
	}
	teacher, lead = h.as(teacher, "fi"), h.as(lead, "fi")
	closed := must[*casespb.Case](t)(closes(lead))
	if closed.GetPhase() != casespb.Phase_PHASE_CLOSED || closed.GetNextStep() != whatFollows {
		t.Errorf("the head of the unit is answered %v", closed)
	}
	if seen := h.read(teacher, c.GetId()); seen.GetNextStep() != whatFollows {
		t.Errorf("the school sees %v", seen)
	}
	if n := h.count("SELECT count(*) FROM river.river_job WHERE kind = 'notice' AND args ->> 'event' = 'CLOSED_UNANSWERED'"); n != 1 {
		t.Errorf("%d mails tell the school", n)
	}
	h.replaysEqualRows()
}

package services_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services"
)

func TestWhatWasRoutedAndAskedIsAnsweredAgainWhateverTheWorldIsNow(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h, ctx := start(t, withoutJobs, func(c *services.Config) { c.Now = clock.now }), t.Context()
	teacher, coordinator, expert := h.teacher(taysSchool), h.coordinator("TAYS"), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", behaviour))
	once := with(ifMatch(ctx, h.inTriage(coordinator)[0].GetEtag()), "idempotency-key", uuid.NewString())
	route := &routingpb.RouteCaseRequest{CaseId: c.GetId(), UnitId: hospitalUnit, Reason: "Sopii."}
	must[*casespb.Case](t)(coordinator.RouteCase(once, route))
	h.exec("UPDATE directory.units SET active_to = '2020-01-01' WHERE id = $1", hospitalUnit)
	must[*casespb.Case](t)(coordinator.RouteCase(once, route))

	led := h.file(teacher, request("fi", autism))
	h.claim(expert, led)
	once = with(ctx, "idempotency-key", uuid.NewString())
	ask := &caseworkpb.AskSchoolRequest{CaseId: led.GetId(), Text: "Milloin?", DueDate: inDays(1)}
	q := must[*caseworkpb.Question](t)(expert.AskSchool(once, ask))
	clock.advance(47 * time.Hour)
	if again := must[*caseworkpb.Question](t)(h.as(expert, "fi").AskSchool(once, ask)); again.GetId() != q.GetId() {
		t.Errorf("the question is answered as %v", again)
	}
}

func TestAStepOfRulesIsAnsweredAgainThoughAFindingBlocksItNow(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	author, other := h.coordinator(""), h.coordinator("")
	first := h.published(author)
	draft := h.drafts(author, first, toElmeri)
	submitted, published := uuid.NewString(), uuid.NewString()
	submits := func() *routingpb.RuleSet {
		return must[*routingpb.RuleSet](t)(author.SubmitRuleSet(with(ifMatch(ctx, draft.GetEtag()), "idempotency-key", submitted), &routingpb.SubmitRuleSetRequest{RuleSetId: draft.GetId()}))
	}
	waits := submits()
	approved := must[*routingpb.RuleSet](t)(other.ApproveRuleSet(ifMatch(ctx, waits.GetEtag()), &routingpb.ApproveRuleSetRequest{RuleSetId: draft.GetId()}))
	publishes := func() *routingpb.RuleSet {
		return must[*routingpb.RuleSet](t)(author.PublishRuleSet(with(ifMatch(ctx, approved.GetEtag()), "idempotency-key", published), &routingpb.PublishRuleSetRequest{
			RuleSetId: draft.GetId(), ReplacesId: first.GetId(),
		}))
	}
	publishes()
	h.exec("UPDATE directory.actors SET takes_leads = false WHERE code = 'ELMERI'")
	for what, again := range map[string]func() *routingpb.RuleSet{"submission": submits, "publication": publishes} {
		if s := again(); s.GetState() != routingpb.RuleSetState_RULE_SET_STATE_PUBLISHED {
			t.Errorf("the %s is answered again as %v", what, s.GetState())
		}
	}
}

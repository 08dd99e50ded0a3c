package services_test

import (
	"testing"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

// Permissions outlast a reopening, and so the rules that ask for them.
func TestAReopenedCaseIsRoutedByThePermissionsThatStandOnIt(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	author, other := h.coordinator(""), h.coordinator("")
	teacher, principal, expert := h.teacher(taysSchool), h.principal(taysSchool), h.expert(valteriUnit, "VALTERI")
	first := h.published(author)
	approved := h.approves(author, other, h.drafts(author, first, func(rules []*routingpb.Rule) []*routingpb.Rule {
		return append(rules, &routingpb.Rule{
			Id: "autism-both", When: &routingpb.RuleWhen{Needs: []string{"AUTISM"}, Permissions: []string{"BOTH"}}, Lead: "ELMERI", Weight: 500,
			ReasonFi: "Molemmat luvat", ReasonSv: "Båda tillstånden",
		})
	}))
	must[*routingpb.RuleSet](t)(h.publishes(author, approved, first.GetId()))
	c := h.advised(teacher, expert)
	h.consents(teacher, c)
	h.authorises(principal, c)
	closed := must[*casespb.Case](t)(teacher.CloseCase(ifMatch(ctx, h.read(teacher, c.GetId()).GetEtag()), &caseworkpb.CloseCaseRequest{
		CaseId: c.GetId(), CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_CONFIRMED},
	}))
	again := must[*casespb.Case](t)(teacher.ReopenCase(ifMatch(ctx, closed.GetEtag()), &intakepb.ReopenCaseRequest{CaseId: c.GetId(), Text: "Uudelleen."}))
	var stored string
	if err := h.db.Superuser(t).QueryRow(ctx, "SELECT permissions FROM cases WHERE id = $1", c.GetId()).Scan(&stored); err != nil {
		t.Fatal(err)
	}
	if actor := again.GetAssignments()[len(again.GetAssignments())-1].GetActor(); actor != casespb.Actor_ACTOR_ELMERI || stored != "BOTH" {
		t.Errorf("a case with both permissions is routed to %s as if there were %s", actor, stored)
	}
}

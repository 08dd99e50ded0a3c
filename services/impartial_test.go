package services_test

import (
	"testing"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

// Somebody who is an expert and a coordinator settles no dispute in which they take sides.
func TestWhoTakesSidesInADisputeDoesNotSettleIt(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	both := func(unit, actor string) person {
		return h.join("both", "fi", grant{role: "EXPERT", unit: unit, actor: actor}, grant{role: "COORDINATOR", area: "TAYS"})
	}
	j := joint{house: h, teacher: h.teacher(taysSchool), expert: both(valteriUnit, "VALTERI"), partner: both(elmeriUnit, "ELMERI"), coordinator: h.coordinator("TAYS")}
	c := h.file(j.teacher, request("fi", autism))
	j.id = c.GetId()
	h.claim(j.expert, c)
	part := h.invites(j.expert, c, elmeriUnit)
	must[*casespb.Assignment](t)(j.partner.ClaimAssignment(ifMatch(ctx, part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	j.disputes()
	etag := j.listed(j.coordinator)[0].GetEtag()
	refuses := func(who string, p person) {
		t.Helper()
		_, err := p.SettleDispute(ifMatch(ctx, etag), j.settling(stays, ""))
		if info := refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED"); info.GetMetadata()["rule"] != "NO_PARTY_TO_DISPUTE" || info.GetMetadata()["who"] != "COORDINATOR" {
			t.Errorf("%s hears %v", who, info.GetMetadata())
		}
	}
	refuses("who raised it", j.partner)
	refuses("who leads", j.expert)
	held := h.read(j.partner, j.id).GetAssignments()[1]
	must[*casespb.Assignment](t)(j.partner.ReleaseAssignment(ifMatch(ctx, held.GetEtag()), &assignmentpb.ReleaseAssignmentRequest{AssignmentId: held.GetId()}))
	refuses("who raised it and gave the part back", j.partner)
	must[*casespb.Case](t)(j.coordinator.SettleDispute(ifMatch(ctx, etag), j.settling(stays, "")))
	h.replaysEqualRows()
}

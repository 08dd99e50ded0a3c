package services_test

import (
	"slices"
	"testing"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
)

func TestTheHeadIsToldWhichCasesOfWhoIsAwayNobodyIsOffered(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	cases := func(by person) []string {
		var ids []string
		for _, c := range r.staffOf(by, r.a).GetNotOfferedCases() {
			ids = append(ids, c.GetCaseId())
		}
		return ids
	}
	id, offered := r.held(r.a), r.held(r.a)
	r.isAway(r.a, away(r.a, 0, 9, r.b.id))
	r.offers(r.a, r.b, r.read(r.a, offered).GetAssignments()[0], handOverNote)
	for _, by := range []person{r.head, r.a} {
		if got := cases(by); !slices.Equal(got, []string{id}) {
			t.Errorf("%s is told %v, want %s", by.subject, got, id)
		}
	}
	e := r.staffOf(r.head, r.a)
	if c := e.GetNotOfferedCases()[0]; c.GetNumber() != r.read(r.head, id).GetNumber() || e.GetNotOffered() != 1 {
		t.Errorf("the head is told %v and %d parts", c, e.GetNotOffered())
	}
	if got := cases(r.b); len(got) != 0 {
		t.Errorf("who may write nothing for them is told %v", got)
	}
}

func TestOnlyTheHeadsListOfCasesTellsWhoHoldsThem(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	elsewhere := r.lead(elmeriUnit, "ELMERI")
	teacher := r.teacher(taysSchool)
	c := r.file(teacher, request("fi", autism))
	holders := func(by person) []string {
		list := must[*caseworkpb.ListCasesResponse](t)(by.ListCases(t.Context(), &caseworkpb.ListCasesRequest{})).GetCases()
		i := slices.IndexFunc(list, func(card *casespb.Card) bool { return card.GetCaseId() == c.GetId() })
		if i < 0 {
			t.Fatalf("%s has no card", by.subject)
		}
		return list[i].GetHolderNames()
	}
	if got := holders(r.head); len(got) != 0 {
		t.Errorf("nobody holds it, and the head is told %v", got)
	}
	r.claim(r.a, c)
	part := must[*casespb.Case](t)(r.a.InvitePartner(ifMatch(t.Context(), r.read(r.a, c.GetId()).GetEtag()), inviting(c, elmeriUnit))).GetAssignments()[1]
	partner := r.expert(elmeriUnit, "ELMERI")
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	for by, want := range map[*person][]string{&r.head: {nameOf(r.a.subject)}, &elsewhere: {nameOf(partner.subject)}, &teacher: nil, &r.a: nil} {
		if got := holders(*by); !slices.Equal(got, want) {
			t.Errorf("%s is told %v, want %v", by.subject, got, want)
		}
	}
}

package services_test

import (
	"testing"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
)

func TestRoundTripsToTheDatabaseAreFew(t *testing.T) {
	t.Parallel()
	trips := &postgres.TripCounter{}
	h := start(t, withoutJobs, func(c *services.Config) { // what jobs ask is nobody's call
		c.Dial = trips.Dial
		c.MaxConns = 1 // every call uses the connection that the ones before have warmed
	})
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	var c *casespb.Case
	var draft *intakepb.Draft
	for _, step := range []struct {
		name  string
		limit int64
		// before runs uncounted.
		before func()
		call   func()
	}{
		// Session, filing.
		{"file", 2, nil, func() { c = h.file(teacher, request("fi", autism)) }},
		// Session, locked case, claim.
		{"claim", 3, func() { c = h.file(teacher, request("fi", autism)) }, func() { h.claim(expert, c) }},
		// One more for the draft itself.
		{"file a draft", 3, func() {
			draft = must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
		}, func() {
			must[*casespb.Case](t)(teacher.SubmitDraft(t.Context(), &intakepb.SubmitDraftRequest{DraftId: draft.GetId()}))
		}},
		{"save a draft", 3, func() {
			draft = must[*intakepb.Draft](t)(teacher.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{}))
		}, func() {
			must[*intakepb.Draft](t)(teacher.UpdateDraft(ifMatch(t.Context(), draft.GetEtag()), &intakepb.UpdateDraftRequest{
				Draft: &intakepb.Draft{Id: draft.GetId(), Request: request("fi", autism)},
			}))
		}},
		{"queue page", 2, nil, func() {
			must[*assignmentpb.ListQueueResponse](t)(expert.ListQueue(t.Context(), &assignmentpb.ListQueueRequest{UnitId: valteriUnit}))
		}},
		{"case page", 2, nil, func() { h.read(teacher, c.GetId()) }},
		{"list of cases", 2, nil, func() {
			must[*caseworkpb.ListCasesResponse](t)(teacher.ListCases(t.Context(), &caseworkpb.ListCasesRequest{}))
		}},
	} {
		var n int64
		for range 3 { // the first run prepares statements
			if step.before != nil {
				step.before()
			}
			n = postgres.CountTrips(trips, step.call)
		}
		t.Logf("%s: %d round trips", step.name, n)
		if n > step.limit {
			t.Errorf("%s takes %d round trips, want at most %d", step.name, n, step.limit)
		}
	}
}

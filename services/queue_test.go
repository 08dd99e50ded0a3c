package services_test

import (
	"slices"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/cases/watch"
)

func TestAClaimIsUndoneAtOnceWithoutAReasonAndLaterWithOne(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h := start(t, func(c *services.Config) { c.Now = clock.now })
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	release := func(a *casespb.Assignment, reason string) (*casespb.Assignment, error) {
		return expert.ReleaseAssignment(ifMatch(t.Context(), a.GetEtag()), &assignmentpb.ReleaseAssignmentRequest{AssignmentId: a.GetId(), Reason: reason})
	}
	undone := must[*casespb.Assignment](t)(release(h.claim(expert, c), ""))
	c.Assignments = []*casespb.Assignment{undone}
	held := h.claim(expert, c)
	clock.advance(20 * time.Second)
	_, err := release(held, "")
	if info := refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED"); info.GetMetadata()["rule"] != "REASON_GIVEN" {
		t.Errorf("what stands against it is %v", info)
	}
	must[*casespb.Assignment](t)(release(held, "Kalenteri on täynnä."))
}

func TestAQueueIsNarrowedAndSortedAndTellsWhoHasTakenWhat(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, expert, colleague := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	var filed []*casespb.Case
	for _, change := range []func(*casespb.Request){
		func(*casespb.Request) {},
		func(r *casespb.Request) { r.Grades, r.Urgency = []int32{8}, casespb.Urgency_URGENCY_ACUTE_SCHOOLING },
		func(r *casespb.Request) { r.Urgency = casespb.Urgency_URGENCY_NORMAL },
		func(r *casespb.Request) { r.Needs = []casespb.Need{hearing} },
	} {
		r := request("fi", autism)
		change(r)
		filed = append(filed, h.file(teacher, r))
	}
	if err := (&watch.Worker{DB: h.db.Worker(), Now: time.Now, Targets: clocks.Shipped()}).Work(t.Context(), &river.Job[watch.Args]{}); err != nil {
		t.Fatal(err)
	}
	list := func(req *assignmentpb.ListQueueRequest) (got []int) {
		t.Helper()
		req.UnitId, req.PageSize = valteriUnit, 2
		for {
			page := must[*assignmentpb.ListQueueResponse](t)(expert.ListQueue(t.Context(), req))
			for _, a := range page.GetAssignments() {
				got = append(got, slices.IndexFunc(filed, func(c *casespb.Case) bool { return c.GetId() == a.GetCaseId() }))
			}
			req.PageToken = page.GetNextPageToken()
			if req.GetPageToken() == "" {
				if int(page.GetTotalSize()) != len(got) {
					t.Errorf("%v lists %d of %d", req, len(got), page.GetTotalSize())
				}
				return got
			}
		}
	}
	for _, c := range []struct {
		req  *assignmentpb.ListQueueRequest
		want []int
	}{
		{&assignmentpb.ListQueueRequest{}, []int{0, 1, 2, 3}},
		{&assignmentpb.ListQueueRequest{ByDue: true}, []int{1, 0, 3, 2}},
		{&assignmentpb.ListQueueRequest{GradeBand: casespb.GradeBand_GRADE_BAND_7_9}, []int{1}},
		{&assignmentpb.ListQueueRequest{Urgency: casespb.Urgency_URGENCY_SOON}, []int{0, 3}},
		{&assignmentpb.ListQueueRequest{Need: autism, ByDue: true}, []int{1, 0, 2}},
		{&assignmentpb.ListQueueRequest{Language: "sv"}, nil},
		{&assignmentpb.ListQueueRequest{Language: "fi", Area: casespb.Area_AREA_TAYS}, []int{0, 1, 2, 3}},
		{&assignmentpb.ListQueueRequest{Area: casespb.Area_AREA_OYS}, nil},
	} {
		if got := list(c.req); !slices.Equal(got, c.want) {
			t.Errorf("%v lists %v, want %v", c.req, got, c.want)
		}
	}

	h.claim(colleague, filed[1])
	taken := must[*assignmentpb.ListQueueResponse](t)(expert.ListQueue(t.Context(), &assignmentpb.ListQueueRequest{UnitId: valteriUnit})).GetTaken()
	if len(taken) != 1 || taken[0].GetCaseId() != filed[1].GetId() || taken[0].GetHolderName() != nameOf(colleague.subject) || taken[0].GetCard() != nil {
		t.Errorf("taken are %v", taken)
	}
	h.exec("UPDATE assignments SET update_time = update_time - interval '16 minutes' WHERE case_id = $1", filed[1].GetId())
	if later := must[*assignmentpb.ListQueueResponse](t)(expert.ListQueue(t.Context(), &assignmentpb.ListQueueRequest{UnitId: valteriUnit})).GetTaken(); len(later) != 0 {
		t.Errorf("long ago were taken %v", later)
	}
}

func TestMyWorkTellsWhatHasChangedSinceIHaveLookedAndWhatTakesAFewMinutes(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, expert, colleague := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.claim(colleague, h.file(teacher, request("fi", autism)))
	mine := func(changed bool, step assignmentpb.QuickStep) {
		t.Helper()
		work := must[*assignmentpb.ListMyWorkResponse](t)(expert.ListMyWork(t.Context(), &assignmentpb.ListMyWorkRequest{})).GetWork()
		if len(work) != 1 || work[0].GetCaseId() != c.GetId() || work[0].GetChanged() != changed || work[0].GetQuickStep() != step {
			t.Errorf("the work is %v, want the case %s, changed %v, %s", work, c.GetId(), changed, step)
		}
	}
	const long, reply = assignmentpb.QuickStep_QUICK_STEP_UNSPECIFIED, assignmentpb.QuickStep_QUICK_STEP_REPLY
	mine(false, long) // the claim is the expert's own
	must[*caseworkpb.Message](t)(teacher.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Lisätieto."}))
	mine(true, reply)
	h.read(expert, c.GetId())
	mine(false, reply)
	// What I write from an old page does not hide what I have not read.
	must[*caseworkpb.Message](t)(teacher.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Vielä yksi asia."}))
	must[*caseworkpb.Message](t)(expert.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Palaan tähän."}))
	mine(true, reply)
	h.read(expert, c.GetId())
	must[*caseworkpb.Message](t)(expert.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Kiitos."}))
	mine(false, long)
	if work := must[*assignmentpb.ListMyWorkResponse](t)(teacher.ListMyWork(t.Context(), &assignmentpb.ListMyWorkRequest{})).GetWork(); len(work) != 0 {
		t.Errorf("who holds nothing works on %v", work)
	}
}

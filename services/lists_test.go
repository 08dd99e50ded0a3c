package services_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/reflect/protoreflect"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

func TestListsShowEachPersonTheirOwn(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, colleague, principal := h.teacher(taysSchool), h.teacher(taysSchool), h.principal(taysSchool)
	expert, lead := h.expert(valteriUnit, "VALTERI"), h.join("lead", "fi", grant{role: "LEAD", unit: valteriUnit, actor: "VALTERI"})
	one, two := h.file(teacher, request("fi", autism)), h.file(colleague, request("fi", hearing))
	far := h.file(h.teacher(oysSchool), request("fi", autism))
	h.claim(expert, one)
	listed := func(p person, req *caseworkpb.ListCasesRequest) []string {
		var numbers []string
		for _, c := range must[*caseworkpb.ListCasesResponse](t)(p.ListCases(t.Context(), req)).GetCases() {
			numbers = append(numbers, c.GetNumber())
		}
		slices.Sort(numbers)
		return numbers
	}
	sorted := func(cs ...*casespb.Case) []string {
		var numbers []string
		for _, c := range cs {
			numbers = append(numbers, c.GetNumber())
		}
		slices.Sort(numbers)
		return numbers
	}
	all := &caseworkpb.ListCasesRequest{}
	for who, c := range map[string]struct {
		p    person
		req  *caseworkpb.ListCasesRequest
		want []string
	}{
		"a teacher":                          {teacher, all, sorted(one)},
		"a colleague":                        {colleague, all, sorted(two)},
		"the principal":                      {principal, all, sorted(one, two)},
		"the expert":                         {expert, all, sorted(one)},
		"the lead":                           {lead, all, sorted(one, two)},
		"the lead, by phase":                 {lead, &caseworkpb.ListCasesRequest{Phase: casespb.Phase_PHASE_QUEUED}, sorted(two)},
		"the principal, by number":           {principal, &caseworkpb.ListCasesRequest{Number: strings.ToLower(two.GetNumber())}, sorted(two)},
		"the teacher, by a colleague's":      {teacher, &caseworkpb.ListCasesRequest{Number: two.GetNumber()}, nil},
		"the principal, by another school's": {principal, &caseworkpb.ListCasesRequest{Number: far.GetNumber()}, nil},
		"the principal, by no number":        {principal, &caseworkpb.ListCasesRequest{Number: "xx"}, nil},
		"the expert, mine":                   {expert, &caseworkpb.ListCasesRequest{Mine: true}, sorted(one)},
		"the lead, mine":                     {lead, &caseworkpb.ListCasesRequest{Mine: true}, nil},
	} {
		if got := listed(c.p, c.req); !slices.Equal(got, c.want) {
			t.Errorf("%s lists %v, want %v", who, got, c.want)
		}
	}
	for who, p := range map[string]person{"a coordinator": h.coordinator(""), "an auditor": h.join("auditor", "fi", grant{role: "AUDITOR"})} {
		_, err := p.ListCases(t.Context(), all)
		if infoOf(err).GetReason() != "NOT_FOUND" {
			t.Errorf("%s lists cases: %v", who, err)
		}
	}
}

func TestACardTellsNothingThatNamesAChild(t *testing.T) {
	t.Parallel()
	fields := (&casespb.Card{}).ProtoReflect().Descriptor().Fields()
	allowed := "case_id number actor unit_id needs level grade_band language area county urgency parts phase turn waiting_since due clock create_time unit_name_fi unit_name_sv lacks locked holder_names"
	for i := range fields.Len() {
		if !slices.Contains(strings.Fields(allowed), string(fields.Get(i).Name())) {
			t.Errorf("a card shows %s", fields.Get(i).Name())
		}
	}
	h := start(t)
	teacher, coordinator := h.teacher(taysSchool), h.coordinator("TAYS")
	r := request("fi", autism)
	h.file(teacher, r)
	card := must[*caseloadpb.ListCaseloadCasesResponse](t)(coordinator.ListCaseloadCases(t.Context(), &caseloadpb.ListCaseloadCasesRequest{})).GetCases()[0]
	for _, secret := range []string{r.GetSituation(), r.GetQuestion(), taysSchool.name, taysSchool.municipality, nameOf(teacher.subject)} {
		if strings.Contains(card.String(), secret) {
			t.Errorf("the card tells %q: %v", secret, card)
		}
	}
	if card.GetGradeBand() != casespb.GradeBand_GRADE_BAND_3_6 || card.GetCounty() == "" {
		t.Errorf("the card is %v", card)
	}
}

func TestTheQueueIsTheUnitsOwnAndInPages(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	var want []string
	for i := range 5 {
		need := autism
		if i%2 == 1 {
			need = hearing
		}
		want = append(want, h.file(teacher, request("fi", need)).GetNumber())
	}
	var got []string
	token := ""
	for {
		page := must[*assignmentpb.ListQueueResponse](t)(expert.ListQueue(t.Context(), &assignmentpb.ListQueueRequest{UnitId: valteriUnit, PageSize: 2, PageToken: token}))
		if page.GetTotalSize() != 5 {
			t.Errorf("%d wait, want 5", page.GetTotalSize())
		}
		for _, a := range page.GetAssignments() {
			got = append(got, a.GetCard().GetNumber())
		}
		if token = page.GetNextPageToken(); token == "" {
			break
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("the queue is %v, want %v, oldest first", got, want)
	}
	only := must[*assignmentpb.ListQueueResponse](t)(expert.ListQueue(t.Context(), &assignmentpb.ListQueueRequest{UnitId: valteriUnit, Need: hearing}))
	if only.GetTotalSize() != 2 || len(only.GetAssignments()) != 2 {
		t.Errorf("with the need: %v", only)
	}
	for _, p := range []person{h.expert(skillaUnit, "VALTERI"), teacher} {
		_, err := p.ListQueue(t.Context(), &assignmentpb.ListQueueRequest{UnitId: valteriUnit})
		_, unknown := p.ListQueue(t.Context(), &assignmentpb.ListQueueRequest{UnitId: unknownID})
		refused(t, err, codes.NotFound, "NOT_FOUND")
		sameStatus(t, "the queue of another unit", err, unknown)
	}
}

func TestTheCaseloadIsOfTheCoordinatorsAreas(t *testing.T) {
	t.Parallel()
	h := start(t)
	for at, needs := range map[school][]casespb.Need{taysSchool: {autism, behaviour}, oysSchool: {autism}, alandSchool: {hearing}} {
		for _, need := range needs {
			h.file(h.teacher(at), request(at.language, need))
		}
	}
	area := func(a casespb.Area) *caseloadpb.GetCaseloadRequest { return &caseloadpb.GetCaseloadRequest{Area: a} }
	tays, oys := casespb.Area_AREA_TAYS, casespb.Area_AREA_OYS
	several := h.join("coordinator", "fi", grant{role: "COORDINATOR", area: "TAYS"}, grant{role: "COORDINATOR", area: "OYS"})
	for who, c := range map[string]struct {
		p    person
		req  *caseloadpb.GetCaseloadRequest
		want int32
	}{
		"national":             {h.coordinator(""), area(0), 4},
		"national, one area":   {h.coordinator(""), area(tays), 2},
		"national, one actor":  {h.coordinator(""), &caseloadpb.GetCaseloadRequest{Actor: casespb.Actor_ACTOR_VALTERI}, 3},
		"of an area":           {h.coordinator("TAYS"), area(0), 2},
		"of an area, of other": {h.coordinator("TAYS"), area(oys), 0},
		"of two areas":         {several, area(0), 3},
	} {
		load := must[*caseloadpb.Caseload](t)(c.p.GetCaseload(t.Context(), c.req))
		if load.GetTotal() != c.want || load.GetOpen() != c.want {
			t.Errorf("%s: %d in all and %d open, want %d: %v", who, load.GetTotal(), load.GetOpen(), c.want, load)
		}
		cards := must[*caseloadpb.ListCaseloadCasesResponse](t)(c.p.ListCaseloadCases(t.Context(),
			&caseloadpb.ListCaseloadCasesRequest{Area: c.req.GetArea(), Actor: c.req.GetActor()}))
		if len(cards.GetCases()) != int(c.want) {
			t.Errorf("%s: %d cards, want %d", who, len(cards.GetCases()), c.want)
		}
	}
	load := must[*caseloadpb.Caseload](t)(several.GetCaseload(t.Context(), area(0)))
	needs := map[casespb.Need]int32{}
	for _, n := range load.GetNeeds() {
		needs[n.GetNeed()] = n.GetCount()
	}
	if len(needs) != 2 || needs[autism] != 2 || needs[behaviour] != 1 {
		t.Errorf("the needs are %v", load.GetNeeds())
	}
	h.listBehindEachFigure(several, load)
	for _, p := range []person{h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.join("auditor", "fi", grant{role: "AUDITOR"})} {
		_, err := p.GetCaseload(t.Context(), area(0))
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
}

// listBehindEachFigure opens the list behind each figure: it shows as many cases as the figure says, also once one of
// them has ended.
func (h *house) listBehindEachFigure(coordinator person, load *caseloadpb.Caseload) {
	h.t.Helper()
	teacher := h.teacher(taysSchool)
	ended := h.file(teacher, request("fi", autism))
	must[*casespb.Case](h.t)(teacher.WithdrawCase(ifMatch(h.t.Context(), ended.GetEtag()), &intakepb.WithdrawCaseRequest{CaseId: ended.GetId()}))
	count := func(req *caseloadpb.ListCaseloadCasesRequest) int32 {
		return int32(len(must[*caseloadpb.ListCaseloadCasesResponse](h.t)(coordinator.ListCaseloadCases(h.t.Context(), req)).GetCases()))
	}
	for _, n := range load.GetNeeds() {
		if got := count(&caseloadpb.ListCaseloadCasesRequest{Need: n.GetNeed(), Open: true}); got != n.GetCount() {
			h.t.Errorf("%d open cases are listed for %v", got, n)
		}
	}
	if load.GetOpen() != count(&caseloadpb.ListCaseloadCasesRequest{Open: true}) {
		h.t.Errorf("the open cases of %v are not those that are listed", load)
	}
	triage := casespb.Phase_PHASE_TRIAGE
	if got := count(&caseloadpb.ListCaseloadCasesRequest{Phase: triage, Unled: true}); got != 1 {
		h.t.Errorf("%d cases are listed that nobody leads; want the one in triage", got)
	}
	if got := count(&caseloadpb.ListCaseloadCasesRequest{Unled: true}); got != 2 {
		h.t.Errorf("%d cases are listed that nobody leads; want the one in triage and the withdrawn one", got)
	}
}

func TestEveryRoleOfASentenceHasItsWords(t *testing.T) {
	t.Parallel()
	h := start(t)
	for _, language := range []string{"fi", "sv", "en"} {
		teacher := h.join("teacher", language, grant{role: "REQUESTER", school: taysSchool.id})
		for n := range casespb.Need_name {
			need := casespb.Need(n)
			if need == 0 {
				continue
			}
			c := h.file(teacher, request("fi", need))
			if s := c.GetRouting().GetSentence(); s == "" || strings.Contains(s, "NEED_") || strings.Contains(s, "%!") || strings.Contains(s, "Syy: .") {
				t.Errorf("in %s %s is explained by %q", language, protoreflect.Name(need.String()), s)
			}
		}
	}
}

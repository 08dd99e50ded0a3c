package services_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/testing/protocmp"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// queueOf answers what waits in a unit, what is due first first.
func (h *house) queueOf(p person, unit string) []*casespb.Assignment {
	h.t.Helper()
	return must[*assignmentpb.ListQueueResponse](h.t)(p.ListQueue(h.t.Context(), &assignmentpb.ListQueueRequest{UnitId: unit, ByDue: true})).GetAssignments()
}

func TestAPartnerIsWarnedAndEscalatedOfItsOwnPart(t *testing.T) {
	t.Parallel()
	w := watched(t)
	teacher, expert := w.teacher(taysSchool), w.expert(valteriUnit, "VALTERI")
	head, partner, coordinator := w.lead(elmeriUnit, "ELMERI"), w.expert(elmeriUnit, "ELMERI"), w.coordinator("TAYS")
	c := w.file(teacher, request("fi", autism))
	w.claim(expert, c)
	must[*caseworkpb.Message](t)(expert.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Palaan asiaan."}))
	invited := workdays.Of(w.clock.now())
	etag, wanted := w.read(expert, c.GetId()).GetEtag(), invited.Add(10).String()
	req := inviting(c, elmeriUnit)
	req.DueDate = wanted
	part := must[*casespb.Case](t)(expert.InvitePartner(ifMatch(t.Context(), etag), req)).GetAssignments()[1]
	hears := func(ended workdays.Day, to person, what, link string) {
		t.Helper()
		w.at((ended + 1).Start())
		if m := w.box.next(t); m.to != to.subject+"@example.fi" || m.subject != "Vaatu "+c.GetNumber()+": "+what || !strings.Contains(m.body, "https://vaatu.example"+link+"\n") {
			t.Errorf("at the end of %s the mail is %+v", ended, m)
		}
		w.box.none(t)
	}
	// A part of a case that is wanted soon is taken within three working days, as a lead is.
	hears(invited.Add(2), head, "määräaika lähestyy", "/cases/"+c.GetId())
	hears(invited.Add(3), head, "määräaika on ylittynyt", "/cases/"+c.GetId())
	hears(invited.Add(5), coordinator, "määräaika on ylittynyt", "/caseload")
	if card := w.queueOf(w.as(partner, "fi"), elmeriUnit)[0].GetCard(); card.GetClock().GetGoal() != casespb.Goal_GOAL_ACCEPTANCE || card.GetClock().GetDueDate() != invited.Add(3).String() {
		t.Errorf("in the queue the card has %v", card.GetClock())
	}
	// Held, it goes by the day of the invitation, also after the advice: the lead's own clocks are not the partner's.
	partner, expert = w.as(partner, "fi"), w.as(expert, "fi")
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	w.advises(expert, c, "Neuvo")
	must[*casespb.Case](t)(expert.PublishAdvice(ifMatch(t.Context(), w.read(expert, c.GetId()).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()}))
	w.at(w.clock.now())
	if mine := w.mine(partner); mine[0].GetTurn() != casespb.Turn_TURN_EXPERT || mine[0].GetClock().GetGoal() != casespb.Goal_GOAL_PART || mine[0].GetClock().GetDueDate() != wanted {
		t.Errorf("the partner's own case is %v", mine)
	}
	if mine := w.mine(expert); mine[0].GetTurn() != casespb.Turn_TURN_SCHOOL || mine[0].GetClock() != nil {
		t.Errorf("the lead's own case is %v", mine)
	}
	hears(invited.Add(8), partner, "määräaika lähestyy", "/cases/"+c.GetId())
	hears(invited.Add(10), head, "määräaika on ylittynyt", "/cases/"+c.GetId())
	partner = w.as(partner, "fi")
	var arithmetic []string
	list := must[*caseworkpb.ListEventsResponse](t)(partner.ListEvents(t.Context(), &caseworkpb.ListEventsRequest{CaseId: c.GetId()}))
	for _, k := range list.GetClocks() {
		if k.GetAssignmentId() == part.GetId() {
			arithmetic = append(arithmetic, k.GetGoal().String()+" "+k.GetState().String())
		}
	}
	if want := []string{"GOAL_ACCEPTANCE CLOCK_STATE_DONE", "GOAL_PART CLOCK_STATE_OVER"}; !slices.Equal(arithmetic, want) {
		t.Errorf("the clocks of the part are %q, want %q", arithmetic, want)
	}
	w.advises(partner, c, "Kumppanin neuvo")
	must[*casespb.Assignment](t)(partner.CompleteAssignment(ifMatch(t.Context(), w.read(partner, c.GetId()).GetEtag()), &assignmentpb.CompleteAssignmentRequest{AssignmentId: part.GetId()}))
	w.at((invited.Add(40) + 1).Start())
	w.box.none(t)
	w.replaysEqualRows()
}

func TestCoordinationSeesWhichPartnerIsLate(t *testing.T) {
	t.Parallel()
	w := watched(t)
	teacher, expert, partner := w.teacher(taysSchool), w.expert(valteriUnit, "VALTERI"), w.expert(elmeriUnit, "ELMERI")
	coordinator, elsewhere := w.coordinator("TAYS"), w.coordinator("OYS")
	c, other := w.file(teacher, request("fi", autism)), w.file(teacher, request("fi", autism))
	w.claim(expert, c)
	w.claim(expert, other)
	for _, id := range []string{c.GetId(), other.GetId()} {
		must[*caseworkpb.Message](t)(expert.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: id, Text: "Palaan asiaan."}))
	}
	invited, part := workdays.Of(w.clock.now()), w.invites(expert, c, elmeriUnit)
	late := func(want int32) {
		t.Helper()
		by := w.as(coordinator, "fi")
		load := must[*caseloadpb.Caseload](t)(by.GetCaseload(t.Context(), &caseloadpb.GetCaseloadRequest{}))
		listed := must[*caseloadpb.ListCaseloadCasesResponse](t)(by.ListCaseloadCases(t.Context(), &caseloadpb.ListCaseloadCasesRequest{Late: true})).GetCases()
		if load.GetLate() != want || len(listed) != int(want) {
			t.Errorf("%d cases are counted as late, listed are %v; want %d", load.GetLate(), listed, want)
		}
	}
	shown := func(want ...*casespb.PartClock) {
		t.Helper()
		for _, card := range must[*caseloadpb.ListCaseloadCasesResponse](t)(w.as(coordinator, "fi").ListCaseloadCases(t.Context(), &caseloadpb.ListCaseloadCasesRequest{})).GetCases() {
			if card.GetCaseId() == other.GetId() && len(card.GetParts()) > 0 {
				t.Errorf("a card without partners shows %v", card.GetParts())
			}
			if diff := cmp.Diff(want, card.GetParts(), protocmp.Transform(), protocmp.IgnoreFields(&casespb.Clock{}, "warn_date")); card.GetCaseId() == c.GetId() && diff != "" {
				t.Errorf("the card shows of partners (-want +got)\n%s", diff)
			}
		}
	}
	clock := &casespb.PartClock{
		UnitId: elmeriUnit, UnitNameFi: part.GetUnitNameFi(), UnitNameSv: part.GetUnitNameSv(),
		Clock: &casespb.Clock{Goal: casespb.Goal_GOAL_ACCEPTANCE, DueDate: invited.Add(3).String()},
	}
	w.at(invited.Add(3).Start())
	late(0)
	shown(clock)
	w.at((invited.Add(3) + 1).Start())
	late(1)
	shown(clock)
	for who, n := range map[*person]int{&coordinator: 1, &elsewhere: 0, &expert: 0, &partner: 0, &teacher: 0} {
		if got := w.countAs(w.as(*who, "fi"), "SELECT count(*) FROM access.part_clocks(NULL, NULL)"); got != n {
			t.Errorf("%s sees %d clocks of partners; want %d", who.subject, got, n)
		}
	}
	must[*casespb.Assignment](t)(w.as(partner, "fi").DeclineAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.DeclineAssignmentRequest{
		AssignmentId: part.GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_NO_CAPACITY, Suggestion: "Kysykää ensi kuussa.",
	}))
	w.at(w.clock.now())
	late(0)
	shown()
}

func TestAPartnersOwnQuestionAloneStopsItsClock(t *testing.T) {
	t.Parallel()
	w := watched(t)
	w.coordinator("")
	expert, partner := w.expert(valteriUnit, "VALTERI"), w.expert(elmeriUnit, "ELMERI")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	w.claim(expert, c)
	w.ask(expert, c, "Milloin tilanne alkoi?")
	part := w.invites(expert, c, elmeriUnit)
	w.at(w.clock.now())
	if due := w.queueOf(partner, elmeriUnit)[0].GetCard().GetClock().GetDueDate(); due == "" {
		t.Error("while the lead waits for the school, the partner's part has no day")
	}
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	for _, asks := range []bool{false, true} {
		if asks {
			w.ask(partner, c, "Mitä on kokeiltu?")
		}
		w.at(w.clock.now())
		card := w.mine(partner)[0]
		if waits := card.GetTurn() == casespb.Turn_TURN_SCHOOL && card.GetClock().GetDueDate() == ""; waits != asks {
			t.Errorf("it has asked: %v; the card is %v", asks, card)
		}
	}
	w.replaysEqualRows()
	w.exec("UPDATE assignments SET clock_goal = 'ACCEPTANCE' WHERE id = $1", part.GetId())
	var lines []string
	if _, err := services.Check(t.Context(), w.db.URL("vaatu_operator"), func(line string) { lines = append(lines, line) }); err != nil {
		t.Fatal(err)
	}
	if want := c.GetId() + ": assignment " + part.GetId() + ": lists show another clock than the events give"; !slices.Contains(lines, want) {
		t.Errorf("the check finds %q", lines)
	}
}

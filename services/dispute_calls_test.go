package services_test

import (
	"slices"
	"strings"
	"testing"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// toSettle answers how the clock of a dispute stands to somebody of a unit.
func (j joint) toSettle(p person) []string {
	j.t.Helper()
	var all []string
	for _, k := range must[*caseworkpb.ListEventsResponse](j.t)(p.ListEvents(j.t.Context(), &caseworkpb.ListEventsRequest{CaseId: j.id})).GetClocks() {
		if k.GetGoal() == casespb.Goal_GOAL_SETTLEMENT {
			all = append(all, k.GetState().String()+" "+k.GetDueDate())
		}
	}
	return all
}

func TestCoordinationIsCalledUntilADisputeIsSettled(t *testing.T) {
	t.Parallel()
	w := watched(t)
	j := jointly(t, w.house)
	must[*caseworkpb.Message](t)(j.expert.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: j.id, Text: saidBeside}))
	j.disputes()
	raised := workdays.Of(w.clock.now())
	due := raised.Add(3).String() // of a case that is wanted soon
	w.at(w.clock.now())
	if d := j.listed(j.coordinator)[0].GetDispute(); d.GetClock().GetDueDate() != due || d.GetClock().GetGoal() != casespb.Goal_GOAL_SETTLEMENT {
		t.Errorf("coordination has until %v", d.GetClock())
	}
	if got := j.toSettle(j.expert); !slices.Equal(got, []string{"CLOCK_STATE_RUNNING " + due}) {
		t.Errorf("the units read %q", got)
	}
	w.replaysEqualRows()
	calls := func() int {
		return w.count("SELECT count(*) FROM notify.calls WHERE goal = 'SETTLEMENT' AND person_id = $1", j.coordinator.id)
	}
	for _, step := range []struct {
		ended workdays.Day
		what  string
		calls int
	}{{raised.Add(2), ": erimielisyyden ratkaisun määräaika lähestyy", 1}, {raised.Add(3), ": erimielisyyden ratkaisun määräaika on ylittynyt", 2}} {
		w.at((step.ended + 1).Start())
		var told []string
		for len(w.box.letters) > 0 { // others hear of their own parts
			if m := <-w.box.letters; m.to == j.coordinator.subject+"@example.fi" {
				told = append(told, m.subject)
				if !strings.Contains(m.body, "https://vaatu.example/triage\n") {
					t.Errorf("the mail leads elsewhere: %s", m.body)
				}
			}
		}
		if len(told) != 1 || !strings.HasSuffix(told[0], step.what) || calls() != step.calls {
			t.Errorf("at the end of %s there are %d calls, and the mails %q", step.ended, calls(), told)
		}
	}
	j.expert, j.partner, j.coordinator = w.as(j.expert, "fi"), w.as(j.partner, "fi"), w.as(j.coordinator, "fi")
	if got := j.toSettle(j.expert); !slices.Equal(got, []string{"CLOCK_STATE_OVER " + due}) {
		t.Errorf("once it is late the units read %q", got)
	}
	w.exec("UPDATE cases SET dispute_due = dispute_due + 1 WHERE id = $1", j.id)
	var lines []string
	if _, err := services.Check(t.Context(), w.db.URL("vaatu_operator"), func(line string) { lines = append(lines, line) }); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(lines, j.id+": lists show another clock of a dispute than the events give") {
		t.Errorf("the check finds %q", lines)
	}
	j.settles(stays, "")
	w.at((raised.Add(30) + 1).Start())
	j.expert, j.partner, j.coordinator = w.as(j.expert, "fi"), w.as(j.partner, "fi"), w.as(j.coordinator, "fi")
	if calls() != 2 || len(j.toSettle(j.expert)) != 0 {
		t.Errorf("settled, there are %d calls, and the units read %q", calls(), j.toSettle(j.expert))
	}
	j.disputes() // anew, and so called for anew
	w.at((workdays.Of(w.clock.now()).Add(3) + 1).Start())
	if calls() != 3 {
		t.Errorf("of another dispute there are %d calls", calls()-2)
	}
	w.replaysEqualRows()
}

func TestALeadThatMovesIntoAWaitingPartIsCalledForAnew(t *testing.T) {
	t.Parallel()
	w := watched(t)
	j := joint{house: w.house, expert: w.expert(valteriUnit, "VALTERI"), coordinator: w.coordinator("TAYS")}
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	j.id = c.GetId()
	w.at((workdays.Of(w.clock.now()).Add(5) + 1).Start())
	calls := func(want int) {
		t.Helper()
		const called = "SELECT count(*) FROM notify.calls WHERE case_id = $1 AND goal = 'ACCEPTANCE' AND tell = 'ESCALATION' AND version = 0 AND person_id = $2"
		if n := w.count(called, j.id, j.coordinator.id); n != want {
			t.Errorf("coordination is called %d times of a lead that waits; want %d", n, want)
		}
	}
	calls(1)
	j.expert, j.coordinator = w.as(j.expert, "fi"), w.as(j.coordinator, "fi")
	w.claim(j.expert, c)
	invite := inviting(c, elmeriUnit)
	invite.DueDate = workdays.Of(w.clock.now()).Add(5).String()
	must[*casespb.Case](t)(j.expert.InvitePartner(ifMatch(t.Context(), j.read(j.expert, j.id).GetEtag()), invite))
	must[*casespb.Case](t)(j.expert.Dispute(ifMatch(t.Context(), j.read(j.expert, j.id).GetEtag()), &routingpb.DisputeRequest{CaseId: j.id, Reason: whyDisputed, ProposedUnitId: elmeriUnit}))
	w.at(w.clock.now())
	calls(1)
	if moved := j.settles(moves, elmeriUnit); moved.GetPhase() != casespb.Phase_PHASE_QUEUED {
		t.Errorf("moved, the case is %v", moved)
	}
	w.at(w.clock.now())
	calls(2)
}

func TestTheTargetOfADisputeIsToldBesideThatOfItsCase(t *testing.T) {
	t.Parallel()
	w := watched(t)
	j := jointly(t, w.house)
	j.disputes()
	number := j.read(j.expert, j.id).GetNumber()
	w.at((workdays.Of(w.clock.now()).Add(60) + 1).Start())
	for len(w.box.letters) > 0 {
		m := <-w.box.letters
		if m.to != j.coordinator.subject+"@example.fi" {
			continue
		}
		for _, line := range []string{": määräaika on ylittynyt\n", ": erimielisyyden ratkaisun määräaika on ylittynyt\n"} {
			if !strings.Contains(m.body, number+line) {
				t.Errorf("of %q coordination is not told: %s", line, m.body)
			}
		}
		return
	}
	t.Error("coordination is told nothing")
}

func TestADisputeThatIsOverIsNotToldAsOneThatIsThere(t *testing.T) {
	t.Parallel()
	w := tells(t)
	j := jointly(t, w.house)
	etag := j.disputes().GetDispute().GetEtag()
	must[*casespb.Case](t)(j.partner.WithdrawDispute(ifMatch(t.Context(), etag), &routingpb.WithdrawDisputeRequest{CaseId: j.id}))
	w.work()
	if m := w.box.next(t); m.to != j.expert.subject+"@example.fi" || !strings.HasSuffix(m.subject, ": erimielisyys päävastuusta on peruttu") {
		t.Errorf("of a dispute that was withdrawn is told %+v", m)
	}
	w.box.none(t)
	j.disputes() // and lapses with the part
	now := j.read(j.partner, j.id)
	must[*casespb.Assignment](t)(j.partner.CompleteAssignment(ifMatch(t.Context(), now.GetEtag()), &assignmentpb.CompleteAssignmentRequest{AssignmentId: now.GetAssignments()[1].GetId()}))
	w.work()
	if m := w.box.next(t); m.to != j.expert.subject+"@example.fi" || !strings.HasSuffix(m.subject, ": kumppanin osuus on valmis") {
		t.Errorf("of a dispute that has lapsed is told %+v", m)
	}
	w.box.none(t)
}

func TestOfADisputeWhoeverCoordinatesAndIsReachedHearsAndNoAdmin(t *testing.T) {
	t.Parallel()
	w := tells(t)
	j := jointly(t, w.house)
	country, admin := w.coordinator(""), w.admin()
	hears := func(what string, want ...person) {
		t.Helper()
		etag := j.disputes().GetDispute().GetEtag()
		w.work()
		for _, p := range []person{j.coordinator, country, admin} {
			n := w.count("SELECT count(*) FROM notify.calls WHERE tell = 'DISPUTE_TO_SETTLE' AND person_id = $1", p.id)
			if told := n > 0; told != slices.ContainsFunc(want, func(one person) bool { return one.id == p.id }) {
				t.Errorf("%s: %s is told: %v", what, p.subject, told)
			}
		}
		w.exec("DELETE FROM notify.calls")
		w.exec("DELETE FROM river.river_job WHERE kind = 'part'")
		must[*casespb.Case](t)(j.partner.WithdrawDispute(ifMatch(t.Context(), etag), &routingpb.WithdrawDisputeRequest{CaseId: j.id}))
	}
	hears("the area has a coordinator", j.coordinator)
	w.exec("UPDATE access.persons SET email = NULL WHERE id = $1", j.coordinator.id)
	hears("who has no address", country)
	w.exec("UPDATE access.persons SET email = NULL WHERE id = $1", country.id)
	hears("nor has the country's")
}

func TestUnitsAndCoordinationHearOfADisputeByMailWithoutItsWords(t *testing.T) {
	t.Parallel()
	w := tells(t)
	j := jointly(t, w.house)
	w.coordinator("") // who need not hear, while the area has its own
	named := "Vaatu " + j.read(j.expert, j.id).GetNumber() + ": "
	hear := func(what string, want map[string]string) {
		t.Helper()
		w.work()
		for range want {
			m := w.box.next(t)
			link, expected := want[strings.TrimSuffix(m.to, "@example.fi")+" "+strings.TrimPrefix(m.subject, named)]
			if !expected || !strings.Contains(m.body, "https://vaatu.example"+link+"\n") || strings.Contains(m.body, whyDisputed) || strings.Contains(m.body, whySettled) {
				t.Errorf("%s: the mail is %+v", what, m)
			}
		}
		w.box.none(t)
	}
	page := "/cases/" + j.id
	raised := map[string]string{
		j.expert.subject + " erimielisyys päävastuusta on viety koordinaatioryhmälle": page,
		j.coordinator.subject + " erimielisyys päävastuusta odottaa ratkaisua":        "/triage",
	}
	j.disputes()
	hear("raised", raised)
	j.settles(stays, "")
	hear("settled", map[string]string{
		j.expert.subject + " erimielisyys ratkaistu: päävastuu säilyy":  page,
		j.partner.subject + " erimielisyys ratkaistu: päävastuu säilyy": page,
	})
	j.disputes()
	hear("raised again", raised)
	j.settles(moves, elmeriUnit)
	hear("moved", map[string]string{
		j.expert.subject + " erimielisyys ratkaistu: päävastuu siirtyy":  "/",
		j.partner.subject + " erimielisyys ratkaistu: päävastuu siirtyy": page,
	})
}

package services_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/riverqueue/river"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/cases/watch"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
	"github.com/vip-verkosto/vaatu/services/notify"
)

func TestWhoWorksOnACaseSeesItsClocksAndTheSchoolDoesNot(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h, ctx := start(t, withoutJobs, func(c *services.Config) { c.Now = clock.now }), t.Context()
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	filed := workdays.Of(clock.now())
	h.claim(expert, c)
	h.ask(expert, c, "Milloin tilanne alkoi?")
	clock.advance((filed.Add(8) + 1).Start().Sub(clock.now()))
	expert, teacher = h.as(expert, "fi"), h.as(teacher, "fi")
	list := must[*caseworkpb.ListEventsResponse](t)(expert.ListEvents(ctx, &caseworkpb.ListEventsRequest{CaseId: c.GetId()}))
	var states []string
	var days int32
	for _, k := range list.GetClocks() {
		states = append(states, k.GetGoal().String()+" "+k.GetState().String())
		if k.GetGoal() == casespb.Goal_GOAL_ADVICE {
			days = k.GetUsedDays()
			for _, p := range k.GetPaused() {
				days += p.GetDays()
			}
			if k.GetTargetDays() != 15 || k.GetUsedDays() != 0 || k.GetDueDate() != "" || k.GetPaused()[0].GetOwner() != casespb.DayOwner_DAY_OWNER_SCHOOL {
				t.Errorf("while the school is asked, the clock of the advice is %v", k)
			}
		}
	}
	want := []string{"GOAL_FIRST_WORD CLOCK_STATE_DONE", "GOAL_ACCEPTANCE CLOCK_STATE_DONE", "GOAL_ADVICE CLOCK_STATE_PAUSED"}
	if diff := cmp.Diff(want, states); diff != "" || days != 8 {
		t.Errorf("%d working days are accounted for, want 8; the clocks (-want +got):\n%s", days, diff)
	}
	list = must[*caseworkpb.ListEventsResponse](t)(teacher.ListEvents(ctx, &caseworkpb.ListEventsRequest{CaseId: c.GetId()}))
	if len(list.GetEvents()) == 0 || len(list.GetClocks()) > 0 {
		t.Errorf("the school sees %d events and the clocks %v", len(list.GetEvents()), list.GetClocks())
	}
}

// watchers are two processes that work the jobs of clocks at the same time.
type watchers struct {
	*house

	clock *testClock
	box   *mailbox
}

func watched(t *testing.T) watchers {
	t.Helper()
	w := watchers{clock: &testClock{}, box: openMailbox(t)}
	w.house = start(t, withoutJobs, func(c *services.Config) { c.Now = w.clock.now })
	return w
}

// at sets the clock and lets both work.
func (w watchers) at(moment time.Time) {
	w.t.Helper()
	w.clock.advance(moment.Sub(w.clock.now()))
	ctx := w.t.Context()
	both := func(work func() error) {
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				if err := work(); err != nil {
					w.t.Error(err)
				}
			})
		}
		all.Wait()
	}
	both(func() error {
		return (&watch.Worker{DB: w.db.Worker(), Now: w.clock.now, Targets: clocks.Shipped()}).Work(ctx, &river.Job[watch.Args]{})
	})
	both(func() error {
		calls := &notify.Calls{DB: w.db.Worker(), Now: w.clock.now, BaseURL: "https://vaatu.example", Sender: notify.SMTP{Address: w.box.address, From: "vaatu@example.fi"}}
		return calls.Work(ctx, &river.Job[notify.CallsArgs]{})
	})
}

func TestEachStepOfATargetIsToldOnceWhateverClocksAndWorkersDo(t *testing.T) {
	t.Parallel()
	w := watched(t)
	lead := w.join("lead", "sv", grant{role: "LEAD", unit: valteriUnit, actor: "VALTERI"})
	coordinator, country := w.coordinator("TAYS"), w.coordinator("")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	filed := workdays.Of(w.clock.now())
	// A request that is wanted soon should be taken, and answered with a first word, in three working days.
	for _, step := range []struct {
		ended workdays.Day
		to    person
		kind  string
		link  string
	}{
		{filed.Add(1), person{}, "", ""},
		{filed.Add(2), lead, "tidsfristen närmar sig", "/cases/" + c.GetId()},
		{filed.Add(3), lead, "tidsfristen har överskridits", "/cases/" + c.GetId()},
		{filed.Add(4), person{}, "", ""},
		{filed.Add(5), coordinator, "määräaika on ylittynyt", "/caseload"},
		{filed.Add(6), person{}, "", ""},
		{filed.Add(2), person{}, "", ""},  // the clock is set back,
		{filed + 90, coordinator, "", ""}, // and forward by months
		{filed.Add(1), person{}, "", ""},
	} {
		w.at((step.ended + 1).Start())
		if step.kind == "" {
			for len(w.box.letters) > 0 {
				if m := <-w.box.letters; step.to.id == "" || !strings.HasPrefix(m.to, step.to.subject) {
					t.Errorf("at the end of %s somebody is told: %+v", step.ended, m)
				}
			}
			continue
		}
		m := w.box.next(t)
		if m.to != step.to.subject+"@example.fi" || m.subject != "Vaatu "+c.GetNumber()+": "+step.kind || !strings.Contains(m.body, "https://vaatu.example"+step.link+"\n") {
			t.Errorf("at the end of %s the mail is %+v", step.ended, m)
		}
		for _, secret := range []string{taysSchool.name, "autis", nameOf(lead.subject)} {
			if strings.Contains(m.subject+m.body, secret) {
				t.Errorf("the mail tells %q: %s", secret, m.body)
			}
		}
		w.box.none(t)
	}
	if n := w.count("SELECT count(*) FROM notify.calls WHERE person_id = $1", country.id); n != 0 {
		t.Errorf("the coordination of the country is called %d times beside that of the area", n)
	}
	w.replaysEqualRows()
}

func TestTheHolderIsWarnedAndTheHeadHearsOnlyOfWhatIsMissed(t *testing.T) {
	t.Parallel()
	w := watched(t)
	lead, expert, teacher := w.lead(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI"), w.teacher(taysSchool)
	first, second := w.file(teacher, request("fi", autism)), w.file(teacher, request("fi", autism))
	w.claim(expert, first)
	w.claim(expert, second)
	filed := workdays.Of(w.clock.now())
	w.at((filed.Add(2) + 1).Start())
	if m := w.box.next(t); m.to != expert.subject+"@example.fi" || m.subject != "Vaatu: ilmoituksia 2" ||
		!strings.Contains(m.body, first.GetNumber()+": määräaika lähestyy\n") || !strings.Contains(m.body, second.GetNumber()+": määräaika lähestyy\n") {
		t.Errorf("the holder of two is told by %+v", m)
	}
	w.box.none(t)
	expert = w.as(expert, "fi")
	must[*caseworkpb.Message](t)(expert.PostMessage(t.Context(), &caseworkpb.PostMessageRequest{CaseId: first.GetId(), Text: "Palaan asiaan."}))
	w.at((filed.Add(3) + 1).Start())
	if m := w.box.next(t); m.to != lead.subject+"@example.fi" || m.subject != "Vaatu "+second.GetNumber()+": määräaika on ylittynyt" {
		t.Errorf("the head is told by %+v", m)
	}
	w.box.none(t)
}

func TestSomebodyIsAlwaysToldOfACaseThatNobodyHolds(t *testing.T) {
	t.Parallel()
	w := watched(t)
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	filed := workdays.Of(w.clock.now())
	w.at((filed.Add(2) + 1).Start())
	if n := w.count("SELECT count(*) FROM notify.calls"); n != 0 {
		t.Errorf("%d are called where there is nobody", n)
	}
	for i, joins := range []func() person{
		w.admin, func() person { return w.coordinator("OYS") }, func() person { return w.coordinator("") },
		func() person { return w.coordinator("TAYS") }, func() person { return w.lead(valteriUnit, "VALTERI") },
	} {
		somebody := joins()
		w.exec("DELETE FROM notify.calls")
		if i > 0 { // where nobody was told, it is looked at by itself
			w.exec("UPDATE cases SET clock_version = 0")
		}
		w.at(w.clock.now())
		got := w.text("SELECT string_agg(DISTINCT person_id::text, ' ') FROM notify.calls WHERE case_id = $1", c.GetId())
		if got != somebody.id {
			t.Errorf("after %s came, %s is called", somebody.subject, got)
		}
	}
}

func TestACardTellsWhatIsDueNextToThoseWhoWorkOnIt(t *testing.T) {
	t.Parallel()
	w := watched(t)
	ctx := t.Context()
	teacher, expert := w.teacher(taysSchool), w.expert(valteriUnit, "VALTERI")
	c := w.file(teacher, request("fi", autism))
	filed := workdays.Of(w.clock.now())
	w.at(w.clock.now())
	queue := must[*assignmentpb.ListQueueResponse](t)(expert.ListQueue(ctx, &assignmentpb.ListQueueRequest{UnitId: valteriUnit}))
	want := &casespb.Clock{Goal: casespb.Goal_GOAL_FIRST_WORD, WarnDate: filed.Add(2).String(), DueDate: filed.Add(3).String()}
	if got := queue.GetAssignments()[0].GetCard().GetClock(); got.String() != want.String() {
		t.Errorf("in the queue the card has %v, want %v", got, want)
	}
	w.claim(expert, c)
	w.ask(expert, c, "Milloin tilanne alkoi?")
	w.at(w.clock.now())
	mine := must[*caseworkpb.ListCasesResponse](t)(expert.ListCases(ctx, &caseworkpb.ListCasesRequest{}))
	want = &casespb.Clock{Goal: casespb.Goal_GOAL_ADVICE}
	if got := mine.GetCases()[0].GetClock(); got.String() != want.String() {
		t.Errorf("while the school is asked, the card has %v, want %v", got, want)
	}
	schools := must[*caseworkpb.ListCasesResponse](t)(teacher.ListCases(ctx, &caseworkpb.ListCasesRequest{}))
	if got := schools.GetCases()[0].GetClock(); got != nil {
		t.Errorf("the school's card has %v", got)
	}
}

func TestWhoHasNoAddressDoesNotEndTheSearchForSomebody(t *testing.T) {
	t.Parallel()
	w := watched(t)
	lead, coordinator, admin := w.lead(valteriUnit, "VALTERI"), w.coordinator("TAYS"), w.admin()
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	filed := workdays.Of(w.clock.now())
	w.exec("UPDATE access.persons SET email = NULL WHERE id = ANY ($1)", []string{lead.id, coordinator.id})
	w.at((filed.Add(3) + 1).Start())
	m := w.box.next(t)
	if m.to != admin.subject+"@example.fi" || strings.Contains(m.subject+m.body, c.GetNumber()) || !strings.Contains(m.body, "https://vaatu.example/grants\n") {
		t.Errorf("where neither head nor coordination can be reached, the admin is told by %+v", m)
	}
	if n := w.count("SELECT count(*) FROM notify.calls WHERE tell = 'ESCALATION'"); n != 3*2 {
		t.Errorf("%d calls are recorded, want those of three people for two targets", n)
	}
}

func TestWhatIsGivenBackAndMissedAgainIsToldAgain(t *testing.T) {
	t.Parallel()
	w := watched(t)
	lead, expert := w.lead(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	filed := workdays.Of(w.clock.now())
	w.at((filed.Add(3) + 1).Start())
	if m := w.box.next(t); m.to != lead.subject+"@example.fi" {
		t.Errorf("of the first miss is told %+v", m)
	}
	expert = w.as(expert, "fi")
	held := w.claim(expert, c)
	must[*casespb.Assignment](t)(expert.ReleaseAssignment(ifMatch(t.Context(), held.GetEtag()), &assignmentpb.ReleaseAssignmentRequest{
		AssignmentId: held.GetId(), Reason: "Kalenteri on täynnä.",
	}))
	w.at((filed.Add(4) + 1).Start())
	if m := w.box.next(t); m.to != lead.subject+"@example.fi" {
		t.Errorf("of the second miss is told %+v", m)
	}
	w.box.none(t)
}

func TestCheckFindsAClockThatTheEventsDoNotGive(t *testing.T) {
	t.Parallel()
	w := watched(t)
	w.coordinator("") // somebody who is called
	teacher, expert := w.teacher(taysSchool), w.expert(valteriUnit, "VALTERI")
	waiting, asked := w.file(teacher, request("fi", autism)), w.file(teacher, request("fi", autism))
	w.claim(expert, asked)
	w.ask(expert, asked, "Milloin tilanne alkoi?")
	w.at(w.clock.now())
	w.replaysEqualRows()
	w.at((workdays.Of(w.clock.now()).Add(40) + 1).Start()) // time alone changes nothing
	w.replaysEqualRows()
	for id, change := range map[string]string{waiting.GetId(): "clock_due = clock_due + 1", asked.GetId(): "clock_goal = 'FIRST_WORD'"} {
		w.exec("UPDATE cases SET "+change+" WHERE id = $1", id)
		var lines []string
		if _, err := services.Check(t.Context(), w.db.URL("vaatu_operator"), func(line string) { lines = append(lines, line) }); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(lines, id+": lists show another clock than the events give") {
			t.Errorf("after %s the check finds %q", change, lines)
		}
	}
}

package services_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/riverqueue/river"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/directory"
	"github.com/vip-verkosto/vaatu/services/routing"
	"github.com/vip-verkosto/vaatu/services/routing/rulesets"
)

// ticker is the clock of cases.
func (w watchers) ticker() *cases.Ticker {
	db := w.db.Worker()
	return &cases.Ticker{
		Store: &cases.Store{Reader: cases.Reader{DB: db}, Jobs: inserter(w.t, db), Now: w.clock.now},
		Route: routing.Anew{
			Data:      directory.New(directory.NewStore(db), w.clock.now).GetRoutingData,
			Published: rulesets.Store{DB: db}.Published, Now: w.clock.now,
		}.Route,
	}
}

// tick lets two clocks do at once what is due.
func (w watchers) tick() {
	w.t.Helper()
	ticker := w.ticker()
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := ticker.Work(w.t.Context(), &river.Job[cases.TickArgs]{}); err != nil {
				w.t.Error(err)
			}
		})
	}
	both.Wait()
}

// events answers the kinds of what has happened to a case, in their order.
func (h *house) events(p person, c *casespb.Case) string {
	h.t.Helper()
	var kinds []string
	for _, e := range must[*caseworkpb.ListEventsResponse](h.t)(p.ListEvents(h.t.Context(), &caseworkpb.ListEventsRequest{CaseId: c.GetId()})).GetEvents() {
		kinds = append(kinds, e.GetKind())
	}
	return strings.Join(kinds, " ")
}

func TestWhatWaitsInAUnitThatWorksNoMoreGoesOnByItself(t *testing.T) {
	t.Parallel()
	w, ctx := watched(t), t.Context()
	teacher, expert, former := w.teacher(oysSchool), w.expert(tervaUnit, "VALTERI"), w.expert(tervaUnit, "VALTERI")
	waits := w.file(teacher, request("fi", autism))
	kept, left := w.file(teacher, request("fi", autism)), w.file(teacher, request("fi", autism))
	held := w.claim(expert, kept)
	w.claim(former, left)
	w.exec("UPDATE directory.units SET active_to = current_date WHERE id = $1", tervaUnit)
	w.tick()
	if seen := w.read(teacher, waits.GetId()); seen.GetRouting().GetUnitId() != tervaUnit {
		t.Errorf("on the unit's last day the case goes to %v", seen.GetRouting())
	}
	w.exec("UPDATE directory.units SET active_to = current_date - 2 WHERE id = $1", tervaUnit)
	w.exec("UPDATE access.grants SET to_date = current_date - 2 WHERE person_id = $1", former.id)
	w.tick()
	w.tick()
	for c, want := range map[*casespb.Case]string{
		waits: "FILED ROUTED WOUND_UP ROUTED", left: "FILED ROUTED CLAIMED RELEASED WOUND_UP ROUTED", kept: "FILED ROUTED CLAIMED",
	} {
		seen := w.read(teacher, c.GetId())
		if moved := seen.GetRouting().GetUnitNameFi() == "Valteri, valtakunnallinen"; moved != (c != kept) || w.events(teacher, c) != want {
			t.Errorf("the case is with %s after %s; want %s", seen.GetRouting().GetUnitNameFi(), w.events(teacher, c), want)
		}
	}
	etag := w.read(expert, kept.GetId()).GetAssignments()[0].GetEtag()
	must[*casespb.Assignment](t)(expert.ReleaseAssignment(ifMatch(ctx, etag), &assignmentpb.ReleaseAssignmentRequest{AssignmentId: held.GetId(), Reason: "Lopetan."}))
	w.exec("UPDATE directory.actors SET active_to = current_date - 1 WHERE code = 'VALTERI'")
	w.tick()
	coordinator := w.coordinator("OYS")
	items := must[*routingpb.ListTriageResponse](t)(coordinator.ListTriage(ctx, &routingpb.ListTriageRequest{})).GetItems()
	if len(items) != 3 {
		t.Fatalf("coordination sees %v", items)
	}
	for _, item := range items {
		if r := item.GetRouting(); r.GetTriageReason() != casespb.TriageReason_TRIAGE_REASON_UNIT_CLOSED || !strings.Contains(r.GetSentence(), "on lopettanut toimintansa") {
			t.Errorf("the reason is %v", r)
		}
	}
	w.replaysEqualRows()
}

func TestWhereTheRulesCannotBeAskedWhatWaitsKeepsTheExplanationThatItHad(t *testing.T) {
	t.Parallel()
	w, ctx := watched(t), t.Context()
	teacher := w.teacher(oysSchool)
	c := w.file(teacher, request("fi", autism))
	was := c.GetRouting()
	w.exec("UPDATE directory.units SET active_to = current_date - 2 WHERE id = $1", tervaUnit)
	ticker, lost := w.ticker(), errors.New("no rules")
	ticker.Route = func(context.Context, cases.Case) (cases.Routing, []string, error) { return cases.Routing{}, nil, lost }
	if err := ticker.Work(ctx, &river.Job[cases.TickArgs]{}); !errors.Is(err, lost) {
		t.Errorf("the job answers %v", err)
	}
	got := w.read(teacher, c.GetId()).GetRouting()
	if got.GetTriageReason() != casespb.TriageReason_TRIAGE_REASON_UNIT_CLOSED || got.GetUnitId() != "" || got.GetRuleSetVersion() != was.GetRuleSetVersion() ||
		len(got.GetFired()) == 0 || len(got.GetFired()) != len(was.GetFired()) {
		t.Errorf("the case went to %v, and is explained by %v", was, got)
	}
	w.replaysEqualRows()
}

func TestWhoeverLeadsInAUnitThatWorksNoMoreKeepsItAndOthersAreCalled(t *testing.T) {
	t.Parallel()
	w := watched(t)
	expert, head, coordinator := w.expert(tervaUnit, "VALTERI"), w.lead(tervaUnit, "VALTERI"), w.coordinator("OYS")
	w.coordinator("") // there is somebody of the area
	c := w.file(w.teacher(oysSchool), request("fi", autism))
	w.claim(expert, c)
	w.exec("UPDATE directory.units SET active_to = current_date - 2 WHERE id = $1", tervaUnit)
	told := map[string]bool{}
	for range 2 {
		w.tick()
		w.at(w.clock.now())
	}
	for range 2 {
		m := w.box.next(t)
		told[m.to] = m.subject == "Vaatu "+c.GetNumber()+": hoitajan yksikkö on lopettanut toimintansa"
	}
	w.box.none(t)
	if !told[head.subject+"@example.fi"] || !told[coordinator.subject+"@example.fi"] || w.read(expert, c.GetId()).GetPhase() != casespb.Phase_PHASE_IN_CONSULTATION {
		t.Errorf("told are %v", told)
	}
}

func TestWhoLeadsHearsThatAPartnerWorksNoMore(t *testing.T) {
	t.Parallel()
	w := tells(t)
	expert := w.expert(valteriUnit, "VALTERI")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	w.claim(expert, c)
	w.invites(expert, c, elmeriUnit)
	w.work()
	w.exec("UPDATE directory.actors SET active_to = current_date - 2 WHERE code = 'ELMERI'")
	watchers{house: w.house, clock: &testClock{}}.tick()
	w.hears(expert, "Vaatu "+c.GetNumber()+": kumppaniyksikkö on lopettanut toimintansa", "https://vaatu.example/cases/"+c.GetId())
	seen := w.read(expert, c.GetId())
	if a := seen.GetAssignments()[1]; a.GetState() != casespb.State_STATE_CANCELLED || seen.GetPhase() != casespb.Phase_PHASE_IN_CONSULTATION {
		t.Errorf("the partner's part is %v", a)
	}
}

func TestWhatIsOfferedToAUnitThatWorksNoMoreOrTakesNoLeadsLapses(t *testing.T) {
	t.Parallel()
	for name, stops := range map[string]string{
		"works no more":           "UPDATE directory.actors SET active_to = current_date - 2 WHERE code = 'ELMERI'",
		"its actor leads no more": "UPDATE directory.actors SET takes_leads = false WHERE code = 'ELMERI'",
		"it leads no more":        "UPDATE directory.units SET takes_leads = false WHERE id = '" + elmeriUnit + "'",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ctx := tells(t), t.Context()
			expert := w.expert(valteriUnit, "VALTERI")
			c := w.file(w.teacher(taysSchool), request("fi", autism))
			held := w.claim(expert, c)
			must[*casespb.HandOver](t)(expert.OfferHandOver(ifMatch(ctx, w.read(expert, c.GetId()).GetEtag()), toUnit(held, elmeriUnit)))
			w.work()
			clock := watchers{house: w.house, clock: &testClock{}}
			clock.tick()
			if seen := w.read(expert, c.GetId()); seen.GetHandOvers()[0].GetState() != casespb.HandOverState_HAND_OVER_STATE_OFFERED {
				t.Errorf("while the unit leads its offer is %v", seen.GetHandOvers())
			}
			w.exec(stops)
			clock.tick()
			w.hears(expert, "Vaatu "+c.GetNumber()+": tarjouksesi on vanhentunut", "https://vaatu.example/cases/"+c.GetId())
			if seen := w.read(expert, c.GetId()); seen.GetHandOvers()[0].GetState() != casespb.HandOverState_HAND_OVER_STATE_LAPSED || seen.GetAssignments()[0].GetHolderId() != expert.id {
				t.Errorf("the case is %v", seen)
			}
			w.replaysEqualRows()
		})
	}
}

func TestOfAPartThatSomebodyHoldsInAClosedUnitOthersAreCalled(t *testing.T) {
	t.Parallel()
	w := watched(t)
	expert, partner, head, coordinator := w.expert(tervaUnit, "VALTERI"), w.expert(elmeriUnit, "ELMERI"), w.lead(elmeriUnit, "ELMERI"), w.coordinator("OYS")
	c := w.file(w.teacher(oysSchool), request("fi", autism))
	w.claim(expert, c)
	part := w.invites(expert, c, elmeriUnit)
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	w.exec("UPDATE directory.units SET active_to = current_date - 2 WHERE id = $1", elmeriUnit)
	for range 2 {
		w.tick()
		w.at(w.clock.now())
	}
	for _, p := range []person{head, coordinator} {
		if n := w.count("SELECT count(*) FROM notify.calls WHERE case_id = $1 AND tell = 'UNIT_CLOSED' AND person_id = $2 AND version > 0", c.GetId(), p.id); n != 1 {
			t.Errorf("%s is called %d times", p.subject, n)
		}
	}
	if n := w.count("SELECT count(*) FROM notify.calls WHERE tell = 'UNIT_CLOSED'"); n != 2 {
		t.Errorf("%d are called", n)
	}
}

package services_test

import (
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	breakglasspb "github.com/vip-verkosto/vaatu/proto/vaatu/breakglass/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

const why = "Koulu ei saa yhteyttä yksikköön."

// breakGlass opens a case.
func (h *house) breakGlass(p person, c *casespb.Case) *breakglasspb.BreakGlass {
	h.t.Helper()
	return must[*breakglasspb.BreakGlass](h.t)(p.CreateBreakGlass(h.t.Context(), &breakglasspb.CreateBreakGlassRequest{CaseId: c.GetId(), Reason: why}))
}

// opens reports whether somebody reads the text of a request.
func (h *house) opens(p person, c *casespb.Case) bool {
	h.t.Helper()
	got, err := p.GetCase(h.t.Context(), &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	if err != nil {
		refused(h.t, err, codes.NotFound, "NOT_FOUND")
	}
	return got.GetRequest().GetSituation() != ""
}

func TestACoordinatorReadsOneCaseByBreakGlassAndChangesNothing(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	teacher, coordinator := h.teacher(taysSchool), h.coordinator("TAYS")
	c := h.file(teacher, request("fi", behaviour))
	triage := func() *routingpb.TriageItem {
		t.Helper()
		return must[*routingpb.ListTriageResponse](t)(coordinator.ListTriage(ctx, &routingpb.ListTriageRequest{})).GetItems()[0]
	}
	before := triage()
	made := h.breakGlass(coordinator, c)
	if made.GetNumber() != c.GetNumber() || made.GetReason() != why || made.GetOpenerName() != nameOf(coordinator.subject) ||
		made.GetExpireTime().AsTime().Sub(made.GetCreateTime().AsTime()) != time.Hour {
		t.Errorf("opened is %v", made)
	}
	read := h.read(coordinator, c.GetId())
	if read.GetRequest().GetSituation() == "" || read.GetBreakGlass().GetId() != made.GetId() ||
		!read.GetBreakGlass().GetExpireTime().AsTime().Equal(made.GetExpireTime().AsTime()) {
		t.Errorf("the case is %v", read)
	}
	if want := []casespb.Action{casespb.Action_ACTION_ROUTE, casespb.Action_ACTION_ASK, casespb.Action_ACTION_CLOSE_UNANSWERED}; !slices.Equal(read.GetAllowedActions(), want) {
		t.Errorf("it allows %v; want the coordination's %v", read.GetAllowedActions(), want)
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE case_id = $1 AND by_id = $2 AND action = 'READ_CASE' AND reason = 'BREAK_GLASS'", c.GetId(), coordinator.id); n != 1 {
		t.Errorf("%d reads by break-glass are in the audit; want 1", n)
	}
	must[*caseworkpb.ListEventsResponse](t)(coordinator.ListEvents(ctx, &caseworkpb.ListEventsRequest{CaseId: c.GetId()}))
	must[*caseworkpb.ListMessagesResponse](t)(coordinator.ListMessages(ctx, &caseworkpb.ListMessagesRequest{CaseId: c.GetId()}))
	_, err := coordinator.PostMessage(ctx, &caseworkpb.PostMessageRequest{CaseId: c.GetId(), Text: "Hei"})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = coordinator.ListCases(ctx, &caseworkpb.ListCasesRequest{})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if after := triage(); after.GetEtag() != before.GetEtag() {
		t.Error("opening it has changed the case")
	}
	if h.read(teacher, c.GetId()).GetBreakGlass() != nil {
		t.Error("its school reads by break-glass")
	}
}

// Each of the ways in which a break-glass ends, and each case and person that it is not for, with both walls and with each alone.
func TestBreakGlassIsForOneCaseOnePersonOneHourAndAGrantThatHolds(t *testing.T) {
	t.Parallel()
	for walls, prepare := range map[string]func(h *house, blind *atomic.Pointer[[]permission.Opened], cases ...*casespb.Case){
		"both": func(*house, *atomic.Pointer[[]permission.Opened], ...*casespb.Case) {},
		"permissions alone": func(h *house, _ *atomic.Pointer[[]permission.Opened], _ ...*casespb.Case) {
			h.exec("DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace LOOP " +
				"EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t); END LOOP; END $$")
			h.exec("CREATE OR REPLACE FUNCTION access.opened(p_reach text) RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS " +
				"$$ BEGIN RETURN left(nullif(current_setting('vaatu.case', true), ''), 36)::uuid; END $$")
		},
		"row level security alone": func(_ *house, blind *atomic.Pointer[[]permission.Opened], cases ...*casespb.Case) {
			var all []permission.Opened
			for _, c := range cases {
				all = append(all, permission.Opened{CaseID: c.GetId()})
			}
			blind.Store(&all)
		},
	} {
		t.Run(walls, func(t *testing.T) {
			t.Parallel()
			var clock testClock
			var blind atomic.Pointer[[]permission.Opened] // what the first wall takes for open, to everybody
			believe := services.Believe(func(p permission.Principal) permission.Principal {
				if all := blind.Load(); all != nil {
					p.Grants = append(slices.Clone(p.Grants), permission.Grant{ID: "c", Role: permission.Coordinator})
					p.Opened = *all
				}
				return p
			})
			h := start(t, withoutJobs, believe, func(c *services.Config) { c.Now = clock.now })
			teacher := h.teacher(taysSchool)
			c, other := h.file(teacher, request("fi", autism)), h.file(teacher, request("fi", autism))
			opener, colleague, leaves := h.coordinator("TAYS"), h.coordinator(""), h.coordinator("")
			made := h.breakGlass(opener, c)
			h.breakGlass(leaves, c)
			prepare(h, &blind, c, other)
			for _, look := range []struct {
				what string
				p    person
				c    *casespb.Case
				want bool
			}{
				{"the case", opener, c, true},
				{"another case", opener, other, false},
				{"another person", colleague, c, false},
				{"another who opened it", leaves, c, true},
			} {
				if got := h.opens(look.p, look.c); got != look.want {
					t.Errorf("%s opens: %v; want %v", look.what, got, look.want)
				}
			}
			h.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1", leaves.id)
			h.exec("INSERT INTO access.grants (id, person_id, role, area, source, from_date) VALUES (gen_random_uuid(), $1, 'COORDINATOR', 'OYS', 'OWN', '2020-01-01')", leaves.id)
			if h.opens(leaves, c) {
				t.Error("it is open to whose grant has ended")
			}
			if _, err := opener.EndBreakGlass(t.Context(), &breakglasspb.EndBreakGlassRequest{BreakGlassId: made.GetId()}); err != nil || h.opens(opener, c) {
				t.Errorf("closed by hand it is still open, or: %v", err)
			}
			h.breakGlass(opener, other)
			for _, later := range []time.Duration{25 * time.Minute, 25 * time.Minute, 9 * time.Minute} {
				clock.advance(later)
				if !h.opens(opener, other) {
					t.Errorf("%s later it is closed", later)
				}
			}
			clock.advance(time.Minute)
			if h.opens(opener, other) {
				t.Error("an hour later it is open")
			}
		})
	}
}

func TestBreakGlassWantsAFreshSignInAReasonAndTheCasesArea(t *testing.T) {
	t.Parallel()
	h, ctx := start(t, withoutJobs), t.Context()
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	coordinator := h.coordinator("TAYS")
	ask := func(p person, id, reason string) error {
		return drop(p.CreateBreakGlass(ctx, &breakglasspb.CreateBreakGlassRequest{CaseId: id, Reason: reason}))
	}
	stale := must[person](t)(h.open(&accesspb.OpenSessionRequest{Subject: coordinator.subject})) // nobody knows when
	refused(t, ask(stale, c.GetId(), why), codes.Unauthenticated, "SIGN_IN_AGAIN")
	invalid(t, ask(coordinator, c.GetId(), "Siksi.        "), "reason", "string.min_len")
	refused(t, ask(coordinator, c.GetId(), "Lapsi 131052-308T pyysi."), codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	unknown := ask(coordinator, unknownID, why)
	for _, p := range []person{h.coordinator("OYS"), h.join("auditor", "fi", grant{role: "AUDITOR"}), h.lead(valteriUnit, "VALTERI")} {
		err := ask(p, c.GetId(), why)
		refused(t, err, codes.NotFound, "NOT_FOUND")
		sameStatus(t, "a case of another area", err, unknown)
	}
	keyed := with(ctx, "idempotency-key", "once")
	first := must[*breakglasspb.BreakGlass](t)(coordinator.CreateBreakGlass(keyed, &breakglasspb.CreateBreakGlassRequest{CaseId: c.GetId(), Reason: why}))
	again := must[*breakglasspb.BreakGlass](t)(coordinator.CreateBreakGlass(keyed, &breakglasspb.CreateBreakGlassRequest{CaseId: c.GetId(), Reason: why}))
	if first.GetId() != again.GetId() {
		t.Errorf("repeated, it answers %v", again)
	}
	refused(t, ask(coordinator, c.GetId(), why), codes.FailedPrecondition, "TRANSITION_REFUSED")
	if n := h.count("SELECT count(*) FROM access.break_glasses"); n != 1 {
		t.Errorf("%d are recorded", n)
	}
}

func TestTheHeadsOfTheUnitsHearOfABreakGlassAtOnce(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h := start(t, withMail(box))
	head, elsewhere := h.lead(valteriUnit, "VALTERI"), h.lead(skillaUnit, "VALTERI")
	quiet := h.lead(valteriUnit, "VALTERI") // has no address
	h.exec("UPDATE access.persons SET email = NULL WHERE id = $1", quiet.id)
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	made := h.breakGlass(h.coordinator("TAYS"), c)
	got := box.next(t)
	if got.to != head.subject+"@example.fi" || got.subject != "Vaatu "+c.GetNumber()+": hätäavaus" ||
		!strings.Contains(got.body, "https://vaatu.example/break-glass") || strings.Contains(got.body, why) {
		t.Errorf("the mail is %+v", got)
	}
	h.until("SELECT count(*) FROM access.letters WHERE send_time IS NOT NULL", 1)
	box.none(t)
	if told := made.GetToldNames(); len(told) != 2 || !slices.Contains(told, nameOf(head.subject)) || !slices.Contains(told, nameOf(quiet.subject)) {
		t.Errorf("told are %q", told)
	}
	for p, want := range map[person]int{head: 1, quiet: 1, elsewhere: 0} {
		list := h.glasses(p)
		if len(list.GetBreakGlasses()) != want || int(list.GetTotalSize()) != want {
			t.Errorf("%s sees %v", p.subject, list)
		}
		for _, b := range list.GetBreakGlasses() {
			if len(b.GetAllowedActions()) > 0 {
				t.Errorf("a head may %v", b.GetAllowedActions())
			}
		}
	}
}

func TestACaseThatNobodyCanBeToldOfIsNotOpened(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	h.lead(valteriUnit, "VALTERI")
	c, coordinator := h.file(h.teacher(taysSchool), request("fi", autism)), h.coordinator("TAYS")
	h.exec("ALTER TABLE river.river_job ADD CONSTRAINT full_disk CHECK (kind <> 'letter')")
	_, err := coordinator.CreateBreakGlass(t.Context(), &breakglasspb.CreateBreakGlassRequest{CaseId: c.GetId(), Reason: why})
	refused(t, err, codes.Internal, "INTERNAL")
	if h.opens(coordinator, c) || h.count("SELECT count(*) FROM access.letters") > 0 {
		t.Error("it is open, and nobody is told")
	}
	h.exec("ALTER TABLE river.river_job DROP CONSTRAINT full_disk")
	h.breakGlass(coordinator, c)
	if n := h.count("SELECT count(*) FROM river.river_job WHERE kind = 'letter'"); n != 1 {
		t.Errorf("%d letters wait to be sent", n)
	}
}

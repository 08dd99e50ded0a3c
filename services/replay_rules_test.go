package services_test

import (
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/prototext"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

// replays answers all the chunks of a replay.
func (h *house) replays(p person, s *routingpb.RuleSet) (all []*routingpb.ReplayRuleSetResponse) {
	h.t.Helper()
	for token := ""; len(all) == 0 || token != ""; token = all[len(all)-1].GetNextPageToken() {
		all = append(all, must[*routingpb.ReplayRuleSetResponse](h.t)(p.ReplayRuleSet(h.t.Context(), &routingpb.ReplayRuleSetRequest{RuleSetId: s.GetId(), PageToken: token})))
	}
	return all
}

func TestAReplayTellsWhichCasesADraftWouldMoveAndReadsNoContent(t *testing.T) {
	t.Parallel()
	h := start(t)
	coordinator, teacher := h.coordinator(""), h.teacher(hyksSchool)
	moves := h.file(teacher, request("fi", autism))
	h.file(teacher, request("fi", hearing))
	first := h.published(coordinator)
	draft := h.drafts(coordinator, first, toElmeri)
	// Whoever reads a text now fails.
	h.exec("ALTER TABLE case_content RENAME TO away")
	all := h.replays(coordinator, draft)
	got := all[0]
	if len(all) != 1 || got.GetTotal() != 2 || got.GetCases() != 2 || got.GetBaseVersion() != first.GetVersion() || got.GetEtag() != draft.GetEtag() || len(got.GetMoves()) != 1 {
		t.Fatalf("the replay is %v", got)
	}
	m := got.GetMoves()[0]
	if m.GetCases() != 1 || m.GetByHand() != 0 || m.GetFrom().GetUnitId() != moves.GetRouting().GetUnitId() || m.GetTo().GetActor() != casespb.Actor_ACTOR_ELMERI ||
		len(m.GetSamples()) != 1 || m.GetSamples()[0].GetNumber() != moves.GetNumber() || m.GetSamples()[0].GetNeeds()[0] != autism {
		t.Errorf("it moves %v", m)
	}
	told := prototext.Format(got)
	for what, text := range map[string]string{"the school": moves.GetSchoolNameFi(), "the filer": h.text("SELECT filer_name FROM cases LIMIT 1"), "the case's id": moves.GetId()} {
		if text == "" || strings.Contains(told, text) {
			t.Errorf("it tells %s, %q: %s", what, text, told)
		}
	}
	if same := h.replays(coordinator, first)[0]; len(same.GetMoves()) != 0 || same.GetPartners() != 0 || same.GetCases() != 2 {
		t.Errorf("against itself, it is %v", same)
	}
}

func TestAReplayComesInChunksAndLooksNoFurtherBackThanTheTermBefore(t *testing.T) {
	t.Parallel()
	h := start(t)
	coordinator := h.coordinator("")
	h.file(h.teacher(hyksSchool), request("fi", autism))
	h.exec(`INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'number', 'Z-' || n))).*
		FROM cases c, generate_series(1, 5001) n`)
	h.exec(`UPDATE cases SET file_time = file_time - interval '13 months' WHERE number = 'Z-1'`)
	h.exec(`UPDATE cases SET routing = routing || '{"overridden": true}' WHERE number = 'Z-2'`)
	all := h.replays(coordinator, h.drafts(coordinator, h.published(coordinator), toElmeri))
	cases, moved, byHand := 0, 0, 0
	for _, r := range all {
		cases += int(r.GetCases())
		for _, m := range r.GetMoves() {
			moved, byHand = moved+int(m.GetCases()), byHand+int(m.GetByHand())
		}
		if r.GetTotal() != 5001 {
			t.Errorf("there are %d in all", r.GetTotal())
		}
	}
	if len(all) != 2 || cases != 5001 || moved != 5001 || byHand != 1 {
		t.Errorf("%d chunks of %d cases, %d moved, %d by hand", len(all), cases, moved, byHand)
	}
}

func TestNobodyButNationalCoordinationReplays(t *testing.T) {
	t.Parallel()
	h := start(t)
	area, teacher := h.coordinator("HYKS"), h.teacher(hyksSchool)
	h.file(teacher, request("fi", autism))
	_, err := area.ReplayRuleSet(t.Context(), &routingpb.ReplayRuleSetRequest{RuleSetId: h.published(area).GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	// What the database says by itself.
	for _, p := range []person{area, teacher} {
		if n := h.countAs(p, "SELECT count(*) + routing.count_filed('-infinity') FROM routing.filed('-infinity', '-infinity', gen_random_uuid(), 10)"); n != 0 {
			t.Errorf("the database tells of %d cases", n)
		}
	}
}

func TestADraftIsDiscardedByWhoeverHasWrittenIt(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	author, other := h.coordinator(""), h.coordinator("")
	first := h.published(author)
	draft := h.drafts(author, first, toElmeri)
	discard := func(p person, s *routingpb.RuleSet) error {
		_, err := p.DiscardRuleSet(ifMatch(ctx, s.GetEtag()), &routingpb.DiscardRuleSetRequest{RuleSetId: s.GetId()})
		return err
	}
	refused(t, discard(other, draft), codes.FailedPrecondition, "TRANSITION_REFUSED")
	refused(t, discard(author, first), codes.FailedPrecondition, "TRANSITION_REFUSED")
	copied := must[*routingpb.RuleSet](t)(other.CreateRuleSet(ctx, &routingpb.CreateRuleSetRequest{BaseId: draft.GetId()}))
	refused(t, discard(author, draft), codes.FailedPrecondition, "TRANSITION_REFUSED")
	if err := discard(other, copied); err != nil {
		t.Fatal(err)
	}
	refused(t, discard(author, &routingpb.RuleSet{Id: draft.GetId(), Etag: "1"}), codes.Aborted, "ETAG_STALE")
	if err := discard(author, draft); err != nil {
		t.Fatal(err)
	}
	_, err := author.GetRuleSet(ctx, &routingpb.GetRuleSetRequest{RuleSetId: draft.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if in := h.audited("object_id = $1 AND what = 'DISCARD'", draft.GetId()); in["Coordinator EDIT_RULES DISCARD"] != 1 {
		t.Errorf("the audit has %v", in)
	}
	if next := h.drafts(author, first, toElmeri); next.GetVersion() == first.GetVersion() {
		t.Errorf("the next draft is %s", next.GetVersion())
	}
}

func TestWhatIfAnswersWhereARequestOfOtherFactsWouldGo(t *testing.T) {
	t.Parallel()
	h := start(t)
	coordinator := h.coordinator("HYKS")
	facts := &routingpb.TryRoutingRequest{
		Needs: []casespb.Need{autism}, Area: casespb.Area_AREA_HYKS, Language: "fi", Level: casespb.Level_LEVEL_BASIC,
		About: casespb.About_ABOUT_ANONYMOUS_PUPIL, Urgency: casespb.Urgency_URGENCY_NORMAL,
	}
	filed := h.file(h.teacher(hyksSchool), request("fi", autism))
	same := must[*casespb.Routing](t)(coordinator.TryRouting(t.Context(), facts))
	if same.GetUnitId() != filed.GetRouting().GetUnitId() || same.GetSentence() == "" || len(same.GetFired()) == 0 {
		t.Errorf("of the same facts, it goes to %v; filed, to %v", same, filed.GetRouting())
	}
	facts.Risk = true
	if risky := must[*casespb.Routing](t)(coordinator.TryRouting(t.Context(), facts)); risky.GetTriageReason() != casespb.TriageReason_TRIAGE_REASON_RISK {
		t.Errorf("with a risk, it goes to %v", risky)
	}
	if n := h.count("SELECT count(*) FROM cases"); n != 1 {
		t.Errorf("there are %d cases", n)
	}
}

func TestARuleLooksAtThePermissionsThatAreRecorded(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	author, other, teacher := h.coordinator(""), h.coordinator(""), h.teacher(taysSchool)
	consented := func() *casespb.Request {
		r := request("fi", autism)
		r.Permissions = &casespb.Permissions{Consent: consent()}
		return r
	}
	before := h.file(teacher, consented())
	first := h.published(author)
	draft := h.drafts(author, first, func(rules []*routingpb.Rule) []*routingpb.Rule {
		rules = toElmeri(rules)
		rules[len(rules)-1].When.Permissions = []string{"CONSENT", "BOTH"}
		return rules
	})
	moved := must[*routingpb.ReplayRuleSetResponse](t)(author.ReplayRuleSet(ctx, &routingpb.ReplayRuleSetRequest{RuleSetId: draft.GetId()}))
	if len(moved.GetMoves()) != 1 || moved.GetMoves()[0].GetCases() != 1 {
		t.Errorf("of what was filed with a consent moves %v", moved.GetMoves())
	}
	h.exec("UPDATE cases SET permissions = NULL WHERE id = $1", before.GetId()) // as decided before it was kept
	if old := must[*routingpb.ReplayRuleSetResponse](t)(author.ReplayRuleSet(ctx, &routingpb.ReplayRuleSetRequest{RuleSetId: draft.GetId()})); len(old.GetMoves()) != 0 {
		t.Errorf("what nobody knows moves %v", old.GetMoves())
	}
	h.exec("UPDATE cases SET permissions = 'CONSENT' WHERE id = $1", before.GetId())
	must[*routingpb.RuleSet](t)(h.publishes(author, h.approves(author, other, draft), first.GetId()))
	for want, r := range map[string]*casespb.Request{"Elmeri": consented(), "Valteri": request("fi", autism)} {
		filed, seen := h.file(teacher, r), must[*casespb.Routing](t)(teacher.PreviewRouting(ctx, &routingpb.PreviewRoutingRequest{Request: r}))
		if got := filed.GetRouting().GetUnitNameFi(); !strings.HasPrefix(got, want) || seen.GetUnitNameFi() != got {
			t.Errorf("it goes to %s, as was seen to %s; want %s", got, seen.GetUnitNameFi(), want)
		}
	}
	// What is recorded later counts when the request is said anew.
	late := h.file(teacher, request("fi", autism))
	h.consents(teacher, late)
	amended := request("fi", autism, hearing)
	now := must[*casespb.Case](t)(teacher.AmendCase(ifMatch(ctx, h.read(teacher, late.GetId()).GetEtag()), &intakepb.AmendCaseRequest{CaseId: late.GetId(), Request: amended}))
	if got := now.GetRouting().GetUnitNameFi(); !strings.HasPrefix(got, "Elmeri") {
		t.Errorf("said anew with a consent, it goes to %s", got)
	}
	h.replaysEqualRows()
}

func TestARuleLooksAtTheFormsThatAreWished(t *testing.T) {
	t.Parallel()
	h, ctx := start(t), t.Context()
	author, other, teacher := h.coordinator(""), h.coordinator(""), h.teacher(taysSchool)
	wishing := func(forms ...casespb.Form) *casespb.Request {
		r := request("fi", autism)
		r.WishedForms = forms
		return r
	}
	both, phone, none := wishing(casespb.Form_FORM_PHONE, casespb.Form_FORM_VISIT_OBSERVATION), wishing(casespb.Form_FORM_PHONE), wishing()
	for _, r := range []*casespb.Request{both, phone, none} {
		h.file(teacher, r)
	}
	first := h.published(author)
	draft := h.drafts(author, first, func(rules []*routingpb.Rule) []*routingpb.Rule {
		rules = toElmeri(rules)
		rules[len(rules)-1].When.Forms = []string{"VISIT_OBSERVATION", "ON_SITE_MEETING"}
		return rules
	})
	moved := must[*routingpb.ReplayRuleSetResponse](t)(author.ReplayRuleSet(ctx, &routingpb.ReplayRuleSetRequest{RuleSetId: draft.GetId()}))
	if len(moved.GetMoves()) != 1 || moved.GetMoves()[0].GetCases() != 1 {
		t.Errorf("of what was filed with the wish for a visit moves %v", moved.GetMoves())
	}
	must[*routingpb.RuleSet](t)(h.publishes(author, h.approves(author, other, draft), first.GetId()))
	for r, want := range map[*casespb.Request]string{both: "Elmeri", phone: "Valteri", none: "Valteri"} {
		filed := h.file(teacher, r)
		seen := must[*casespb.Routing](t)(teacher.PreviewRouting(ctx, &routingpb.PreviewRoutingRequest{Request: r}))
		tried := must[*casespb.Routing](t)(author.TryRouting(ctx, &routingpb.TryRoutingRequest{
			Needs: r.GetNeeds(), Area: casespb.Area_AREA_TAYS, Language: "fi", Level: r.GetLevel(), About: r.GetAbout(), Urgency: r.GetUrgency(),
			WishedForms: r.GetWishedForms(),
		}))
		for what, got := range map[string]*casespb.Routing{"goes": filed.GetRouting(), "was seen to go": seen, "was tried to go": tried} {
			if !strings.HasPrefix(got.GetUnitNameFi(), want) {
				t.Errorf("with the wishes %v it %s to %s; want %s", r.GetWishedForms(), what, got.GetUnitNameFi(), want)
			}
			if told := strings.Contains(got.GetSentence(), "toiveena vierailu ja havainnointi"); told != (want == "Elmeri") {
				t.Errorf("with the wishes %v the sentence is %q", r.GetWishedForms(), got.GetSentence())
			}
		}
	}
	// A wish that is said anew moves it.
	late := h.file(teacher, wishing(casespb.Form_FORM_PHONE))
	now := must[*casespb.Case](t)(teacher.AmendCase(ifMatch(ctx, h.read(teacher, late.GetId()).GetEtag()), &intakepb.AmendCaseRequest{
		CaseId: late.GetId(), Request: wishing(casespb.Form_FORM_ON_SITE_MEETING),
	}))
	if got := now.GetRouting().GetUnitNameFi(); !strings.HasPrefix(got, "Elmeri") {
		t.Errorf("said anew with another wish, it goes to %s", got)
	}
	h.replaysEqualRows()
}

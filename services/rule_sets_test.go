package services_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

// published answers the set that is published, as somebody sees it.
func (h *house) published(p person) *routingpb.RuleSet {
	h.t.Helper()
	for _, s := range must[*routingpb.ListRuleSetsResponse](h.t)(p.ListRuleSets(h.t.Context(), &routingpb.ListRuleSetsRequest{})).GetRuleSets() {
		if s.GetState() == routingpb.RuleSetState_RULE_SET_STATE_PUBLISHED {
			return must[*routingpb.RuleSet](h.t)(p.GetRuleSet(h.t.Context(), &routingpb.GetRuleSetRequest{RuleSetId: s.GetId()}))
		}
	}
	h.t.Fatal("no rules are published")
	return nil
}

// drafts begins a draft with the rules of a set, changed.
func (h *house) drafts(p person, base *routingpb.RuleSet, change func(rules []*routingpb.Rule) []*routingpb.Rule) *routingpb.RuleSet {
	h.t.Helper()
	draft := must[*routingpb.RuleSet](h.t)(p.CreateRuleSet(h.t.Context(), &routingpb.CreateRuleSetRequest{BaseId: base.GetId()}))
	return must[*routingpb.RuleSet](h.t)(p.UpdateRuleSet(ifMatch(h.t.Context(), draft.GetEtag()), &routingpb.UpdateRuleSetRequest{
		RuleSetId: draft.GetId(), Rules: change(draft.GetRules()),
	}))
}

// approves hands a draft to review and lets somebody else approve it.
func (h *house) approves(author, other person, s *routingpb.RuleSet) *routingpb.RuleSet {
	h.t.Helper()
	s = must[*routingpb.RuleSet](h.t)(author.SubmitRuleSet(ifMatch(h.t.Context(), s.GetEtag()), &routingpb.SubmitRuleSetRequest{RuleSetId: s.GetId()}))
	return must[*routingpb.RuleSet](h.t)(other.ApproveRuleSet(ifMatch(h.t.Context(), s.GetEtag()), &routingpb.ApproveRuleSetRequest{RuleSetId: s.GetId()}))
}

func (h *house) publishes(p person, s *routingpb.RuleSet, over string) (*routingpb.RuleSet, error) {
	return p.PublishRuleSet(ifMatch(h.t.Context(), s.GetEtag()), &routingpb.PublishRuleSetRequest{RuleSetId: s.GetId(), ReplacesId: over})
}

// toElmeri lets Elmeri lead consultations on autism.
func toElmeri(rules []*routingpb.Rule) []*routingpb.Rule {
	return append(rules, &routingpb.Rule{
		Id: "autism-elmeri", When: &routingpb.RuleWhen{Needs: []string{"AUTISM"}}, Lead: "ELMERI", Weight: 500,
		ReasonFi: "Elmeri kokeilee autismikirjon johtamista", ReasonSv: "Elmeri prövar att leda autismspektrum",
	})
}

func heavier(rules []*routingpb.Rule) []*routingpb.Rule {
	rules[0].Weight++
	return rules
}

func TestARequestFiledAfterAPublicationGoesByTheNewRuleAndTellsIt(t *testing.T) {
	t.Parallel()
	h := start(t)
	author, other, teacher := h.coordinator(""), h.coordinator(""), h.teacher(hyksSchool)
	first := h.published(author)
	if len(first.GetRules()) < 5 || len(first.GetAuthorNames()) != 0 {
		t.Fatalf("Vaatu begins with %v", first)
	}
	if got := h.file(teacher, request("fi", autism)).GetRouting(); !strings.HasPrefix(got.GetUnitNameFi(), "Valteri") || got.GetRuleSetVersion() != first.GetVersion() {
		t.Fatalf("before, a request goes by %v", got)
	}
	approved := h.approves(author, other, h.drafts(author, first, toElmeri))
	if got := h.file(teacher, request("fi", autism)).GetRouting(); got.GetRuleSetVersion() != first.GetVersion() {
		t.Errorf("what is approved only decides already: %v", got)
	}
	second := must[*routingpb.RuleSet](t)(h.publishes(author, approved, first.GetId()))
	got := h.file(teacher, request("fi", autism)).GetRouting()
	if !strings.HasPrefix(got.GetUnitNameFi(), "Elmeri") || got.GetRuleSetVersion() != second.GetVersion() ||
		!strings.Contains(got.GetSentence(), "Elmeri kokeilee autismikirjon johtamista") {
		t.Errorf("afterwards, a request goes by %v", got)
	}
	if old := must[*routingpb.RuleSet](t)(author.GetRuleSet(t.Context(), &routingpb.GetRuleSetRequest{RuleSetId: first.GetId()})); old.GetState() != routingpb.RuleSetState_RULE_SET_STATE_RETIRED {
		t.Errorf("the one before is %s", old.GetState())
	}
	want := map[string]int{"Coordinator EDIT_RULES CREATE": 1, "Coordinator EDIT_RULES EDIT": 1, "Coordinator EDIT_RULES SUBMIT": 1, "Coordinator EDIT_RULES APPROVE": 1, "Coordinator EDIT_RULES PUBLISH": 1}
	if in := h.audited("object_id = $1", second.GetId()); len(in) != len(want) {
		t.Errorf("the audit has %v; want %v", in, want)
	}
	// Rolled back, it goes where it went.
	back := h.approves(author, other, must[*routingpb.RuleSet](t)(author.CreateRuleSet(t.Context(), &routingpb.CreateRuleSetRequest{BaseId: first.GetId()})))
	must[*routingpb.RuleSet](t)(h.publishes(other, back, second.GetId()))
	if got := h.file(teacher, request("fi", autism)).GetRouting(); !strings.HasPrefix(got.GetUnitNameFi(), "Valteri") || got.GetRuleSetVersion() != back.GetVersion() {
		t.Errorf("rolled back, a request goes by %v", got)
	}
	h.replaysEqualRows()
}

func TestNobodyApprovesRulesThatTheyHaveWritten(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	author, second, third := h.coordinator(""), h.coordinator(""), h.coordinator("")
	draft := h.drafts(author, h.published(author), toElmeri)
	draft = must[*routingpb.RuleSet](t)(second.UpdateRuleSet(ifMatch(ctx, draft.GetEtag()), &routingpb.UpdateRuleSetRequest{RuleSetId: draft.GetId(), Rules: heavier(draft.GetRules())}))
	sent := must[*routingpb.RuleSet](t)(second.SubmitRuleSet(ifMatch(ctx, draft.GetEtag()), &routingpb.SubmitRuleSetRequest{RuleSetId: draft.GetId()}))
	approve := &routingpb.ApproveRuleSetRequest{RuleSetId: sent.GetId()}
	for _, p := range []person{author, second} {
		seen := must[*routingpb.RuleSet](t)(p.GetRuleSet(ctx, &routingpb.GetRuleSetRequest{RuleSetId: sent.GetId()}))
		if slices.Contains(seen.GetAllowedActions(), routingpb.RuleSetAction_RULE_SET_ACTION_APPROVE) {
			t.Errorf("an author is offered %v", seen.GetAllowedActions())
		}
		_, err := p.ApproveRuleSet(ifMatch(ctx, sent.GetEtag()), approve)
		refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	}
	back := must[*routingpb.RuleSet](t)(third.SendBackRuleSet(ifMatch(ctx, sent.GetEtag()), &routingpb.SendBackRuleSetRequest{RuleSetId: sent.GetId(), Reason: "Paino puuttuu."}))
	if back.GetState() != routingpb.RuleSetState_RULE_SET_STATE_DRAFT || back.GetSendBackReason() != "Paino puuttuu." {
		t.Errorf("sent back, it is %v", back)
	}
	approved := h.approves(author, third, back)
	if approved.GetApproverName() == "" || len(approved.GetAuthorNames()) != 2 || approved.GetSendBackReason() != "" {
		t.Errorf("approved, it is %v", approved)
	}
	// The database holds to it whatever the function says.
	for name, sql := range map[string]string{
		"an author approves":            "UPDATE routing.rule_sets SET approver_id = author_ids[1] WHERE state = 'APPROVED'",
		"a second one is published":     "UPDATE routing.rule_sets SET state = 'PUBLISHED', publish_time = now() WHERE state = 'APPROVED'",
		"nobody approves":               "UPDATE routing.rule_sets SET approver_id = NULL, approver_name = NULL, approve_time = NULL WHERE state = 'APPROVED'",
		"rules change after the review": `UPDATE routing.rule_sets SET rules = json_build_object('version', version, 'rules', '[]'::json) WHERE state = 'APPROVED'`,
		"what was published goes":       "DELETE FROM routing.rule_sets WHERE state = 'PUBLISHED'",
	} {
		if _, err := h.root.Exec(ctx, sql); err == nil {
			t.Errorf("the database lets it be: %s", name)
		}
	}
}

func TestWhoPublishesSecondIsToldWhatWasPublishedMeanwhile(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	one, two := h.coordinator(""), h.coordinator("")
	first := h.published(one)
	mine, theirs := h.approves(one, two, h.drafts(one, first, toElmeri)), h.approves(two, one, h.drafts(two, first, heavier))
	type answer struct {
		set *routingpb.RuleSet
		err error
	}
	answers := make(chan answer, 2)
	for p, s := range map[*person]*routingpb.RuleSet{&one: mine, &two: theirs} {
		go func() {
			set, err := h.publishes(*p, s, first.GetId())
			answers <- answer{set, err}
		}()
	}
	a, b := <-answers, <-answers
	if a.err != nil {
		a, b = b, a
	}
	if a.err != nil {
		t.Fatalf("neither publishes: %v, %v", a.err, b.err)
	}
	refused(t, b.err, codes.Aborted, "ETAG_STALE")
	if got := h.published(one); got.GetId() != a.set.GetId() {
		t.Errorf("published is %s", got.GetVersion())
	}
	lost := mine
	if a.set.GetId() == mine.GetId() {
		lost = theirs
	}
	difference := must[*routingpb.ListRuleChangesResponse](t)(two.ListRuleChanges(ctx, &routingpb.ListRuleChangesRequest{RuleSetId: lost.GetId()}))
	if len(difference.GetChanges()) != 2 || difference.GetBaseId() != a.set.GetId() {
		t.Errorf("the difference is %v", difference)
	}
	// What was approved beside the other one does not take it away: it is looked at anew.
	_, err := h.publishes(two, lost, a.set.GetId())
	refused(t, err, codes.Aborted, "ETAG_STALE")
	author, other := one, two
	if lost == theirs {
		author, other = two, one
	}
	lost = must[*routingpb.RuleSet](t)(other.SendBackRuleSet(ifMatch(ctx, lost.GetEtag()), &routingpb.SendBackRuleSetRequest{RuleSetId: lost.GetId(), Reason: "Katso uudelleen"}))
	must[*routingpb.RuleSet](t)(h.publishes(two, h.approves(author, other, lost), a.set.GetId()))
	if n := h.count("SELECT count(*) FROM routing.rule_sets WHERE state = 'PUBLISHED'"); n != 1 {
		t.Errorf("%d sets are published", n)
	}
}

func TestRulesWithAHoleAreNotHandedToReview(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	author := h.coordinator("")
	first := h.published(author)
	for kind, change := range map[string]func([]*routingpb.Rule) []*routingpb.Rule{
		"MISSING_TEXT": func(rules []*routingpb.Rule) []*routingpb.Rule {
			rules[0].ReasonSv = ""
			return rules
		},
		"UNKNOWN_PARTY": func(rules []*routingpb.Rule) []*routingpb.Rule {
			rules[0].Lead = unknownID
			return rules
		},
		"SIZE": func([]*routingpb.Rule) []*routingpb.Rule { return nil },
	} {
		draft := h.drafts(author, first, change)
		found := must[*routingpb.ListRuleFindingsResponse](t)(author.ListRuleFindings(ctx, &routingpb.ListRuleFindingsRequest{RuleSetId: draft.GetId()})).GetFindings()
		if !slices.ContainsFunc(found, func(f *routingpb.RuleFinding) bool { return f.GetKind() == kind && f.GetBlocks() }) {
			t.Errorf("%s is not found: %v", kind, found)
		}
		_, err := author.SubmitRuleSet(ifMatch(ctx, draft.GetEtag()), &routingpb.SubmitRuleSetRequest{RuleSetId: draft.GetId()})
		refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	}
	draft := h.drafts(author, first, heavier)
	coded := proto.CloneOf(draft).GetRules()
	coded[0].ReasonFi = "Kysy oppilaasta 010101-123N"
	_, err := author.UpdateRuleSet(ifMatch(ctx, draft.GetEtag()), &routingpb.UpdateRuleSetRequest{RuleSetId: draft.GetId(), Rules: coded})
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	worded := proto.CloneOf(draft).GetRules()
	worded[0].When = &routingpb.RuleWhen{Needs: []string{"Matti, 7 b"}}
	_, err = author.UpdateRuleSet(ifMatch(ctx, draft.GetEtag()), &routingpb.UpdateRuleSetRequest{RuleSetId: draft.GetId(), Rules: worded})
	invalid(t, err, "rules[0].when.needs[0]", "string.pattern")
	_, err = author.UpdateRuleSet(ifMatch(ctx, "1"), &routingpb.UpdateRuleSetRequest{RuleSetId: draft.GetId(), Rules: draft.GetRules()})
	refused(t, err, codes.Aborted, "ETAG_STALE")
}

func TestCoordinationOfAnAreaReadsRulesAndChangesNone(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	area, national := h.coordinator("HYKS"), h.coordinator("")
	first := h.published(area)
	if len(first.GetRules()) == 0 || len(first.GetAllowedActions()) != 0 {
		t.Errorf("the area's coordination sees %v", first)
	}
	_, err := area.CreateRuleSet(ctx, &routingpb.CreateRuleSetRequest{BaseId: first.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	sent := h.drafts(national, first, heavier)
	sent = must[*routingpb.RuleSet](t)(national.SubmitRuleSet(ifMatch(ctx, sent.GetEtag()), &routingpb.SubmitRuleSetRequest{RuleSetId: sent.GetId()}))
	_, err = area.ApproveRuleSet(ifMatch(ctx, sent.GetEtag()), &routingpb.ApproveRuleSetRequest{RuleSetId: sent.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	// What the functions of the database say by themselves, and what a teacher is shown of the table.
	teacher := h.teacher(hyksSchool)
	if n := h.countAs(area, "SELECT routing.create_rule_set(gen_random_uuid(), $1, now())::int", first.GetId()); n != 0 {
		t.Error("the database lets the coordination of an area begin a draft")
	}
	if n := h.countAs(area, "SELECT (routing.change_rule_set($1, 3, 'APPROVE', NULL, NULL, NULL, now()) = 'DONE')::int", sent.GetId()); n != 0 {
		t.Error("the database lets the coordination of an area approve")
	}
	if n := h.countAs(teacher, "SELECT count(*) FROM routing.rule_sets"); n != 1 {
		t.Errorf("a teacher is shown %d sets; want the published one", n)
	}
}

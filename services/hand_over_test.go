package services_test

import (
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services"
)

const handOverNote = "Luvattu: neuvot perjantaiksi."

func inAWeek() string { return time.Now().AddDate(0, 0, 7).Format(time.DateOnly) }

func toColleague(a *casespb.Assignment, to person, note string) *assignmentpb.OfferHandOverRequest {
	return &assignmentpb.OfferHandOverRequest{
		AssignmentId: a.GetId(), To: &assignmentpb.OfferHandOverRequest_PersonId{PersonId: to.id}, Note: note, DueDate: inAWeek(),
	}
}

func toUnit(a *casespb.Assignment, unit string) *assignmentpb.OfferHandOverRequest {
	return &assignmentpb.OfferHandOverRequest{
		AssignmentId: a.GetId(), To: &assignmentpb.OfferHandOverRequest_UnitId{UnitId: unit}, Note: handOverNote, DueDate: inAWeek(),
	}
}

// offers lets the holder of an assignment offer it to a colleague.
func (h *house) offers(holder, to person, a *casespb.Assignment, note string) *casespb.HandOver {
	h.t.Helper()
	etag := h.read(holder, a.GetCaseId()).GetEtag()
	return must[*casespb.HandOver](h.t)(holder.OfferHandOver(ifMatch(h.t.Context(), etag), toColleague(a, to, note)))
}

// offered answers what is on somebody's list.
func (h *house) offered(p person) []*casespb.HandOver {
	h.t.Helper()
	return must[*assignmentpb.ListHandOversResponse](h.t)(p.ListHandOvers(h.t.Context(), &assignmentpb.ListHandOversRequest{})).GetHandOvers()
}

func (h *house) note(p person, id string) (string, error) {
	h.t.Helper()
	got, err := p.GetHandOver(h.t.Context(), &assignmentpb.GetHandOverRequest{HandOverId: id})
	return got.GetNote(), err
}

func TestAColleagueReadsTheNoteOfWhatIsOfferedAndTakesItOver(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	// Who works in the unit, too, reads their own request as the school does.
	teacher := h.join("teacher", "fi", grant{role: "REQUESTER", school: taysSchool.id}, grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"})
	expert, colleague, third := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	held := h.claim(expert, c)
	offer := h.offers(expert, colleague, held, handOverNote)

	listed := h.offered(colleague)
	if len(listed) != 1 || listed[0].GetCard().GetNumber() != c.GetNumber() || listed[0].GetFromName() != nameOf(expert.subject) || listed[0].GetNote() != "" {
		t.Fatalf("the colleague is offered %v", listed)
	}
	if more := h.offered(third); len(more) != 0 {
		t.Errorf("a third of the unit is offered %v", more)
	}
	if got := must[string](t)(h.note(colleague, offer.GetId())); got != handOverNote {
		t.Errorf("the colleague reads %q", got)
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE case_id = $1 AND by_id = $2 AND action = 'READ_CASE' AND what = 'NOTE' AND object_id = $3",
		c.GetId(), colleague.id, offer.GetId()); n != 1 {
		t.Errorf("the audit has %d readings of the note", n)
	}
	for _, p := range []person{third, expert, teacher, h.expert(elmeriUnit, "ELMERI")} {
		_, err := h.note(p, offer.GetId())
		refused(t, err, codes.NotFound, "NOT_FOUND")
		if n := h.countAs(p, "SELECT count(*) FROM audit.read_offer($1)", offer.GetId()); n != 0 {
			t.Errorf("behind the first wall %s reads the note", p.subject)
		}
	}
	_, err := colleague.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if seen := h.read(expert, c.GetId()).GetHandOvers(); len(seen) != 1 || seen[0].GetNote() != handOverNote || seen[0].GetToName() != nameOf(colleague.subject) {
		t.Errorf("who offers sees %v", seen)
	}
	if seen := h.read(teacher, c.GetId()).String(); strings.Contains(seen, handOverNote) || strings.Contains(seen, "hand_overs") {
		t.Errorf("the school sees %v", seen)
	}

	accept := &assignmentpb.AcceptHandOverRequest{HandOverId: offer.GetId()}
	_, err = third.AcceptHandOver(ifMatch(ctx, offer.GetEtag()), accept)
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	_, err = colleague.AcceptHandOver(ifMatch(ctx, c.GetEtag()), accept)
	refused(t, err, codes.Aborted, "ETAG_STALE")
	taken := must[*casespb.HandOver](t)(colleague.AcceptHandOver(ifMatch(ctx, offer.GetEtag()), accept))
	if taken.GetState() != casespb.HandOverState_HAND_OVER_STATE_ACCEPTED {
		t.Errorf("taken over: %v", taken)
	}
	if now := h.read(colleague, c.GetId()).GetAssignments()[0]; now.GetHolderId() != colleague.id {
		t.Errorf("the part is %v", now)
	}
	_, err = expert.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	_, err = h.note(colleague, offer.GetId())
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if rest := h.offered(colleague); len(rest) != 0 {
		t.Errorf("what was taken is still offered: %v", rest)
	}
	h.timeline(colleague, c.GetId(), "FILED ROUTED CLAIMED HAND_OVER_OFFERED HAND_OVER_ACCEPTED")
	h.replaysEqualRows()
}

func TestAnOfferIsDeclinedWithAReasonOrTakenBack(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	expert, colleague, head := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.lead(valteriUnit, "VALTERI")
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	held := h.claim(expert, c)
	etag := h.read(expert, c.GetId()).GetEtag()
	for _, wrong := range []struct {
		field, rule string
		edit        func(r *assignmentpb.OfferHandOverRequest)
	}{
		{"note", "string.min_len", func(r *assignmentpb.OfferHandOverRequest) { r.Note = " \n" }},
		{"due_date", "date.past", func(r *assignmentpb.OfferHandOverRequest) { r.DueDate = "2020-01-01" }},
		{"due_date", "date.far", func(r *assignmentpb.OfferHandOverRequest) { r.DueDate = inDays(91) }},
		{"person_id", "person.unknown", func(r *assignmentpb.OfferHandOverRequest) {
			r.To = &assignmentpb.OfferHandOverRequest_PersonId{PersonId: h.expert(elmeriUnit, "ELMERI").id}
		}},
		{"unit_id", "unit.unknown", func(r *assignmentpb.OfferHandOverRequest) {
			r.To = &assignmentpb.OfferHandOverRequest_UnitId{UnitId: schoolHomeFin} // joins only
		}},
	} {
		req := toColleague(held, colleague, handOverNote)
		wrong.edit(req)
		_, err := expert.OfferHandOver(ifMatch(ctx, etag), req)
		invalid(t, err, wrong.field, wrong.rule)
	}
	_, err := expert.OfferHandOver(ifMatch(ctx, etag), toColleague(held, colleague, "Oppilas 131052-308T."))
	refused(t, err, codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	_, err = expert.OfferHandOver(ifMatch(ctx, etag), toColleague(held, expert, handOverNote))
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")

	offer := h.offers(expert, colleague, held, handOverNote)
	_, err = expert.OfferHandOver(ifMatch(ctx, offer.GetEtag()), toColleague(held, colleague, handOverNote))
	refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
	decline := &assignmentpb.DeclineHandOverRequest{HandOverId: offer.GetId(), Reason: "Olen itse lomalla."}
	declined := must[*casespb.HandOver](t)(colleague.DeclineHandOver(ifMatch(ctx, offer.GetEtag()), decline))
	now := h.read(expert, c.GetId())
	if got := now.GetHandOvers()[0]; got.GetState() != casespb.HandOverState_HAND_OVER_STATE_DECLINED || got.GetReason() != decline.GetReason() {
		t.Errorf("who offered reads %v", got)
	}
	if now.GetAssignments()[0].GetHolderId() != expert.id || declined.GetEtag() != now.GetEtag() {
		t.Errorf("after the decline: %v, %v", now.GetAssignments(), declined)
	}

	for _, p := range []person{expert, head} {
		again := h.offers(expert, colleague, held, handOverNote)
		if got := must[*casespb.HandOver](t)(p.RevokeHandOver(ifMatch(ctx, again.GetEtag()), &assignmentpb.RevokeHandOverRequest{HandOverId: again.GetId()})); got.GetState() != casespb.HandOverState_HAND_OVER_STATE_REVOKED {
			t.Errorf("taken back by %s: %v", p.subject, got)
		}
	}
	h.replaysEqualRows()
}

func TestTheLeadGoesToAnotherUnitOnceItAccepts(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	expert, other := h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI")
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	held := h.claim(expert, c)
	etag := h.read(expert, c.GetId()).GetEtag()
	offer := must[*casespb.HandOver](t)(expert.OfferHandOver(ifMatch(ctx, etag), toUnit(held, elmeriUnit)))
	listed := h.offered(other)
	if len(listed) != 1 || listed[0].GetFromUnitId() != valteriUnit || listed[0].GetFromName() != "" {
		t.Fatalf("the other unit is offered %v", listed)
	}
	if got := must[string](t)(h.note(other, offer.GetId())); got != handOverNote {
		t.Errorf("the other unit reads %q", got)
	}
	if whole := must[*casespb.HandOver](t)(other.GetHandOver(ctx, &assignmentpb.GetHandOverRequest{HandOverId: offer.GetId()})); whole.GetFromName() != "" {
		t.Errorf("the other unit reads who offers: %s", whole.GetFromName())
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE case_id = $1 AND action = 'DISCLOSE' AND what = 'NOTE' AND to_id = $2", c.GetId(), elmeriUnit); n != 1 {
		t.Errorf("the audit has %d disclosures of the note", n)
	}
	must[*casespb.HandOver](t)(other.AcceptHandOver(ifMatch(ctx, offer.GetEtag()), &assignmentpb.AcceptHandOverRequest{HandOverId: offer.GetId()}))
	now := h.read(other, c.GetId())
	if lead := now.GetAssignments()[1]; lead.GetUnitId() != elmeriUnit || lead.GetRole() != casespb.Role_ROLE_LEAD || lead.GetHolderId() != other.id {
		t.Errorf("the parts are %v", now.GetAssignments())
	}
	_, err := expert.GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: c.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	h.replaysEqualRows()
}

func TestAUnitThatLacksAPermissionReadsNoNote(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	h.exec("UPDATE directory.units SET permission_always = true WHERE id = $1", skillaUnit)
	teacher, expert, other := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.expert(skillaUnit, "VALTERI")
	c := h.file(teacher, request("fi", autism))
	held := h.claim(expert, c)
	etag := h.read(expert, c.GetId()).GetEtag()
	offer := must[*casespb.HandOver](t)(expert.OfferHandOver(ifMatch(ctx, etag), toUnit(held, skillaUnit)))
	if got := must[string](t)(h.note(other, offer.GetId())); got != "" {
		t.Errorf("without a permission the other unit reads %q", got)
	}
	if n := h.countAs(other, "SELECT count(*) FROM audit.read_offer($1)", offer.GetId()); n != 0 {
		t.Error("behind the first wall the other unit reads the note without a permission")
	}
	card := func(locked bool) {
		t.Helper()
		whole := must[*casespb.HandOver](t)(other.GetHandOver(ctx, &assignmentpb.GetHandOverRequest{HandOverId: offer.GetId()})).GetCard()
		for _, got := range []*casespb.Card{whole, h.offered(other)[0].GetCard()} { //nolint:contextcheck // read in the test's own context
			if got.GetLocked() != locked || (len(got.GetNeeds()) == 0) != locked {
				t.Errorf("the card is %v; locked: %v", got, locked)
			}
		}
	}
	card(true)
	h.consents(teacher, c)
	h.authorises(h.principal(taysSchool), c)
	card(false)
	if got := must[string](t)(h.note(other, offer.GetId())); got != handOverNote {
		t.Errorf("with both permissions the other unit reads %q", got)
	}
	h.replaysEqualRows()
}

// obstacle answers what an offer tells somebody to stand against accepting it.
func (h *house) obstacle(p person, id string) casespb.OfferObstacle {
	h.t.Helper()
	return must[*casespb.HandOver](h.t)(p.GetHandOver(h.t.Context(), &assignmentpb.GetHandOverRequest{HandOverId: id})).GetObstacle()
}

func TestALeadGoesIntoAPartByWhoeverHoldsIt(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	expert, partner, colleague := h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI"), h.expert(elmeriUnit, "ELMERI")
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	held := h.claim(expert, c)
	part := h.invites(expert, c, elmeriUnit)
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(ctx, part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	etag := h.read(expert, c.GetId()).GetEtag()
	offer := must[*casespb.HandOver](t)(expert.OfferHandOver(ifMatch(ctx, etag), toUnit(held, elmeriUnit)))
	accept := &assignmentpb.AcceptHandOverRequest{HandOverId: offer.GetId()}
	_, err := colleague.AcceptHandOver(ifMatch(ctx, offer.GetEtag()), accept)
	if info := refused(t, err, codes.FailedPrecondition, "ASSIGNMENT_HELD"); info.GetMetadata()["holder"] != nameOf(partner.subject) {
		t.Errorf("the colleague hears that the part is held by %q", info.GetMetadata()["holder"])
	}
	if got := h.obstacle(colleague, offer.GetId()); got != casespb.OfferObstacle_OFFER_OBSTACLE_PART_HELD {
		t.Errorf("the colleague reads %v", got)
	}
	_, err = colleague.DeclineHandOver(ifMatch(ctx, offer.GetEtag()), &assignmentpb.DeclineHandOverRequest{HandOverId: offer.GetId(), Reason: "Ei nyt."})
	refused(t, err, codes.FailedPrecondition, "ASSIGNMENT_HELD")
	if got := must[string](t)(h.note(colleague, offer.GetId())); got != "" {
		t.Errorf("the colleague reads the note %q", got)
	}
	if got := h.obstacle(partner, offer.GetId()); got != 0 {
		t.Errorf("who holds the part reads %v", got)
	}
	if got := must[string](t)(h.note(partner, offer.GetId())); got != handOverNote {
		t.Errorf("who holds the part reads the note %q", got)
	}
	must[*casespb.HandOver](t)(partner.AcceptHandOver(ifMatch(ctx, offer.GetEtag()), accept))
	if lead := h.read(partner, c.GetId()).GetAssignments()[1]; lead.GetRole() != casespb.Role_ROLE_LEAD || lead.GetHolderId() != partner.id {
		t.Errorf("the lead is %v", lead)
	}
	h.replaysEqualRows()
}

func TestAUnitThatHasClosedSinceTakesNoLeadOver(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs) // the clock would let the offer lapse
	ctx := t.Context()
	expert, other := h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI")
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	held := h.claim(expert, c)
	offer := must[*casespb.HandOver](t)(expert.OfferHandOver(ifMatch(ctx, h.read(expert, c.GetId()).GetEtag()), toUnit(held, elmeriUnit)))
	accept := &assignmentpb.AcceptHandOverRequest{HandOverId: offer.GetId()}
	for _, change := range []string{"takes_leads = false", "takes_leads = true, active_from = '2020-01-01', active_to = '2020-12-31'"} {
		h.exec("UPDATE directory.units SET "+change+" WHERE id = $1", elmeriUnit)
		_, err := other.AcceptHandOver(ifMatch(ctx, offer.GetEtag()), accept)
		if info := refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED"); info.GetMetadata()["rule"] != "UNIT_TAKES_LEADS" {
			t.Errorf("after %s it is refused by the rule %q", change, info.GetMetadata()["rule"])
		}
		if got := h.obstacle(other, offer.GetId()); got != casespb.OfferObstacle_OFFER_OBSTACLE_UNIT_TAKES_NO_LEADS {
			t.Errorf("after %s the other unit reads %v", change, got)
		}
	}
	h.exec("UPDATE directory.units SET active_to = NULL WHERE id = $1", elmeriUnit)
	twice := ifMatch(with(ctx, "idempotency-key", "once"), offer.GetEtag())
	must[*casespb.HandOver](t)(other.AcceptHandOver(twice, accept))
	h.exec("UPDATE directory.units SET takes_leads = false WHERE id = $1", elmeriUnit)
	must[*casespb.HandOver](t)(other.AcceptHandOver(twice, accept)) // what was done is answered again
}

func TestAnOfferIsAcceptedUntilItsTimeWhateverTheClockDid(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h := start(t, withoutJobs, func(c *services.Config) { c.Now = clock.now })
	expert, colleague := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	c := h.file(h.teacher(taysSchool), request("fi", autism))
	offer := h.offers(expert, colleague, h.claim(expert, c), handOverNote)
	clock.advance(offer.GetUntil().AsTime().Sub(clock.now()))
	colleague = h.as(colleague, "fi")
	_, err := colleague.AcceptHandOver(ifMatch(t.Context(), offer.GetEtag()), &assignmentpb.AcceptHandOverRequest{HandOverId: offer.GetId()})
	if info := refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED"); info.GetMetadata()["rule"] != "HAND_OVER_IN_TIME" {
		t.Errorf("it is refused by the rule %q", info.GetMetadata()["rule"])
	}
	if got := h.obstacle(colleague, offer.GetId()); got != casespb.OfferObstacle_OFFER_OBSTACLE_LAPSED {
		t.Errorf("the colleague reads %v", got)
	}
}

package services_test

import (
	"testing"
	"time"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
)

// returns answers what somebody is to return: to whom, by case.
func (h *house) returns(p person) map[string]string {
	h.t.Helper()
	all := map[string]string{}
	for _, r := range must[*assignmentpb.ListReturnsResponse](h.t)(p.ListReturns(h.t.Context(), &assignmentpb.ListReturnsRequest{})).GetReturns() {
		all[r.GetCaseId()] = r.GetPersonId()
	}
	return all
}

// hands hands the part of a case over.
func (h *house) hands(from, to person, caseID string) {
	h.t.Helper()
	h.takesOver(to, h.offers(from, to, h.read(from, caseID).GetAssignments()[0], handOverNote))
}

func (h *house) takesOver(to person, offer *casespb.HandOver) {
	h.t.Helper()
	must[*casespb.HandOver](h.t)(to.AcceptHandOver(ifMatch(h.t.Context(), h.offerEtag(to, offer.GetId())), &assignmentpb.AcceptHandOverRequest{HandOverId: offer.GetId()}))
}

func (h *house) offerEtag(p person, id string) string {
	h.t.Helper()
	return must[*casespb.HandOver](h.t)(p.GetHandOver(h.t.Context(), &assignmentpb.GetHandOverRequest{HandOverId: id})).GetEtag()
}

// ends ends an absence now.
func (h *house) ends(by person, id string) {
	h.t.Helper()
	must[*assignmentpb.DeleteAbsenceResponse](h.t)(by.DeleteAbsence(h.t.Context(), &assignmentpb.DeleteAbsenceRequest{AbsenceId: id}))
}

func (h *house) keepsCase(p person, caseID string) error {
	a := h.read(p, caseID).GetAssignments()[0]
	_, err := p.KeepAssignment(h.t.Context(), &assignmentpb.KeepAssignmentRequest{AssignmentId: a.GetId()})
	return err
}

// returning is a unit with people who go away and come back.
type returning struct {
	*house

	a, b, c, head person
}

func goingAway(t *testing.T) returning {
	t.Helper()
	h := start(t, withoutJobs)
	return returning{house: h, a: h.expert(valteriUnit, "VALTERI"), b: h.expert(valteriUnit, "VALTERI"), c: h.expert(valteriUnit, "VALTERI"), head: h.lead(valteriUnit, "VALTERI")}
}

// held is a case that somebody holds.
func (r returning) held(by person) string {
	r.t.Helper()
	c := r.file(r.teacher(taysSchool), request("fi", autism))
	r.claim(by, c)
	return c.GetId()
}

func (r returning) wants(of person, caseID, to string) {
	r.t.Helper()
	got := r.returns(of)
	if got[caseID] != to {
		r.t.Errorf("%s is to return %v, want the case to %q", of.subject, got, to)
	}
	if n := r.staffOf(r.head, of).GetToReturn(); int(n) != len(got) {
		r.t.Errorf("the head is shown %d to return, want %d", n, len(got))
	}
}

func TestWhatWasHandedOverForAnAbsenceIsToBeReturnedWhenItEnds(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	id := r.held(r.a)
	other := r.held(r.a)
	absence := r.isAway(r.a, away(r.a, 0, 9, r.b.id))
	r.hands(r.a, r.b, id)
	r.hands(r.a, r.c, other) // who is no substitute
	r.wants(r.b, id, "")
	refused(t, r.keepsCase(r.c, other), codes.NotFound, "NOT_FOUND")
	r.ends(r.a, absence)
	r.wants(r.b, id, r.a.id)
	r.wants(r.c, other, "")
	part := r.read(r.b, id).GetAssignments()[0]
	if part.GetHolderId() != r.b.id {
		t.Errorf("until it is accepted it is held by %s", part.GetHolderName())
	}
	offer := r.offers(r.b, r.a, part, handOverNote)
	r.wants(r.b, id, "")
	must[*casespb.HandOver](t)(r.a.DeclineHandOver(ifMatch(t.Context(), r.offerEtag(r.a, offer.GetId())), &assignmentpb.DeclineHandOverRequest{HandOverId: offer.GetId(), Reason: "Ei vielä."}))
	r.wants(r.b, id, r.a.id)
	r.hands(r.b, r.a, id)
	r.wants(r.b, id, "")
	r.hands(r.a, r.c, id) // for good
	r.wants(r.c, id, "")
}

func TestASubstituteKeepsACaseAndWhoWasAwayIsTold(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	id := r.held(r.a)
	absence := r.isAway(r.a, away(r.a, 0, 9, r.b.id))
	r.hands(r.a, r.b, id)
	r.ends(r.a, absence)
	part := r.read(r.b, id).GetAssignments()[0]
	_, err := r.c.KeepAssignment(t.Context(), &assignmentpb.KeepAssignmentRequest{AssignmentId: part.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if n := r.countAs(r.c, "SELECT count(*) WHERE staffing.keep_assignment($1, now()) = 'DONE'", part.GetId()); n != 0 {
		t.Error("behind the first wall a colleague keeps what another holds")
	}
	twice(t.Context(), r.house, unary(r.b.KeepAssignment), &assignmentpb.KeepAssignmentRequest{AssignmentId: part.GetId()})
	r.wants(r.b, id, "")
	r.exec("UPDATE staffing.absences SET back_time = back_time - interval '40 days'") // so long was it owed
	r.exec("SELECT staffing.forget_absences(current_date - 30)")
	for of, want := range map[person]int{r.a: 1, r.b: 0, r.c: 0} {
		kept := must[*assignmentpb.ListReturnsResponse](t)(of.ListReturns(t.Context(), &assignmentpb.ListReturnsRequest{})).GetKept()
		if len(kept) != want || want > 0 && (kept[0].GetNumber() != r.read(r.b, id).GetNumber() || kept[0].GetName() != part.GetHolderName()) {
			t.Errorf("%s hears of %v", of.subject, kept)
		}
	}
	if n := r.count("SELECT count(*) FROM notify.calls WHERE tell = 'RETURN_KEPT' AND case_id = $1 AND person_id = $2", id, r.a.id); n != 1 {
		t.Errorf("who was away is told %d times", n)
	}
	if n := r.count("SELECT count(*) FROM audit.entries WHERE what = 'KEEP_ASSIGNMENT' AND case_id = $1 AND by_id = $2", id, r.b.id); n != 1 {
		t.Errorf("the audit has it %d times", n)
	}
	r.exec("UPDATE staffing.kept SET create_time = create_time - interval '15 days'")
	if kept := must[*assignmentpb.ListReturnsResponse](t)(r.a.ListReturns(t.Context(), &assignmentpb.ListReturnsRequest{})).GetKept(); len(kept) != 0 {
		t.Errorf("after 15 days they still hear of %v", kept)
	}
	r.exec("UPDATE staffing.kept SET create_time = create_time - interval '20 days'")
	r.exec("SELECT staffing.forget_absences(current_date - 30)")
	if n := r.count("SELECT count(*) FROM staffing.absences"); n != 0 {
		t.Errorf("%d absences are left of which nobody is told any more", n)
	}
}

func TestWhatIsHandedOverForGoodIsNotReturned(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	id, given, released := r.held(r.a), r.held(r.c), r.held(r.head)
	req := away(r.a, 0, 9, r.b.id)
	req.ForGood = true
	another := away(r.a, 30, 39, r.b.id)
	absences := []string{r.isAway(r.a, req), r.isAway(r.a, another), r.isAway(r.c, away(r.c, 0, 9, r.b.id)), r.isAway(r.head, away(r.head, 0, 9, r.b.id))}
	r.hands(r.a, r.b, id)
	r.hands(r.c, r.b, given)
	r.hands(r.head, r.b, released)
	// The head gives one to somebody else, and one is released and claimed again.
	r.gives(given, r.a, false)
	part := r.read(r.b, released).GetAssignments()[0]
	part = must[*casespb.Assignment](t)(r.b.ReleaseAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ReleaseAssignmentRequest{AssignmentId: part.GetId()}))
	must[*casespb.Assignment](t)(r.b.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	for _, absence := range absences {
		r.ends(r.head, absence)
	}
	for of, c := range map[string]struct {
		person
		id string
	}{"for good": {r.b, id}, "given by the head": {r.a, given}, "released": {r.b, released}} {
		if got := r.returns(c.person); len(got) != 0 {
			t.Errorf("%s: to be returned is %v", of, got)
		}
	}
}

func TestOfOneCaseItIsSaidThatItStaysWithTheSubstitute(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	lent, given := r.held(r.a), r.held(r.a)
	absence := r.isAway(r.a, away(r.a, 0, 9, r.b.id))
	r.hands(r.a, r.b, lent)
	offer := toColleague(r.read(r.a, given).GetAssignments()[0], r.b, handOverNote)
	offer.ForGood = true
	r.takesOver(r.b, must[*casespb.HandOver](t)(r.a.OfferHandOver(ifMatch(t.Context(), r.read(r.a, given).GetEtag()), offer)))
	r.ends(r.a, absence)
	if got := r.returns(r.b); len(got) != 1 || got[lent] != r.a.id {
		t.Errorf("to be returned is %v", got)
	}
	r.replaysEqualRows()
}

func TestOnlyWhatIsHandedOverOnceAnAbsenceIsToldIsReturned(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	before, offered, soon := r.held(r.a), r.held(r.a), r.held(r.a)
	r.hands(r.a, r.b, before)
	offer := r.offers(r.a, r.b, r.read(r.a, offered).GetAssignments()[0], handOverNote)
	absence := r.isAway(r.a, away(r.a, 3, 9, r.b.id))
	r.takesOver(r.b, offer)
	r.hands(r.a, r.b, soon)
	r.ends(r.a, absence)
	if got := r.returns(r.b); len(got) != 1 || got[soon] != r.a.id {
		t.Errorf("to be returned is %v", got)
	}
}

func TestALockedCaseIsToBeReturnedOnceItOpensAgain(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	teacher := r.teacher(taysSchool)
	c := r.worked(teacher, r.principal(taysSchool), r.a)
	absence := r.isAway(r.a, away(r.a, 0, 9, r.b.id))
	r.hands(r.a, r.b, c.GetId())
	r.withdrawsConsent(teacher, c)
	r.ends(r.a, absence)
	r.wants(r.b, c.GetId(), "")
	r.exec("SELECT staffing.forget_absences(current_date + 100)") // it is owed all the same
	r.consents(teacher, c)
	r.wants(r.b, c.GetId(), r.a.id)
}

func TestACaseWithAdviceIsToBeReturnedUntilItIsClosed(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	ctx := t.Context()
	teacher := r.teacher(taysSchool)
	c := r.file(teacher, request("fi", autism))
	id := c.GetId()
	r.claim(r.a, c)
	r.advises(r.a, c, "Neuvo")
	must[*casespb.Case](t)(r.a.PublishAdvice(ifMatch(ctx, r.read(r.a, id).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: id}))
	absence := r.isAway(r.a, away(r.a, 0, 9, r.b.id))
	r.hands(r.a, r.b, id)
	r.ends(r.a, absence)
	r.wants(r.b, id, r.a.id)
	must[*casespb.Case](t)(teacher.AcknowledgeAdvice(ifMatch(ctx, r.read(teacher, id).GetEtag()), &caseworkpb.AcknowledgeAdviceRequest{CaseId: id}))
	r.wants(r.b, id, r.a.id)
	must[*casespb.Case](t)(teacher.CloseCase(ifMatch(ctx, r.read(teacher, id).GetEtag()), &caseworkpb.CloseCaseRequest{
		CaseId: id, CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_CONFIRMED, Comment: "Kiitos."},
	}))
	r.wants(r.b, id, "")
}

func TestAChainOfSubstitutesReturnsToWhoeverIsBackAndInTheEndToTheFirst(t *testing.T) {
	t.Parallel()
	for name, firstBack := range map[string]func(r returning) person{
		"the first is back": func(r returning) person { return r.a }, "the second is": func(r returning) person { return r.b },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := goingAway(t)
			id := r.held(r.a)
			absences := map[string]string{r.a.id: r.isAway(r.a, away(r.a, 0, 9, r.b.id))}
			r.hands(r.a, r.b, id)
			absences[r.b.id] = r.isAway(r.b, away(r.b, 0, 9, r.c.id))
			r.hands(r.b, r.c, id)
			first := firstBack(r)
			r.ends(r.head, absences[first.id])
			r.wants(r.c, id, first.id)
			r.hands(r.c, first, id)
			r.wants(first, id, "")
			for _, absence := range absences {
				if absence != absences[first.id] {
					r.ends(r.head, absence)
				}
			}
			if first.id == r.a.id {
				r.wants(r.a, id, "") // the second has no more right to it
				return
			}
			r.wants(r.b, id, r.a.id)
			r.hands(r.b, r.a, id)
			r.wants(r.a, id, "")
		})
	}
}

func TestWhenAUnitStandsInTheHeadGivesWhatIsLeftToWhoeverFits(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	id := r.held(r.a)
	req := away(r.a, 0, 9, r.b.id)
	req.ByUnit = true
	_, err := r.head.CreateAbsence(t.Context(), req)
	if rules := violations(err); len(rules) != 1 {
		t.Errorf("a person and the unit together are refused by %v", rules)
	}
	req.SubstituteId = ""
	absence := r.isAway(r.head, req)
	if away := r.staffOf(r.b, r.a).GetAbsences(); len(away) != 1 || !away[0].GetByUnit() || r.staffOf(r.b, r.a).GetNotOffered() != 1 {
		t.Errorf("a colleague is shown %v", away)
	}
	r.gives(id, r.b, false)
	r.ends(r.head, absence)
	r.wants(r.b, id, r.a.id)
}

// gives lets the head give a part that somebody holds.
func (r returning) gives(caseID string, to person, forGood bool) {
	r.t.Helper()
	part := r.read(r.head, caseID).GetAssignments()[0]
	must[*casespb.Assignment](r.t)(r.head.AssignAssignment(ifMatch(r.t.Context(), part.GetEtag()), &assignmentpb.AssignAssignmentRequest{
		AssignmentId: part.GetId(), PersonId: to.id, Reason: "Sairastui äkillisesti.", ForGood: forGood,
	}))
}

func TestWhatTheHeadGivesOfWhoIsAwayIsToBeReturned(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	lent, forGood, kept, chained, early := r.held(r.a), r.held(r.a), r.held(r.a), r.held(r.a), r.held(r.c)
	absences := []string{r.isAway(r.a, away(r.a, 0, 9, r.b.id)), r.isAway(r.c, away(r.c, 3, 9, ""))}
	r.hands(r.a, r.b, chained)
	r.gives(lent, r.b, false)
	r.gives(forGood, r.b, true)
	r.gives(kept, r.b, false)
	r.gives(early, r.b, false)
	absences = append(absences, r.isAway(r.b, away(r.b, 0, 9, "")))
	r.gives(chained, r.head, false)
	for _, absence := range absences {
		r.ends(r.head, absence)
	}
	r.wants(r.b, lent, r.a.id)
	r.wants(r.b, forGood, "")
	r.wants(r.b, kept, r.a.id)
	r.wants(r.b, early, "")
	r.wants(r.head, chained, r.a.id)
	if err := r.keepsCase(r.b, kept); err != nil {
		t.Error(err)
	}
	r.wants(r.b, kept, "")
	r.hands(r.b, r.a, lent)
	r.wants(r.a, lent, "")
	r.replaysEqualRows()
}

func (r returning) lent(to person) map[string]*assignmentpb.Return {
	r.t.Helper()
	all := map[string]*assignmentpb.Return{}
	for _, l := range must[*assignmentpb.ListReturnsResponse](r.t)(to.ListReturns(r.t.Context(), &assignmentpb.ListReturnsRequest{})).GetLoans() {
		all[l.GetCaseId()] = l
	}
	return all
}

func TestWhoGetsAPartIsToldWhetherItIsLentAndUntilWhen(t *testing.T) {
	t.Parallel()
	r, ctx := goingAway(t), t.Context()
	lent, given, byHead := r.held(r.a), r.held(r.a), r.held(r.a)
	absence := r.isAway(r.a, away(r.a, 0, 9, r.b.id))
	forGood := toColleague(r.read(r.a, given).GetAssignments()[0], r.b, handOverNote)
	forGood.ForGood = true
	for date, offer := range map[string]*casespb.HandOver{
		onDay(10): r.offers(r.a, r.b, r.read(r.a, lent).GetAssignments()[0], handOverNote),
		"":        must[*casespb.HandOver](t)(r.a.OfferHandOver(ifMatch(ctx, r.read(r.a, given).GetEtag()), forGood)),
	} {
		if got := must[*casespb.HandOver](t)(r.b.GetHandOver(ctx, &assignmentpb.GetHandOverRequest{HandOverId: offer.GetId()})).GetReturnDate(); got != date {
			t.Errorf("what is offered is to be returned on %q; want %q", got, date)
		}
		for p, want := range map[person]string{r.b: date, r.c: "", r.a: ""} {
			if n := r.countAs(p, "SELECT count(*) WHERE coalesce(staffing.offered_until($1)::text, '') = $2", offer.GetId(), want); n != 1 {
				t.Errorf("behind the first wall %s is not answered %q", p.subject, want)
			}
		}
		r.takesOver(r.b, offer)
	}
	r.gives(byHead, r.c, false)
	for p, want := range map[person]string{r.b: lent, r.c: byHead, r.a: ""} {
		got := r.lent(p)
		if l := got[want]; len(got) != min(1, len(want)) || want != "" && (l.GetReturnDate() != onDay(10) || l.GetPersonId() != r.a.id || l.GetName() != nameOf(r.a.subject)) {
			t.Errorf("%s is told of the loans %v; want of %q", p.subject, got, want)
		}
	}
	r.wants(r.b, lent, "")
	r.ends(r.a, absence)
	r.wants(r.b, lent, r.a.id)
	if got := r.lent(r.b); len(got) != 0 {
		t.Errorf("once it is to be returned it is lent as well: %v", got)
	}
}

func TestWhatTheHeadGivesOfWhoIsAwayAsAnotherUnitKnowsIsToBeReturned(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	inBoth := func() person {
		return r.join("expert", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"}, grant{role: "EXPERT", unit: skillaUnit, actor: "VALTERI"})
	}
	r.a, r.c = inBoth(), inBoth()
	lent, handed := r.held(r.a), r.held(r.a)
	req := away(r.a, 0, 9, r.c.id)
	req.UnitId, req.ForGood = skillaUnit, true // of the cases there
	absence := r.isAway(r.a, req)
	r.gives(lent, r.b, false)
	r.hands(r.a, r.c, handed) // who stands in in the other unit alone
	r.ends(r.a, absence)
	r.wants(r.b, lent, r.a.id)
	r.wants(r.c, handed, "")
	if n := r.count("SELECT count(*) FROM staffing.due_returns(staffing.at_stake(), now() + interval '1 minute')"); n != 1 {
		t.Errorf("the clock finds %d to be returned", n)
	}
}

func TestWhatIsSaidAtAReleaseIsReadByWhoeverTakesThePartNextAndByNoOtherUnit(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	ctx := t.Context()
	id := r.held(r.a)
	part := r.read(r.a, id).GetAssignments()[0]
	const note = "Koulu odottaa soittoa torstaina."
	for _, text := range []string{"Palaan pian.", note} {
		part = must[*casespb.Assignment](t)(r.a.ReleaseAssignment(ifMatch(ctx, part.GetEtag()), &assignmentpb.ReleaseAssignmentRequest{AssignmentId: part.GetId(), Reason: text}))
		part = must[*casespb.Assignment](t)(r.a.ClaimAssignment(ifMatch(ctx, part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	}
	partner := r.expert(elmeriUnit, "ELMERI")
	etag := r.read(r.a, id).GetEtag()
	c := must[*casespb.Case](t)(r.a.InvitePartner(ifMatch(ctx, etag), inviting(r.read(r.a, id), elmeriUnit)))
	joined := c.GetAssignments()[1]
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(ctx, joined.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: joined.GetId()}))
	r.hands(r.a, r.b, id)
	for by, want := range map[person]string{r.b: note, r.head: note, partner: ""} {
		if got := r.read(by, id).GetAssignments()[0].GetReleaseNote(); got != want {
			t.Errorf("%s reads %q, want %q", by.subject, got, want)
		}
	}
}

func TestAnAbsenceIsLengthenedAndItsReturnsWait(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	ctx := t.Context()
	id := r.held(r.a)
	absence := r.isAway(r.a, away(r.a, 0, 9, r.b.id))
	r.isAway(r.a, away(r.a, 40, 50, ""))
	r.hands(r.a, r.b, id)
	change := func(by person, etag, day string) error {
		_, err := by.ChangeAbsence(ifMatch(ctx, etag), &assignmentpb.ChangeAbsenceRequest{AbsenceId: absence, ToDate: day})
		return err
	}
	refused(t, change(r.c, "1", onDay(12)), codes.NotFound, "NOT_FOUND")
	invalid(t, change(r.a, "1", onDay(-1)), "to_date", "absence.order")
	invalid(t, change(r.a, "1", onDay(800)), "to_date", "absence.order")
	invalid(t, change(r.a, "1", onDay(45)), "to_date", "absence.overlap")
	twice(ifMatch(ctx, "1"), r.house, unary(r.head.ChangeAbsence), &assignmentpb.ChangeAbsenceRequest{AbsenceId: absence, ToDate: onDay(12)})
	refused(t, change(r.a, "1", onDay(13)), codes.Aborted, "ETAG_STALE")
	a := r.staffOf(r.a, r.a).GetAbsences()[0]
	if a.GetToDate() != onDay(12) || a.GetEtag() != "2" {
		t.Errorf("changed it is %v", a)
	}
	if n := r.count("SELECT count(*) FROM staffing.due_returns(staffing.at_stake(), now() + interval '11 days')"); n != 0 {
		t.Errorf("before its end %d are to be returned", n)
	}
	if n := r.count("SELECT count(*) FROM staffing.due_returns(staffing.at_stake(), now() + interval '14 days') WHERE person_id = $1", r.a.id); n != 1 {
		t.Errorf("after its end %d are to be returned", n)
	}
	// Away anew, for another reason; and gone.
	if n := r.count("SELECT count(*) FROM staffing.due_returns(staffing.at_stake(), now() + interval '45 days')"); n != 0 {
		t.Errorf("to somebody who is away %d are to be returned", n)
	}
	r.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1", r.a.id)
	if n := r.count("SELECT count(*) FROM staffing.due_returns(staffing.at_stake(), now() + interval '14 days')"); n != 0 {
		t.Errorf("to somebody who works there no more %d are to be returned", n)
	}
	r.exec("SELECT staffing.forget_absences(current_date + 100)")
	if n := r.count("SELECT count(*) FROM staffing.absences"); n != 1 {
		t.Errorf("%d absences are left, want the one of which something is to be returned", n)
	}
}

func TestAnotherLastDayIsNotPastAndLetsNobodyStandInForEachOther(t *testing.T) {
	t.Parallel()
	r := goingAway(t)
	absence := r.isAway(r.a, away(r.a, 0, 3, r.b.id))
	r.isAway(r.b, away(r.b, 5, 9, r.a.id))
	r.exec("UPDATE staffing.absences SET from_date = from_date - 5 WHERE id = $1", absence) // it has begun
	for day, rule := range map[int]string{-6: "absence.order", -1: "date.past", 6: "absence.cycle"} {
		_, err := r.a.ChangeAbsence(ifMatch(t.Context(), "1"), &assignmentpb.ChangeAbsenceRequest{AbsenceId: absence, ToDate: onDay(day)})
		invalid(t, err, "to_date", rule)
	}
}

func TestASubstituteIsCalledToReturnAndTheHeadWhenNothingHappens(t *testing.T) {
	t.Parallel()
	w := watched(t)
	head, a, b := w.lead(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	w.claim(a, c)
	now := w.clock.now()
	w.isAway(a, away(a, 0, 1, b.id))
	w.hands(a, b, c.GetId())
	for days, want := range []struct{ substitute, head int }{{}, {}, {1, 0}, {1, 0}, {1, 0}, {1, 1}, {1, 1}} {
		w.at(now.Add(time.Duration(days)*24*time.Hour + time.Duration(max(0, days-1))*time.Minute)) // whatever hour it is now
		for of, n := range map[person]int{b: want.substitute, head: want.head} {
			if got := w.count("SELECT count(*) FROM notify.calls WHERE tell = 'RETURN_DUE' AND case_id = $1 AND person_id = $2 AND send_time IS NOT NULL", c.GetId(), of.id); got != n {
				t.Errorf("after %d days %s has been called %d times, want %d", days, of.subject, got, n)
			}
		}
	}
}

func TestWhatIsToBeReturnedAndWhatIsKeptIsToldAfterAdvice(t *testing.T) {
	t.Parallel()
	w := watched(t)
	head, a, b := w.lead(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	w.claim(a, c)
	now := w.clock.now()
	w.isAway(a, away(a, 0, 1, b.id))
	w.hands(a, b, c.GetId())
	w.advises(b, c, "Neuvo.")
	must[*casespb.Case](t)(b.PublishAdvice(ifMatch(t.Context(), w.read(b, c.GetId()).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()}))
	const told = "SELECT count(*) FROM notify.calls WHERE tell = $1 AND case_id = $2 AND person_id = $3 AND send_time IS NOT NULL"
	for days := range 8 {
		w.at(now.Add(time.Duration(days)*24*time.Hour + time.Duration(max(0, days-1))*time.Minute))
	}
	for _, of := range []person{b, head} {
		if n := w.count(told, "RETURN_DUE", c.GetId(), of.id); n != 1 {
			t.Errorf("after advice %s is told %d times of what is to be returned", of.subject, n)
		}
	}
	b = w.as(b, "fi")
	must[*assignmentpb.KeepAssignmentResponse](t)(b.KeepAssignment(t.Context(), &assignmentpb.KeepAssignmentRequest{AssignmentId: w.read(b, c.GetId()).GetAssignments()[0].GetId()}))
	w.at(w.clock.now().Add(2 * time.Hour))
	if n := w.count(told, "RETURN_KEPT", c.GetId(), a.id); n != 1 {
		t.Errorf("after advice who was away is told %d times that it is kept", n)
	}
}

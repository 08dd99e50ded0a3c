package services_test

import (
	"slices"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
)

// onDay answers the calendar date in so many days.
func onDay(n int) string { return helsinki.Date(time.Now().AddDate(0, 0, n)) }

func away(p person, from, to int, substitute string) *assignmentpb.CreateAbsenceRequest {
	return &assignmentpb.CreateAbsenceRequest{
		UnitId: valteriUnit, PersonId: p.id, FromDate: onDay(from), ToDate: onDay(to), SubstituteId: substitute,
	}
}

func (h *house) isAway(by person, req *assignmentpb.CreateAbsenceRequest) string {
	h.t.Helper()
	return must[*assignmentpb.CreateAbsenceResponse](h.t)(by.CreateAbsence(h.t.Context(), req)).GetAbsenceId()
}

// knows is what somebody knows and takes, as the tests tell it.
func knows(p person, hours, cases int32, needs ...casespb.Need) *assignmentpb.KeepExpertRequest {
	return &assignmentpb.KeepExpertRequest{
		UnitId: valteriUnit, PersonId: p.id, Needs: needs, Languages: []string{"fi"}, WeeklyHours: hours, MostCases: cases,
	}
}

func (h *house) keeps(by person, req *assignmentpb.KeepExpertRequest) {
	h.t.Helper()
	seen := h.staffOf(by, person{id: req.GetPersonId()}).GetEtag()
	must[*assignmentpb.KeepExpertResponse](h.t)(by.KeepExpert(ifMatch(h.t.Context(), seen), req))
}

// staffOf answers what somebody is shown of another in the unit.
func (h *house) staffOf(by, of person) *assignmentpb.Expert {
	h.t.Helper()
	all := must[*assignmentpb.ListStaffResponse](h.t)(by.ListStaff(h.t.Context(), &assignmentpb.ListStaffRequest{UnitId: valteriUnit})).GetExperts()
	i := slices.IndexFunc(all, func(e *assignmentpb.Expert) bool { return e.GetPersonId() == of.id })
	if i < 0 {
		h.t.Fatalf("%s is not among %v", of.subject, all)
	}
	return all[i]
}

func TestAnExpertTellsWhatTheyKnowAndTheHeadForAll(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	ctx := t.Context()
	head, expert, colleague := h.lead(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	elsewhere := h.lead(elmeriUnit, "ELMERI")
	if e := h.staffOf(colleague, expert); e.GetTold() || e.GetMayKeep() || len(e.GetNeeds()) == 0 || e.GetWeeklyHours() == 0 || e.GetMostCases() == 0 {
		t.Errorf("of whom nothing is told is shown %v", e)
	}
	for _, by := range []person{expert, head} {
		h.keeps(by, knows(expert, 12, 6, autism))
		e := h.staffOf(by, expert)
		if !e.GetTold() || !e.GetMayKeep() || !slices.Equal(e.GetNeeds(), []casespb.Need{autism}) || e.GetWeeklyHours() != 12 || e.GetMostCases() != 6 {
			t.Errorf("%s is shown %v", by.subject, e)
		}
	}
	for _, by := range []person{colleague, elsewhere, h.teacher(taysSchool)} {
		_, err := by.KeepExpert(ifMatch(ctx, "3"), knows(expert, 0, 0, hearing))
		refused(t, err, codes.NotFound, "NOT_FOUND")
		if n := h.countAs(by, "SELECT count(*) WHERE staffing.keep_expert($1, $2, 3, '{AUTISM}', '{fi}', NULL, 1, 1, now()) = 'DONE'", valteriUnit, expert.id); n != 0 {
			t.Errorf("behind the first wall %s tells what another knows", by.subject)
		}
	}
	_, err := elsewhere.ListStaff(ctx, &assignmentpb.ListStaffRequest{UnitId: valteriUnit})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	for _, table := range []string{"staffing.experts", "staffing.experts_of('" + valteriUnit + "', '{}', now())"} {
		if n := h.countAs(elsewhere, "SELECT count(*) FROM "+table); n != 0 {
			t.Errorf("behind the first wall another unit is shown %d rows of %s", n, table)
		}
	}
	if n := h.count("SELECT count(*) FROM audit.entries WHERE action = 'KEEP_STAFF' AND what = 'EXPERT' AND outcome = 'DONE' AND to_id = $1", expert.id); n != 2 {
		t.Errorf("the audit has %d tellings", n)
	}
}

func TestOfTwoWhoTellAtOnceTheSecondWritesOverNothingUnseen(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	ctx := t.Context()
	head, other, expert := h.lead(valteriUnit, "VALTERI"), h.lead(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	_, err := head.KeepExpert(ctx, knows(expert, 1, 1, autism))
	invalid(t, err, "If-Match", "header.required")
	for round, told := range [][2]int32{{10, 11}, {12, 13}} { // at first nothing is told, then something
		seen := h.staffOf(head, expert).GetEtag()
		twice(ifMatch(ctx, seen), h, unary(head.KeepExpert), knows(expert, told[0], 5, autism))
		_, err := other.KeepExpert(ifMatch(ctx, seen), knows(expert, told[1], 5, hearing))
		refused(t, err, codes.Aborted, "ETAG_STALE")
		if e := h.staffOf(other, expert); e.GetWeeklyHours() != told[0] || e.GetEtag() == seen {
			t.Errorf("in round %d stands %v", round, e)
		}
	}
	_, err = other.KeepExpert(ifMatch(ctx, "7"), knows(other, 1, 1, autism))
	refused(t, err, codes.Aborted, "ETAG_STALE")
	if h.staffOf(other, other).GetTold() {
		t.Error("what fits no revision was told")
	}
}

func TestAnAbsenceIsToldForDaysToComeAndTakenBack(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	ctx := t.Context()
	head, expert, colleague := h.lead(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	stranger := h.expert(elmeriUnit, "ELMERI")
	for _, c := range []struct {
		req         *assignmentpb.CreateAbsenceRequest
		field, rule string
	}{
		{away(expert, -1, 3, ""), "from_date", "date.past"},
		{away(expert, 3, 2, ""), "to_date", "absence.order"},
		{away(expert, 0, 800, ""), "to_date", "absence.order"},
		{away(expert, 0, 3, expert.id), "substitute_id", "person.unknown"},
		{away(expert, 0, 3, stranger.id), "substitute_id", "person.unknown"},
	} {
		_, err := expert.CreateAbsence(ctx, c.req)
		invalid(t, err, c.field, c.rule)
	}
	id := h.isAway(expert, away(expert, 5, 9, colleague.id))
	_, err := head.CreateAbsence(ctx, away(expert, 9, 12, ""))
	invalid(t, err, "from_date", "absence.overlap")
	seen := h.staffOf(colleague, expert).GetAbsences()
	if len(seen) != 1 || seen[0].GetId() != id || seen[0].GetFromDate() != onDay(5) || seen[0].GetSubstituteName() != nameOf(colleague.subject) {
		t.Errorf("a colleague is shown %v", seen)
	}
	for _, by := range []person{colleague, stranger} {
		_, err := by.CreateAbsence(ctx, away(expert, 20, 21, ""))
		refused(t, err, codes.NotFound, "NOT_FOUND")
		_, err = by.DeleteAbsence(ctx, &assignmentpb.DeleteAbsenceRequest{AbsenceId: id})
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	if n := h.countAs(stranger, "SELECT count(*) FROM staffing.absences"); n != 0 {
		t.Errorf("behind the first wall another unit is shown %d absences", n)
	}
	twice := with(ctx, "idempotency-key", "twice")
	first := must[*assignmentpb.CreateAbsenceResponse](t)(head.CreateAbsence(twice, away(colleague, 1, 2, "")))
	again := must[*assignmentpb.CreateAbsenceResponse](t)(head.CreateAbsence(twice, away(colleague, 1, 2, "")))
	if first.GetAbsenceId() != again.GetAbsenceId() {
		t.Error("the same wish twice is two absences")
	}
	must[*assignmentpb.DeleteAbsenceResponse](t)(head.DeleteAbsence(ctx, &assignmentpb.DeleteAbsenceRequest{AbsenceId: id}))
	if left := h.staffOf(expert, expert).GetAbsences(); len(left) != 0 {
		t.Errorf("what was taken back is still there: %v", left)
	}
}

func TestSubstitutesWhoWouldStandInForEachOtherAreRefusedByName(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	head := h.lead(valteriUnit, "VALTERI")
	a, b, c := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	h.isAway(head, away(a, 1, 10, b.id))
	h.isAway(head, away(b, 5, 20, c.id))
	h.isAway(head, away(c, 11, 12, a.id)) // while a is there
	_, err := head.CreateAbsence(t.Context(), away(c, 9, 10, a.id))
	invalid(t, err, "substitute_id", "substitute.cycle")
	want := nameOf(c.subject) + " → " + nameOf(a.subject) + " → " + nameOf(b.subject) + " → " + nameOf(c.subject)
	if said := saidOf(err, "substitute_id"); said != want {
		t.Errorf("the cycle is %q, want %q", said, want)
	}
	h.isAway(head, away(c, 1, 4, b.id)) // b is there then
}

func TestCandidatesComeWithWhatSpeaksForAndAgainstThem(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	head := h.lead(valteriUnit, "VALTERI")
	both, one, deaf, absent, full := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI")
	teaches := h.join("expert", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"}, grant{role: "REQUESTER", school: taysSchool.id})
	h.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1", h.expert(valteriUnit, "VALTERI").id)
	h.keeps(head, knows(both, 20, 10, autism, behaviour))
	h.keeps(head, knows(one, 20, 10, autism))
	h.keeps(head, knows(deaf, 20, 10, hearing))
	h.keeps(head, knows(full, 20, 0, autism, behaviour))
	h.keeps(head, knows(head, 0, 0, autism))
	h.isAway(absent, away(absent, 0, 3, ""))
	h.isAway(one, away(one, 5, 6, ""))
	a := h.file(h.teacher(taysSchool), request("fi", autism, behaviour)).GetAssignments()[0]

	list := must[*assignmentpb.ListCandidatesResponse](t)(head.ListCandidates(t.Context(), &assignmentpb.ListCandidatesRequest{AssignmentId: a.GetId()}))
	var order []string
	refusals, reasons := map[string]string{}, map[string][]string{}
	for _, k := range list.GetCandidates() {
		order = append(order, k.GetPersonId())
		refusals[k.GetPersonId()] = k.GetRefusal().String()
		for _, r := range k.GetReasons() {
			if r.GetAgainst() {
				reasons[k.GetPersonId()] = append(reasons[k.GetPersonId()], r.GetCode().String())
			}
		}
		if k.GetTold() != (k.GetPersonId() != absent.id && k.GetPersonId() != teaches.id) {
			t.Errorf("told of %v", k)
		}
	}
	if want := []string{both.id, one.id, full.id}; !slices.Equal(order[:3], want) || len(order) != 7 {
		t.Errorf("candidates are %v, want first %v", order, want)
	}
	if got := reasons[one.id]; !slices.Equal(got, []string{"FIT_CODE_COMPETENCE", "FIT_CODE_ABSENCE_SOON"}) {
		t.Errorf("against who knows one need and is away soon speaks %v", got)
	}
	if got := reasons[full.id]; !slices.Equal(got, []string{"FIT_CODE_OVER_LIMIT"}) {
		t.Errorf("against who is full speaks %v", got)
	}
	for p, want := range map[string]string{
		both.id: "FIT_REFUSAL_UNSPECIFIED", full.id: "FIT_REFUSAL_UNSPECIFIED", deaf.id: "FIT_REFUSAL_NO_COMPETENCE",
		absent.id: "FIT_REFUSAL_ABSENT", teaches.id: "FIT_REFUSAL_CONFLICT_OF_INTEREST", head.id: "FIT_REFUSAL_NO_HOURS",
	} {
		if refusals[p] != want {
			t.Errorf("%s is refused by %s, want %s", p, refusals[p], want)
		}
	}
}

func TestWhoHeadsAUnitIsCalledOnceWhenSomebodyIsAwayWithOpenCases(t *testing.T) {
	t.Parallel()
	w := watched(t)
	head, expert := w.lead(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	w.claim(expert, c)
	now := w.clock.now()
	w.exec(`INSERT INTO staffing.absences (id, unit_id, person_id, from_date, to_date, by_unit, for_good, back_time, revision, create_time)
		VALUES (gen_random_uuid(), $1, $2, $3::timestamptz::date + 2, $3::timestamptz::date + 9, false, false, $3::timestamptz + interval '10 days', 1, $3)`, valteriUnit, expert.id, now)
	for days, want := range []int{0, 0, 1, 1, 1, 1} {
		w.at(now.AddDate(0, 0, days))
		if n := w.count("SELECT count(*) FROM notify.calls WHERE goal = 'ABSENCE' AND case_id = $1 AND person_id = $2 AND rung = 'LEAD' AND send_time IS NOT NULL",
			c.GetId(), head.id); n != want {
			t.Errorf("after %d days the head has been called %d times, want %d", days, n, want)
		}
	}
	if n := w.count("SELECT count(*) FROM notify.calls WHERE goal = 'ABSENCE' AND create_time > $1", now.AddDate(0, 0, 3)); n != 0 {
		t.Errorf("called anew %d times", n)
	}
}

func TestAnAbsenceThatHasEndedMayBeEndedAgain(t *testing.T) {
	t.Parallel()
	h := start(t)
	a, stranger := h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI")
	id := h.isAway(a, away(a, 0, 3, ""))
	for range 2 {
		must[*assignmentpb.DeleteAbsenceResponse](t)(a.DeleteAbsence(t.Context(), &assignmentpb.DeleteAbsenceRequest{AbsenceId: id}))
	}
	if _, err := stranger.DeleteAbsence(t.Context(), &assignmentpb.DeleteAbsenceRequest{AbsenceId: id}); status.Code(err) != codes.NotFound {
		t.Errorf("a stranger is answered %v", err)
	}
}

func TestOfAnAbsenceInAnotherUnitTheDaysAloneAreRead(t *testing.T) {
	t.Parallel()
	h := start(t)
	both := h.join("both", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"}, grant{role: "EXPERT", unit: elmeriUnit, actor: "ELMERI"})
	sub, reader := h.expert(elmeriUnit, "ELMERI"), h.expert(valteriUnit, "VALTERI")
	req := away(both, 0, 3, sub.id)
	req.UnitId, req.ForGood = elmeriUnit, true
	h.isAway(both, req)
	for p, unit := range map[person]string{reader: valteriUnit, sub: elmeriUnit} {
		for _, e := range must[*assignmentpb.ListStaffResponse](t)(p.ListStaff(t.Context(), &assignmentpb.ListStaffRequest{UnitId: unit})).GetExperts() {
			if e.GetPersonId() != both.id {
				continue
			}
			if got := e.GetAbsences(); len(got) != 1 || got[0].GetFromDate() != req.GetFromDate() || (got[0].GetSubstituteId() != "") != (p == sub) || got[0].GetForGood() != (p == sub) {
				t.Errorf("%s reads %v", p.subject, got)
			}
		}
	}
}

// saidOf answers what is said of a field.
func saidOf(err error, field string) string {
	for _, d := range status.Convert(err).Details() {
		if bad, ok := d.(*errdetails.BadRequest); ok {
			for _, v := range bad.GetFieldViolations() {
				if v.GetField() == field {
					return v.GetDescription()
				}
			}
		}
	}
	return ""
}

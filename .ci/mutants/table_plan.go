package main

func inPlan(test string) killer { return killer{"./services/assignment/plan", test} }

const (
	planFit   = "services/assignment/plan/fit.go"
	planFlow  = "services/assignment/plan/flow.go"
	planWorld = "services/assignment/plan/world.go"
	staffing  = "services/internal/migrations/sql/00030_staffing.sql"
	returns   = "services/internal/migrations/sql/00032_returns.sql"
	jointPlan = "services/internal/migrations/sql/00033_joint_plan.sql"
)

var (
	whoMay    = inPlan("TestNobodyIsProposedWhoMayNotBe")
	ofLocked  = killer{"./services", "TestCandidatesForALockedPartTellNothingOfTheRequest"}
	bestOfAll = inPlan("TestAPlanIsAsGoodAsTheBestOfAllPlansOfASmallWorld")
)

// ofPlans are mutants of who is proposed for a waiting case, and of how all are placed.
var ofPlans = []mutant{
	{
		"a colleague is told which cases nobody is offered", "services/assignment/staff/service.go", "e.GetMayKeep() {", "true {",
		killer{"./services", "TestTheHeadIsToldWhichCasesOfWhoIsAwayNobodyIsOffered"},
	},
	{"somebody without the permission is proposed", planFit, "if !e.mayClaim(w.UnitID) {", "if false {", whoMay},
	{"a plan proposes somebody without the permission", planWorld, "if e.mayClaim(unitID) {", "if true || e.mayClaim(unitID) {", inPlan("TestACaseWithoutAPlaceSaysWhy")},
	{"somebody who knows none of the needs is proposed", planFit, "case !w.Locked && e.knows(w.Facts.Needs) == 0:", "case false:", whoMay},
	{"somebody of another language is proposed", planFit, "case !w.Locked && !slices.Contains(e.Languages, w.Facts.Language):", "case false:", whoMay},
	{"candidates tell what a locked request asks", "services/cases/part_facts.go", "Locked: !row.Opens}\n\t\tif row.Opens {", "}\n\t\tif row.UnitID != \"\" {", ofLocked},
	{"candidates of an ended part are told", "services/cases/part_facts.go", " AND a.state IN ('WAITING', 'HELD')`", "`", ofLocked},
	{"somebody with a conflict of interest is proposed", planFit, "case e.conflicts(w):", "case false:", whoMay},
	{"a teacher is proposed for their own school", planFit, `return g.SchoolID != "" && g.SchoolID == w.Facts.SchoolID`, "return false", whoMay},
	{"somebody absent is proposed", planFit, "case e.awayOn(today):", "case false:", whoMay},
	{
		"over the limit without a word", "services/assignment/plan/rank.go", "return c.LoadAfter > c.Limit", "return false",
		inPlan("TestACandidateComesWithWhatSpeaksForAndAgainst"),
	},
	{
		"a plan fills people beyond their places", planWorld, "n.seats = append(n.seats, seats)",
		"n.seats = append(n.seats, len(w.waiting))", inPlan("TestAPlanIsNeverWorseThanGreedyAndKeepsToWhoMayAndToTheirPlaces"),
	},
	{"travel comes before balance", planWorld, "part := int64(len(w.waiting))*int64(OtherArea) + 1", "part := int64(1)", inPlan("TestTheGoalsOutweighEachOther")},
	{"a case is left out to keep the balance", planWorld, "left = max(left, e.step(seats)*part)", "left = max(left, e.step(0))", bestOfAll},
	{"a plan never moves what it has placed", planFlow, "if m != stuck && !p.done[b] {", "if false && m != stuck {", bestOfAll},
	{"prices stay as they were", planFlow, "p.price[c] += p.total - p.cost[c]", "p.price[c] += 0", inPlan("TestThePricesProveThatAPlanIsBest")},
	{
		"a plan depends on the order of what it is given", planWorld, "return cmp.Compare(x.PersonID, y.PersonID) })", `return cmp.Compare("", "") })`,
		inPlan("TestAPlanDoesNotDependOnTheOrderOfWhatIsGiven"),
	},

	// Who is known, and what was proposed.
	{
		"whoever has no grant for the unit is proposed", staffing, "FROM access.staff_of(p_unit, p_now) k",
		"FROM (SELECT p.id, p.display_name AS name FROM access.persons p) k", inServices("TestCandidatesComeWithWhatSpeaksForAndAgainstThem"),
	},
	{
		"a colleague tells what another knows", staffing, "p_person = access.me() AND p_unit IN", "p_unit IN",
		inServices("TestAnExpertTellsWhatTheyKnowAndTheHeadForAll"),
	},
	{
		"what somebody has told meanwhile is written over", staffing, "WHERE e.revision = p_expect;", "WHERE true;",
		inServices("TestOfTwoWhoTellAtOnceTheSecondWritesOverNothingUnseen"),
	},
	{
		"an absence begins in the past", staffing, "ELSIF p_from < (p_now AT TIME ZONE 'Europe/Helsinki')::date THEN", "ELSIF false THEN",
		inServices("TestAnAbsenceIsToldForDaysToComeAndTakenBack"),
	},
	{
		"substitutes stand in for each other", staffing, "IF v_path IS NOT NULL THEN", "IF false THEN",
		inServices("TestSubstitutesWhoWouldStandInForEachOtherAreRefusedByName"),
	},
	{
		"nobody is called for the cases of who is away", staffing, "WHERE b.from_date <= v_today AND b.back_time > p_now AND w.place <=",
		"WHERE false AND w.place <=", inServices("TestWhoHeadsAUnitIsCalledOnceWhenSomebodyIsAwayWithOpenCases"),
	},
	{
		"an absence that somebody has changed meanwhile is written over", staffing, "ELSIF v.revision <> p_expect THEN", "ELSIF false THEN",
		inServices("TestAnAbsenceIsLengthenedAndItsReturnsWait"),
	},
	{
		"what is to be returned is forgotten with the absence", staffing,
		"AND a.id NOT IN (SELECT l.absence_id FROM staffing.loans(staffing.at_stake()) l)", "", inServices("TestAnAbsenceIsLengthenedAndItsReturnsWait"),
	},

	// What coordination plans.
	{
		"coordination plans for an area that it does not coordinate", jointPlan,
		"AND ((SELECT access.coordinates_everywhere()) OR c.area = ANY (ARRAY(SELECT access.my_areas())))", "",
		inServices("TestCoordinationSeesWhomAJointPlanProposesUnitByUnitAndNoContent"),
	},

	{
		"who works in two units is two people", "services/assignment/staff/joint.go", "|| experts[len(experts)-1].PersonID != r.PersonID {", "|| true {",
		inServices("TestCoordinationSeesWhomAJointPlanProposesUnitByUnitAndNoContent"),
	},
	{
		"a plan takes what one unit knows of somebody for another's", planFit, "if p, found := e.Profiles[unitID]; found {", "if p, found := e.Profiles[unitID]; false && found {",
		inPlan("TestAnExpertIsProposedByWhatTheUnitOfTheCaseKnowsOfThem"),
	},

	// What a substitute returns.
	{
		"what was handed over for good is to be returned", returns, " WHERE NOT (l.for_good AND l.unit_id = p_unit)", "",
		inServices("TestWhatIsHandedOverForGoodIsNotReturned"),
	},
	{
		"what was handed over before an absence was told is to be returned after it", returns, " AND b.create_time <= p_said", "",
		inServices("TestOnlyWhatIsHandedOverOnceAnAbsenceIsToldIsReturned"),
	},
	{
		"of one case nobody hears that it stays with the substitute", returns, "WHERE NOT g.for_good", "",
		inServices("TestOfOneCaseItIsSaidThatItStaysWithTheSubstitute"),
	},
	{
		"somebody is to return what another holds", returns, "a.id = ANY (p_parts) AND ", "",
		inServices("TestWhatWasHandedOverForAnAbsenceIsToBeReturnedWhenItEnds"),
	},
	{
		"what the head gave to somebody else is to be returned", returns, "WHERE g.by_head AND", "WHERE false AND",
		inServices("TestWhatIsHandedOverForGoodIsNotReturned"),
	},
	{
		"what was released is to be returned", returns, "e.kind = 'RELEASED'", "false", inServices("TestWhatIsHandedOverForGoodIsNotReturned"),
	},
	{
		"what the head gives of who is away stays where it is", returns, "CASE WHEN p_by_head\n            THEN", "CASE WHEN p_by_head\n            THEN false AND",
		inServices("TestWhatTheHeadGivesOfWhoIsAwayIsToBeReturned"),
	},
	{
		"what the head gives of who is not away yet is to be returned", returns, "b.from_date <= (p_said AT TIME ZONE 'Europe/Helsinki')::date ELSE", "true ELSE",
		inServices("TestWhatTheHeadGivesOfWhoIsAwayIsToBeReturned"),
	},
	{
		"what a substitute who is away too holds is to be returned to them alone", returns,
		"AND NOT EXISTS (SELECT FROM lent x WHERE x.assignment_id = g.assignment_id AND x.lend_time = g.at)", "",
		inServices("TestWhatTheHeadGivesOfWhoIsAwayIsToBeReturned"),
	},
	{
		"a case is returned to somebody who is away", returns, "AND x.from_date <= v_today AND x.back_time > p_now)\n        AND NOT", "AND false)\n        AND NOT",
		inServices("TestAnAbsenceIsLengthenedAndItsReturnsWait"),
	},
	{
		"a case that came back to the first is to be returned to the second", returns, "AND u.lend_time <= l.lend_time);", "AND u.lend_time = l.lend_time);",
		inServices("TestAChainOfSubstitutesReturnsToWhoeverIsBackAndInTheEndToTheFirst"),
	},
	{
		"a locked case is to be returned by who cannot read it", returns, "ON a.id = l.assignment_id AND a.opens", "ON a.id = l.assignment_id",
		inServices("TestALockedCaseIsToBeReturnedOnceItOpensAgain"),
	},
	{
		"what was given for good is to be returned after another absence", returns, "b.unit_id <> p_unit, b.back_time LIMIT 1", "b.unit_id <> p_unit, b.back_time DESC LIMIT 1",
		inServices("TestWhatIsHandedOverForGoodIsNotReturned"),
	},
	{
		"who is away as another unit knows counts as there", returns, "WHERE b.person_id = p_from AND", "WHERE b.person_id = p_from AND b.unit_id = p_unit AND",
		inServices("TestWhatTheHeadGivesOfWhoIsAwayAsAnotherUnitKnowsIsToBeReturned"),
	},
	{
		"the clock looks for what is lent in the unit of the absence alone", returns, "JOIN access.grants g ON g.person_id = b.person_id",
		"JOIN access.grants g ON g.person_id = b.person_id AND g.unit_id = b.unit_id", inServices("TestWhatTheHeadGivesOfWhoIsAwayAsAnotherUnitKnowsIsToBeReturned"),
	},
	{
		"anybody hears when what is offered is to be returned", returns, " AND h.state = 'OFFERED' AND h.to_id = access.me()", "",
		inServices("TestWhoGetsAPartIsToldWhetherItIsLentAndUntilWhen"),
	},
	{
		"a colleague hears what another holds for a time", returns, "a.holder_id = access.me() AND a.state = 'HELD' AND a.unit_id IN (SELECT access.my_units()))) o", "a.state = 'HELD')) o",
		inServices("TestWhoGetsAPartIsToldWhetherItIsLentAndUntilWhen"),
	},
	{
		"a case with advice stays with the substitute unsaid", returns, "NOT IN ('CLOSED', 'WITHDRAWN', 'ERASED')", "NOT IN ('ADVISED', 'FOLLOW_UP', 'CLOSED', 'WITHDRAWN', 'ERASED')",
		inServices("TestACaseWithAdviceIsToBeReturnedUntilItIsClosed"),
	},
	{
		"a colleague keeps what a substitute holds", returns, "WHERE l.holder_id = access.me() AND l.unit_id IN", "WHERE l.unit_id IN",
		inServices("TestASubstituteKeepsACaseAndWhoWasAwayIsTold"),
	},
	{
		"a colleague hears what a substitute keeps of another's", returns, "WHERE b.person_id = access.me() AND a.unit_id IN", "WHERE a.unit_id IN",
		inServices("TestASubstituteKeepsACaseAndWhoWasAwayIsTold"),
	},
	{
		"that a substitute keeps a case is said for ever", returns, " AND k.create_time > p_now - interval '14 days'", "",
		inServices("TestASubstituteKeepsACaseAndWhoWasAwayIsTold"),
	},
	{
		"what is said at a release is read by another unit", "services/cases/wire/hand_over.go", "if ours(a.Unit.ID) {\n\t\t\tm.Assignments[i].ReleaseNote",
		"if true {\n\t\t\tm.Assignments[i].ReleaseNote", inServices("TestWhatIsSaidAtAReleaseIsReadByWhoeverTakesThePartNextAndByNoOtherUnit"),
	},
	{
		"why a part was placed is read by another unit", "services/cases/wire/hand_over.go", "m.Assignments[i].PlacementReason = placement(a, content)\n\t\t}",
		"}\n\t\tm.Assignments[i].PlacementReason = placement(a, content)", inServices("TestWhyAPartWasPlacedIsReadInItsUnitAndByNobodyElse"),
	},
	{
		"what is said elsewhere is shown as why a part was placed", "services/cases/wire/hand_over.go", "text.Kind == cases.ReasonContent && text.AboutID == a.ID",
		"text.Kind == cases.ReasonContent", inServices("TestWhyAPartWasPlacedIsReadInItsUnitAndByNobodyElse"),
	},
	{
		"the school's word of a round before is shown in the next", "services/cases/wire/case.go", "if text.CreateTime.Before(c.TurnSince) {", "if false {",
		inServices("TestTheSchoolReadsWhyItTookTheRequestBackAndNoWordOfARoundBefore"),
	},
	{
		"after advice nobody hears what is to be returned, or that it is kept", "services/notify/calls.go",
		"(k.version > 0 OR k.tell IN ('HOLDER_ABSENT', 'RETURN_DUE', 'RETURN_KEPT'))", "k.version > 0", inServices("TestWhatIsToBeReturnedAndWhatIsKeptIsToldAfterAdvice"),
	},
	{
		"who has no address ends the search for somebody who answers for who is away", staffing,
		"AND w.place <= coalesce(w.last, w.place)", "AND w.place = 1", inServices("TestOfWhoIsAwayHearsSomebodyWhomAMailReaches"),
	},
	{
		"who has no address ends the search for somebody when nothing is returned", returns,
		"WHERE w.place <= coalesce(w.last, w.place)", "WHERE w.place = 1", inServices("TestOfWhoIsAwayHearsSomebodyWhomAMailReaches"),
	},
	{
		"who has no address ends the search for somebody when a unit closes", "services/internal/migrations/sql/00023_clocks.sql",
		"w.place <= coalesce(w.last, w.place)", "w.place = 1", inServices("TestOfAPartInAClosedUnitHearsSomebodyWhomAMailReaches"),
	},
	{
		"targets are told to people who are away alone", "services/internal/migrations/sql/00023_clocks.sql",
		"x.away, p.email IS NOT NULL AND NOT x.away", "false, p.email IS NOT NULL", inServices("TestTargetsAreToldToSomebodyWhoIsThere"),
	},
	{
		"of a partner who is away after advice nobody hears", staffing,
		"(a.part = 'PARTNER' OR c.phase NOT IN ('ADVISED', 'FOLLOW_UP'))\n    CROSS", "c.phase NOT IN ('ADVISED', 'FOLLOW_UP')\n    CROSS", inServices("TestOfAPartnerHeadsHearAfterAdviceToo"),
	},
	{
		"of a partner in a closed unit after advice nobody hears", "services/internal/migrations/sql/00023_clocks.sql",
		"(a.part = 'PARTNER' OR c.phase NOT IN ('ADVISED', 'FOLLOW_UP'))", "c.phase NOT IN ('ADVISED', 'FOLLOW_UP')", inServices("TestOfAPartnerHeadsHearAfterAdviceToo"),
	},
	{
		"whom another unit names as a substitute is read", staffing, "ON s.id = a.substitute_id AND a.unit_id = p_unit", "ON s.id = a.substitute_id",
		inServices("TestOfAnAbsenceInAnotherUnitTheDaysAloneAreRead"),
	},
	{
		"nobody is called when a substitute returns nothing", returns, "WHERE t.rung <> 'OWNER' AND t.person_id <> d.holder_id AND NOT t.away",
		"WHERE false", inServices("TestASubstituteIsCalledToReturnAndTheHeadWhenNothingHappens"),
	},
	{
		"a row of a plan is accepted whatever has changed", "services/assignment/assign.go", "if err == nil && req.GetProposed() {", "if false {",
		inServices("TestARowWhoseWorldHasChangedIsRefusedAndTheOthersStand"),
	},
	{
		"what was asked is judged anew", "services/casework/conversation.go",
		"if err == nil && !repeated {", "if err == nil && (repeated || !repeated) {", inServices("TestWhatWasRoutedAndAskedIsAnsweredAgainWhateverTheWorldIsNow"),
	},
	{
		"a step of rules that was done is judged anew", "services/routing/rulesets/change.go",
		"if err == nil && !repeated {", "if err == nil && (repeated || !repeated) {", inServices("TestAStepOfRulesIsAnsweredAgainThoughAFindingBlocksItNow"),
	},
	{
		"what blocks rules blocks no step", "services/routing/rulesets/change.go",
		"if err == nil && !repeated {", "if err == nil && repeated {", inServices("TestRulesWithAHoleAreNotHandedToReview"),
	},
	{
		"what was done is judged anew", "services/cases/once.go", "_, used, err = call.Once.Look(ctx, tx, call.Principal.PersonID)",
		"_, _, err = call.Once.Look(ctx, tx, call.Principal.PersonID)", inServices("TestWhatWasDoneIsAnsweredAgainWhateverTheWorldIsNow"),
	},
}

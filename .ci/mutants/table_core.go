package main

func inClocks(test string) killer   { return killer{"./services/cases/clocks", test} }
func inWorkdays(test string) killer { return killer{"./services/internal/workdays", test} }

// core are the mutants of the life cycle and of who may do what.
var core = []mutant{
	// Routing.
	{
		"a filing stands that was routed by an old edition of the directory", "services/intake/service.go",
		"append(slices.Clone(guards), sameEdition(d.GetEdition()))", "slices.Clone(guards)", inServices("TestAFilingGoesByThePresentEditionOfTheDirectory"),
	},
	{
		"a school is closed by an old edition of the directory", "services/intake/service.go",
		"case d.GetSchoolClosed() && edition != 0:", "case false:", inServices("TestASchoolFilesAgainOnceTheRegisterSaysSo"),
	},
	// Phases and clocks.
	{
		"a question outranks a missing permission", "services/cases/phase.go",
		`	case c.PermissionMissing():
		return AwaitingPermission
	case asked:
		return AwaitingSchool
`, `	case asked:
		return AwaitingSchool
	case c.PermissionMissing():
		return AwaitingPermission
`, inCases("TestThePhaseIsTheFirstThatHolds"),
	},
	{
		"advice can be withdrawn", "services/cases/lifecycle.go",
		"permission.Withdraw, AtContent, beforeAdvice,", "permission.Withdraw, AtContent, open,", inEveryState,
	},
	{
		"a turn keeps the time of the one before", "services/cases/apply.go",
		"case first || c.Turn() != before:", "case first || false && c.Turn() != before:", inEveryState,
	},
	{
		"reminders of a question that was answered count on", "services/cases/apply.go",
		"case e.answers():", "case false:", inCases("TestAnAnswerBeginsTheRemindersAnew"),
	},
	{
		"a day with a slip in its year is taken", "services/cases/wire/day.go",
		"date > helsinki.Date(last)", "false && date > helsinki.Date(last)", killer{"./services/cases/wire", "TestADayToComeIsFromTodayOnAndNotFarAhead"},
	},
	{
		"a reopened case is routed as if no permission were recorded", "services/intake/reopen.go",
		"c.Facts.SchoolID, c.Recorded(), 0)", "c.Facts.SchoolID, \"\", 0)", inServices("TestAReopenedCaseIsRoutedByThePermissionsThatStandOnIt"),
	},
	{
		"a reopened case keeps the permissions of its filing", "services/cases/apply.go",
		"cmp.Or(d.Permissions, c.Facts.Permissions)", "cmp.Or(c.Facts.Permissions, d.Permissions)", inServices("TestAReopenedCaseIsRoutedByThePermissionsThatStandOnIt"),
	},
	{
		"a lead that is routed to another unit is called for no more", "services/cases/watch/call.go",
		"if partID == \"\" && led {", "if partID == \"?\" && led {", inServices("TestALeadThatIsRoutedToAnotherUnitIsCalledForAnew"),
	},
	{
		"a school that has just written is silent", "services/cases/apply.go",
		"return e.By.Role == permission.Requester || e.By.Role == permission.Principals", "return false", inCases("TestASchoolThatActsIsNotSilent"),
	},
	{
		"a school whose permission has just ended is silent", "services/cases/apply.go",
		"case Replied, PermitRecorded, PermitEnded:", "case Replied, PermitRecorded:", inCases("TestASchoolThatActsIsNotSilent"),
	},
	{
		"a school that has just written is reminded of a day that has passed", "services/cases/tick.go",
		"(c.RemindTime.IsZero() || due >= day)", "true", inCases("TestASchoolThatActsIsNotSilent"),
	},
	{
		"a unit keeps what it did when the request is withdrawn", "services/cases/assignment.go",
		"return c.WithdrawTime.IsZero() && a.Round", "return a.Round", inEveryState,
	},
	{
		"reminders of one turn count in the next", "services/cases/apply.go",
		"c.TurnSince, c.Reminders, c.RemindTime = e.At, 0, time.Time{}", "c.TurnSince = e.At", lawAndFlaw,
	},
	{
		"segments of one phase stay apart", "services/cases/segment.go",
		"if segments[last].Phase == next.Phase && segments[last].Actor == next.Actor {", "if false {", inEveryState,
	},
	{
		"a day is that of Greenwich", "services/internal/workdays/day.go",
		"Date(helsinki.In(t).Date())", "Date(t.UTC().Date())", inWorkdays("TestADayIsThatOfFinland"),
	},
	{
		"work is done on Midsummer Eve", "services/internal/workdays/holidays.go",
		"d == midsummer-1 || ", "", inWorkdays("TestTheHolidaysAreThoseOfTheAlmanac"),
	},
	{
		"a common break counts in a year of own ones", "services/internal/workdays/breaks.go",
		"b.common && !slices.Contains(b.years, d.schoolYear()) && d.inCommonBreak()", "b.common && d.inCommonBreak()",
		inWorkdays("TestOwnBreaksTakeThePlaceOfTheCommonOnesInTheirSchoolYear"),
	},
	{
		"a day that has not ended is used", "services/cases/clocks/clock.go",
		"for d := days.first + 1; d < until; d++ {", "for d := days.first + 1; d <= until; d++ {", inClocks("TestEveryWorkingDayIsUsedOrPausedOnce"),
	},
	{
		"a wait for the school is used", "services/cases/clocks/course.go",
		"case Coordination, Unit:", "case Coordination, Unit, School:", inClocks("TestAClockTellsWhoseTheDaysWere"),
	},
	{
		"a break stops no clock", "services/cases/clocks/owner.go",
		"if all.breaks.Actor(s.Actor).Has(d) {", "if false {", inClocks("TestBreaksStopTheClockOfWhoeverHasThem"),
	},
	{
		"the due day knows no breaks", "services/cases/clocks/clock.go",
		"d.Working() && !closed.Has(d)", "d.Working()", inClocks("TestBreaksStopTheClockOfWhoeverHasThem"),
	},
	{
		"an actor's target is that of an acute request", "services/cases/clocks/target.go",
		"w += 2", "w++", inClocks("TestTheMostSpecificTargetWins"),
	},
	{
		"a miss is told to who was warned", "services/cases/clocks/call.go",
		"tell == Escalation && c.Person == p.Owner", "false", inClocks("TestWhoIsToldWhat"),
	},
	{
		"a case that nobody holds pauses for ever", "services/cases/clocks/call.go",
		", unowned && k.PausedDays() >= k.Target.Days:", ":", inClocks("TestSomebodyAlwaysAnswersAndNothingStaysQuietWithoutAnOwner"),
	},
	{
		"a school is reminded before its day", "services/cases/tick.go",
		"if d, at := c.next(); d != nil && !m.At.Before(at) {", "if d, _ := c.next(); d != nil {", lawAndFlaw,
	},
	{
		"a school is reminded in its break", "services/cases/tick.go",
		"workdays.Table{}.School(c.Facts.MunicipalityCode).Add(", "workdays.Breaks{}.Add(", inCases("TestASchoolIsRemindedOnDaysOnWhichItWorks"),
	},
	{
		"a message makes the etag old", "services/cases/apply.go",
		"case Messaged, AttachmentRemoved,", "case AttachmentRemoved,",
		inCases("TestAChangeOnAnOldViewIsRefused"),
	},
	{
		"an offer outlives the hold that it was of", "services/cases/apply.go",
		"	c.endOffers(id, HandOverRevoked, e)\n", "", lawAndFlaw,
	},

	// What a command itself breaks.
	{
		"a question is answered twice", "services/cases/decide_school.go",
		"if !c.Questions[i].open() {", "if false {", lawAndFlaw,
	},
	{
		"a holder is replaced without a reason", "services/cases/decide.go",
		`if part.State == Held && a.ReasonID == "" {`, "if false {", lawAndFlaw,
	},
	{
		"a unit is given a second part", "services/cases/decide.go",
		`	if _, takesPart := c.partOf(r.Unit.ID); takesPart {
		return nil, against(UnitHasNoPart, r.action(), c)`, `	if _, takesPart := c.partOf(r.Unit.ID); false && takesPart {
		return nil, against(UnitHasNoPart, r.action(), c)`, lawAndFlaw,
	},

	// Who.
	{
		"the gate before the core stands open", "services/cases/store.go",
		`		if !ok {
			return &Refusal{Reason: Unknown}`, `		if false && !ok {
			return &Refusal{Reason: Unknown}`, inCases("TestWhoeverMayNotIsToldThatThereIsNothing"),
	},
	{
		"content is open while a permission is missing", "services/cases/assignment.go",
		"return c.stands(a) && !c.PermissionMissing() && !c.uncovered(a.PermissionNeeded, a.Unit.Actor)",
		"return c.stands(a) && !c.uncovered(a.PermissionNeeded, a.Unit.Actor)",
		inCases("TestARefusedOrWithdrawnPermissionLocksTheContentEvenWhereNoneWasNeeded"),
	},
	{
		"a partner reads what the consent does not cover", "services/cases/assignment.go",
		"return c.stands(a) && !c.PermissionMissing() && !c.uncovered(a.PermissionNeeded, a.Unit.Actor)",
		"return c.stands(a) && !c.PermissionMissing()", inEveryState,
	},
	{
		"a partner's unit reaches the lead's part", "services/cases/allow.go",
		`	case AtAssignment, AtOwnOffer:
		s.Units, s.Holders = c.unitAndHolder(t.assignment)
`, `	case AtAssignment, AtOwnOffer:
		s = c.parts()
`, inEveryState,
	},
	{
		"anybody reads a case", "services/cases/reader.go",
		"if _, ok := p.Can(want, c.Subject()); !ok {", "if false {", inCases("TestAListHoldsExactlyTheCasesThatOpen"),
	},
	{
		"a refusal tells who may not know", "services/cases/refusal.go",
		"	if r.Reason == Unknown {\n		return e\n	}\n", "", inCases("TestWhoeverMayNotIsToldThatThereIsNothing"),
	},
	{
		"a sealed text opens in another place", "services/cases/content.go",
		"ID: c.ID, Revision: c.Revision}", "Revision: c.Revision}", inCases("TestATextThatWasMovedOrChangedDoesNotOpen"),
	},
	// Units that work no more.
	{
		"the clock leaves the queue of a unit that works no more", "services/cases/ticker.go",
		"stuck, err := t.windUp(ctx)", "stuck, err := []error(nil), error(nil)", inServices("TestWhatWaitsInAUnitThatWorksNoMoreGoesOnByItself"),
	},
	{
		"a unit that works no more keeps what was ended there", "services/cases/apply.go",
		"	case WoundUp:\n		c.endPart(d.AssignmentID, Cancelled, e)\n", "	case WoundUp:\n", inCases("TestNoCaseIsEverWithoutAnOwnerAClockOrAnEnd"),
	},
	{
		"of a partner's part in a unit that works no more nobody is called", "services/internal/migrations/sql/00023_clocks.sql",
		"JOIN public.assignments a ON a.unit_id = u.id AND a.state = 'HELD'\n",
		"JOIN public.assignments a ON a.unit_id = u.id AND a.state = 'HELD' AND a.part = 'LEAD'\n",
		inServices("TestOfAPartThatSomebodyHoldsInAClosedUnitOthersAreCalled"),
	},
	{
		"what is offered to a unit that works no more stays", "services/cases/wind_up.go",
		"WHERE u.id IN (SELECT id FROM closed) OR", "WHERE", inServices("TestWhatIsOfferedToAUnitThatWorksNoMoreOrTakesNoLeadsLapses"),
	},
	{
		"what is offered to a unit that takes no leads stays", "services/cases/wind_up.go",
		"OR NOT u.takes_leads OR NOT o.takes_leads", "", inServices("TestWhatIsOfferedToAUnitThatWorksNoMoreOrTakesNoLeadsLapses"),
	},
	{
		"a partner's question ends with another unit's lead", "services/cases/apply.go",
		"	a := c.move(id, to, e)\n	c.cancelQuestionsOf(a.Unit.ID, e)\n", "	a := c.move(id, to, e)\n	c.cancelQuestions(e)\n",
		inCases("TestAPartnersQuestionOutlivesALeadThatIsWoundUp"),
	},
	{
		"the note of an earlier release is shown as the last one's", "services/cases/apply.go",
		"e.By.Role == permission.Clock {", "e.By.Role == permission.Requester {", inCases("TestTheNoteOfAReleaseIsOfTheLastOne"),
	},
	{
		"where no unit is found a partner's question stays", "services/cases/apply.go",
		"		c.Routing = d.Routing\n		c.cancelQuestions(e)\n", "		c.Routing = d.Routing\n",
		inCases("TestAPartnersQuestionOutlivesALeadThatIsWoundUp"),
	},
	{
		"a unit that the clock finds wants no permissions", "services/cases/wind_up.go",
		"c.Facts.NeedsPermission(w.Modes))", "false)", inCases("TestAUnitThatTheClockFindsWantsPermissionsForTheRequestAsItIs"),
	},
	{
		"a case is not explained any more where the rules cannot be asked", "services/cases/wind_up.go",
		"w.Routing = c.Routing.unled(unitClosed)", "w.Routing = Routing{}", inServices("TestWhereTheRulesCannotBeAskedWhatWaitsKeepsTheExplanationThatItHad"),
	},
	{
		"the clock gives a unit a case that it had before", "services/cases/wind_up.go",
		"if routing.Unit == nil || c.hadPart(routing.Unit.ID) {", "if routing.Unit == nil {", inCases("TestTheClockGivesNoUnitACaseThatItHadBefore"),
	},
	{
		"nobody hears that a case is led in a unit that works no more", "services/cases/watch/watch.go",
		"failed := []error{w.absent(ctx), w.closed(ctx)}", "failed := []error{w.absent(ctx)}",
		inServices("TestWhoeverLeadsInAUnitThatWorksNoMoreKeepsItAndOthersAreCalled"),
	},
	{
		"who leads does not hear that a partner works no more", "services/cases/tell.go",
		"led && lead.ID != partID {", "led && false {", inServices("TestWhoLeadsHearsThatAPartnerWorksNoMore"),
	},
}

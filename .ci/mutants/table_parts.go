package main

// ofParts are mutants of who reads what is handed over, and who is given what.
var ofParts = []mutant{
	{
		"a note opens to the whole unit", "services/internal/migrations/sql/00011_audit.sql",
		"(h.to_unit_id IS NOT NULL OR h.to_id = g.person_id)", "true", inServices("TestAColleagueReadsTheNoteOfWhatIsOfferedAndTakesItOver"),
	},
	{
		"a note is read without a row", "services/internal/migrations/sql/00011_audit.sql",
		"VALUES (v_by.role, v_by.unit_id, 'READ_CASE', 'NOTE', 'DONE', v_by.case_id, p_hand_over::text);",
		"SELECT v_by.role, v_by.unit_id, 'READ_CASE', 'NOTE', 'DONE', v_by.case_id, p_hand_over::text WHERE false;",
		inServices("TestAColleagueReadsTheNoteOfWhatIsOfferedAndTakesItOver"),
	},
	{
		"a note opens without a permission", "services/internal/migrations/sql/00011_audit.sql",
		"WHERE h.id = p_hand_over AND h.opens AND", "WHERE h.id = p_hand_over AND h.state = 'OFFERED' AND", inServices("TestAUnitThatLacksAPermissionReadsNoNote"),
	},
	{
		"permissions do not count for a note", "services/cases/assignment.go",
		"return !c.PermissionMissing() && !c.uncovered(h.PermissionNeeded, h.ToUnit.Actor)", "return true",
		inServices("TestAUnitThatLacksAPermissionReadsNoNote"),
	},
	{
		"somebody else of the unit reads a note", "services/cases/offers.go",
		"if !found || !ok || !conditions[OfferedToMe](c, by, target{a, h}) {", "if !found || !ok || by.Role == \"\" {",
		inServices("TestMatrixWithPermissionsAlone"),
	},
	{
		"a partner reads what another is asked", "services/cases/wire/hand_over.go", "if leads || ours(a.Unit.ID) {", "if leads || a.Unit.ID != \"\" {",
		inServices("TestAPartnerIsInvitedDoesItsPartAndTheLeadPublishesBoth"),
	},
	{
		"the school reads what units write to each other", "services/cases/wire/case.go",
		"if by == permission.Holder || by == permission.OwnUnit {", "if true {", inServices("TestAColleagueReadsTheNoteOfWhatIsOfferedAndTakesItOver"),
	},
	{
		"anybody can be given an assignment", "services/assignment/assign.go",
		"if i < 0 {", "if i < 0 {\n\t\treturn cases.Person{ID: personID, Name: \"x\"}, nil\n\t}\n\tif i < 0 {", inServices("TestAHeadAssignsAndTakesOverWithAReason"),
	},
	{
		"the names of a unit are told to everybody", "services/internal/migrations/sql/00009_grants.sql",
		"FROM access.staff_of(p_unit, p_now) s WHERE p_unit IN (SELECT access.my_units());", "FROM access.staff_of(p_unit, p_now) s;", inServices("TestAHeadAssignsAndTakesOverWithAReason"),
	},
	{
		"a part goes back without a reason whenever somebody likes", "services/cases/decide.go",
		"m.At.Sub(a.UpdateTime) > undoTime {", "m.At.Before(a.UpdateTime) {", inServices("TestAClaimIsUndoneAtOnceWithoutAReasonAndLaterWithOne"),
	},
	{
		"people hear by mail what they did themselves", "services/cases/tell.go",
		`personID == "" || personID != e.By.Person.ID`, "true", inServices("TestWhoIsAskedForAPartOrGetsOneOrIsAnsweredHearsOfItByMailOnce"),
	},
	{
		"lists may show any clock", "services/cases/watch/check.go",
		"if !reflect.DeepEqual(r.ShownClock, ofCase) {", "if false && !reflect.DeepEqual(r.ShownClock, ofCase) {", inServices("TestCheckFindsAClockThatTheEventsDoNotGive"),
	},
	{
		"lists may show any clock of a part", "services/cases/watch/check.go",
		"if p.CaseID == r.ID && !", "if false && !", inServices("TestAPartnersOwnQuestionAloneStopsItsClock"),
	},
	{
		"a partner's part has no clock", "services/cases/clocks/part.go",
		"parts := now.Partners()", "parts := now.Partners()[:0]", inCases("TestNoCaseIsEverWithoutAnOwnerAClockOrAnEnd"),
	},
	{
		"a partner's part stops for the lead's question", "services/cases/segment.go",
		"q.open() && q.UnitID == a.Unit.ID", "q.open()", inClocks("TestAPartnersPartHasClocksOfItsOwn"),
	},
	{
		"of a partner's part its lead's head hears", "services/cases/watch/call.go",
		`case part.ID == "":`, "case true:", inServices("TestAPartnerIsWarnedAndEscalatedOfItsOwnPart"),
	},
	{
		"after the advice nobody hears of a partner's part", "services/cases/watch/watch.go",
		", 'ADVISED', 'FOLLOW_UP')", ")", inServices("TestAPartnerIsWarnedAndEscalatedOfItsOwnPart"),
	},
	{
		"an offer is accepted until the clock has come by", "services/cases/decide.go", "case !m.At.Before(h.Until):", "case false:",
		inCases("TestAnOfferIsAcceptedBeforeItsTimeOnly"),
	},
	{
		"the lead takes a part from whoever holds it", "services/cases/lifecycle.go", "[]Condition{OfferedToMe, NotAnothers}, []Data{TakenOver{}}", "[]Condition{OfferedToMe}, []Data{TakenOver{}}",
		inServices("TestALeadGoesIntoAPartByWhoeverHoldsIt"),
	},
	{
		"a colleague declines the lead for whoever holds the part", "services/cases/lifecycle.go",
		"[]Condition{OfferedToMe, NotAnothers}, []Data{HandOverEnded{}}", "[]Condition{OfferedToMe}, []Data{HandOverEnded{}}",
		inServices("TestALeadGoesIntoAPartByWhoeverHoldsIt"),
	},
	{
		"a colleague reads the note for whoever holds the part", "services/internal/migrations/sql/00011_audit.sql",
		"p.state = 'HELD' AND p.holder_id <> g.person_id", "false", inServices("TestALeadGoesIntoAPartByWhoeverHoldsIt"),
	},
	{
		"a unit that has closed takes a lead over", "services/assignment/hand_over.go", "cmd.UnitClosed, err = s.closed(ctx, unit)", "_, err = s.closed(ctx, unit)",
		inServices("TestAUnitThatHasClosedSinceTakesNoLeadOver"),
	},
	{
		"a partner reads the texts of a request that are kept from it", "services/cases/wire/section.go",
		"for _, s := range hidden {", "for _, s := range hidden[:0] {", inServices("TestAPartnerReadsWhatTheLeadShowsOnEveryPath"),
	},
	{
		"a partner reads a conversation that is kept from it", "services/cases/section.go",
		"if !slices.Contains(c.Hidden(p), ConversationSection) {", "if true {", inServices("TestAPartnerReadsWhatTheLeadShowsOnEveryPath"),
	},
	{
		"a partner hears of files that are kept from it", "services/cases/attachment_read.go",
		"			if h.hides(p) {\n				rows =", "			if false {\n				rows =", inServices("TestAPartnerReadsWhatTheLeadShowsOnEveryPath"),
	},
	{
		"a partner reads a file that is kept from it", "services/cases/attachment_read.go",
		"!found || h.hides(p) && !works(p, deref(r.UnitID))", "!found", inServices("TestAPartnerReadsWhatTheLeadShowsOnEveryPath"),
	},
	{
		"advice that nobody acknowledges stays for ever", "services/cases/tick.go",
		"return FollowUpBegun{}, c.PublishTime.Add(followUpBegins)", "return nil, time.Time{}", inCases("TestNoCaseIsEverWithoutAnOwnerAClockOrAnEnd"),
	},
	{
		"whose part the head gives to another hears nothing", "services/cases/tell.go",
		`tell("GIVEN_ON", d.FromID, "")`, `_ = d.FromID`, inServices("TestWhoLosesAPartHearsOfItAndIsLedToWhatTheyHold"),
	},
	{
		"whose part is dismissed hears nothing", "services/cases/tell.go",
		`case PartnerDismissed:
		tell(kind, before.holder(d.AssignmentID), "")`, `case PartnerDismissed:`, inServices("TestWhoLosesAPartHearsOfItAndIsLedToWhatTheyHold"),
	},
	{
		"whose part the head declines hears nothing", "services/cases/tell.go",
		`case DeclinedByUnit:
		tell(kind, before.holder(d.AssignmentID), "")`, `case DeclinedByUnit:`, inServices("TestWhoLosesAPartHearsOfItAndIsLedToWhatTheyHold"),
	},
	{
		"who holds what the school withdraws hears nothing", "services/cases/tell.go",
		`if c.stands(a) && a.State == Held {`, `if false {`, inServices("TestWhoLosesAPartHearsOfItAndIsLedToWhatTheyHold"),
	},
	{
		"of a withdrawal no mail goes out", "services/notify/calls.go",
		`OR k.tell = c.phase AND c.phase = 'WITHDRAWN')`, `)`, inServices("TestWhoLosesAPartHearsOfItAndIsLedToWhatTheyHold"),
	},
	{
		"who lost a part is led to what they may not read", "services/notify/calls_mail.go",
		`return "/my-cases"
	case "DISPUTE_MOVES"`, `return "/cases/" + t.CaseID
	case "DISPUTE_MOVES"`, inServices("TestWhoLosesAPartHearsOfItAndIsLedToWhatTheyHold"),
	},
	{
		"who leads does not hear that a partner declines", "services/cases/tell.go",
		`leader("PART_DECLINED", d.AssignmentID)`, `_ = leader`, inServices("TestWhoLeadsHearsThatAPartnerDeclinesOrIsDone"),
	},
	{
		"who leads does not hear that a partner is done", "services/cases/tell.go",
		`case PartCompleted:
		leader(kind, d.AssignmentID)`, `case PartCompleted:`, inServices("TestWhoLeadsHearsThatAPartnerDeclinesOrIsDone"),
	},
	{
		"who leads hears of the reply to a partner's question", "services/cases/tell.go",
		`c.partOf(c.Questions[i].UnitID)`, `c.partOf(c.Questions[i].UnitID[:0])`, inServices("TestWhoAskedTheSchoolHearsThatItHasReplied"),
	},
	{
		"who has left the school hears what waits for it", "services/internal/migrations/sql/00016_permits.sql",
		"WHERE intake.acts_for(p.id, t.school_id)", "", inServices("TestWhatAFilerDoesNotHearTheSchoolsPrincipalsDo"),
	},
	{
		"what a filer does not hear nobody does", "services/internal/migrations/sql/00016_permits.sql",
		"OR NOT EXISTS (SELECT FROM filer f WHERE f.email IS NOT NULL)", "", inServices("TestWhatAFilerDoesNotHearTheSchoolsPrincipalsDo"),
	},
	{
		"a principal hears what they have done", "services/internal/migrations/sql/00016_permits.sql",
		"o.person_id <> t.by_id AND ", "", inServices("TestOfWhatAPrincipalHasDoneTheyHearNothing"),
	},
	{
		"principals hear of no reminder", "services/cases/store.go",
		"c.Reminders == maxReminders", "c.Reminders > maxReminders", inServices("TestTheLastReminderGoesToTheSchoolsPrincipalsToo"),
	},
	{
		"an offer that is over is told", "services/notify/calls.go",
		"ELSE h.state = 'OFFERED' END", "ELSE true END", inServices("TestOfWhatIsOverBeforeAMailGoesNobodyHears"),
	},
	{
		"a part that is over is told", "services/notify/calls.go",
		"THEN a.state = 'WAITING'", "THEN true", inServices("TestOfWhatIsOverBeforeAMailGoesNobodyHears"),
	},
	{
		"a part that another holds is told as given", "services/notify/calls.go",
		"a.state = 'HELD' AND a.holder_id = k.person_id", "true", inServices("TestOfWhatIsOverBeforeAMailGoesNobodyHears"),
	},
	{
		"calls of people without an address never end", "services/notify/calls.go",
		" OR NOT EXISTS (SELECT FROM access.contact(k.person_id) a WHERE a.email IS NOT NULL)", "", inServices("TestOfWhatIsOverBeforeAMailGoesNobodyHears"),
	},
}

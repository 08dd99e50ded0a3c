package main

const disputeSQL = "services/internal/migrations/sql/00037_disputes.sql"

// ofDisputes are mutants of who disputes a lead, who settles that, and who reads of it.
var ofDisputes = []mutant{
	{
		"anybody of a unit disputes the lead", "services/internal/permission/rules.go",
		"{Dispute, experts, Holder},", "{Dispute, experts, OwnUnit},", inServices("TestAPartnerDisputesTheLeadAndCoordinationMovesIt"),
	},
	{
		"a second dispute is raised over the first", "services/cases/lifecycle.go",
		"[]Condition{PartMine, Led, NoDispute}", "[]Condition{PartMine, Led}", inServices("TestAPartnerDisputesTheLeadAndCoordinationMovesIt"),
	},
	{
		"whoever holds a part takes a dispute back", "services/cases/lifecycle.go",
		"[]Condition{InDispute, DisputeMine}", "[]Condition{InDispute}", inServices("TestAPartnerDisputesTheLeadAndCoordinationMovesIt"),
	},
	{
		"coordination of any area settles disputes", "services/internal/permission/rules.go",
		"{SettleDispute, []Role{Coordinator}, OwnArea},", "{SettleDispute, []Role{Coordinator}, Anyone},", inServices("TestMatrixWithBothWalls"),
	},
	{
		"the lead moves to whoever takes part", "services/cases/dispute.go",
		"return a, a.Part == PartnerPart && a.unfinished()", "return a, a.ID != \"\"", inCases("TestAPartThatIsFinishedGetsNoLead"),
	},
	{
		"the lead moves to a unit that takes none", "services/routing/disputes.go",
		"if moves && !repeated {", "if moves && repeated {", inServices("TestAPartnerDisputesTheLeadAndCoordinationMovesIt"),
	},
	{
		"who raised a dispute settles it", "services/cases/dispute.go", "return c.Dispute.RaiserID == by.Person.ID || slices", "return slices",
		inServices("TestWhoTakesSidesInADisputeDoesNotSettleIt"),
	},
	{
		"who leads settles the dispute about it", "services/cases/dispute.go", "return c.stands(a) && by.holds(a) })", "return false })",
		inServices("TestWhoTakesSidesInADisputeDoesNotSettleIt"),
	},
	{
		"a dispute outlasts the lead that it is about", "services/cases/dispute.go",
		"if lead.Unit.ID != was.Unit.ID ||", "if false && lead.Unit.ID != was.Unit.ID ||", inCases("TestADisputeLastsUntilItIsSettledOrPast"),
	},
	{
		"a dispute outlasts the work of who raised it", "services/cases/dispute.go",
		"|| !raised.unfinished() ||", "|| !c.stands(raised) ||", inCases("TestADisputeLastsUntilItIsSettledOrPast"),
	},
	{
		"a dispute outlasts the part of who raised it", "services/cases/dispute.go",
		"|| !raised.unfinished() ||", "|| false && !raised.unfinished() ||", inCases("TestADisputeLastsUntilItIsSettledOrPast"),
	},
	{
		"a dispute outlasts the advice", "services/cases/dispute.go",
		"|| !raised.unfinished() || !c.Phase().BeforeAdvice() {", "|| !raised.unfinished() {", inCases("TestADisputeLastsUntilItIsSettledOrPast"),
	},
	{
		"the clock of a dispute goes on once it is settled", "services/cases/clocks/dispute.go",
		"}, c.Dispute.Open()", "}, !c.Dispute.RaiseTime.IsZero()", inServices("TestCoordinationIsCalledUntilADisputeIsSettled"),
	},
	{
		"nobody is called anew of a lead that has moved into a waiting part", "services/cases/watch/call.go",
		"case cases.SentToTriage, cases.LeadMoved:", "case cases.SentToTriage:", inServices("TestALeadThatMovesIntoAWaitingPartIsCalledForAnew"),
	},
	{
		"of a second dispute nobody is called", "services/cases/watch/call.go",
		"of = about{c: c, version: c.Dispute.Version}", "of = about{c: c, version: 1}", inServices("TestCoordinationIsCalledUntilADisputeIsSettled"),
	},
	{
		"who leads is called of a dispute", "services/cases/watch/call.go",
		"case s.dispute:", "case false:", inServices("TestCoordinationIsCalledUntilADisputeIsSettled"),
	},
	{
		"lists may show any clock of a dispute", "services/cases/watch/check.go",
		"|| !reflect.DeepEqual(r.DisputeDue, ofDispute.Due) {", "{", inServices("TestCoordinationIsCalledUntilADisputeIsSettled"),
	},
	{
		"coordination of any area reads disputes", disputeSQL,
		"AND ((SELECT access.coordinates_everywhere()) OR c.area = ANY (ARRAY(SELECT access.my_areas())));\nEND", "AND ((SELECT access.coordinates_everywhere()) OR EXISTS (SELECT access.my_areas()));\nEND",
		inServices("TestCoordinationReadsTheReasonOfADisputeAndNothingElseAndTheAuditSaysSo"),
	},
	{
		"coordination reads what was disputed once", disputeSQL,
		"c.dispute_time IS NOT NULL AND c.dispute_end_time IS NULL", "c.dispute_time IS NOT NULL",
		inServices("TestCoordinationReadsTheReasonOfADisputeAndNothingElseAndTheAuditSaysSo"),
	},
	{
		"coordination reads the reason of a dispute that is locked", disputeSQL,
		"\n        WHERE c.phase <> 'AWAITING_PERMISSION'), told AS", "), told AS", inServices("TestCoordinationReadsNoReasonWhileTheContentIsLocked"),
	},
	{
		"a dispute is read without a row", disputeSQL,
		"'READ', 'DONE', d.id FROM disputed d", "'READ', 'DONE', d.id FROM disputed d WHERE false",
		inServices("TestCoordinationReadsTheReasonOfADisputeAndNothingElseAndTheAuditSaysSo"),
	},
	{
		"coordination reads who raised a dispute", disputeSQL,
		"'00000000-0000-0000-0000-000000000000'::uuid, '',", "t.author_id, t.author_name,", inServices("TestCoordinationReadsTheReasonOfADisputeAndNothingElseAndTheAuditSaysSo"),
	},
	{
		"the database opens disputes to the school", disputeSQL,
		"USING (kind NOT IN ('DISPUTE', 'SETTLEMENT') OR", "USING (true OR", inCases("TestOfADisputeTheDatabaseOpensNothingToASchool"),
	},
	{
		"the database shows disputes to the school on the timeline", disputeSQL,
		"USING (kind NOT IN ('DISPUTED', 'DISPUTE_SETTLED') OR", "USING (true OR", inCases("TestOfADisputeTheDatabaseOpensNothingToASchool"),
	},
	{
		"by break-glass coordination sees no dispute on the timeline", disputeSQL,
		"\n            AND ((SELECT access.coordinates_everywhere()) OR", "\n            AND (false AND (SELECT access.coordinates_everywhere()) OR false AND",
		inServices("TestCoordinationReadsTheReasonOfADisputeAndNothingElseAndTheAuditSaysSo"),
	},
	{
		"a dispute makes the case's etag old", "services/cases/apply.go",
		"FollowedUp, Reminded, Disputed, DisputeSettled:", "FollowedUp, Reminded:", inServices("TestTheSchoolReadsNothingOfADisputeOnAnyPath"),
	},
	{
		"a dispute changes when a case has changed", "services/cases/apply.go",
		"if e.forSchool() {", "if true {", inServices("TestTheSchoolReadsNothingOfADisputeOnAnyPath"),
	},
	{
		"a dispute is settled on the view of another", "services/cases/decide.go",
		"return c.Dispute.Version", "return c.Revision", inCases("TestADisputeGoesByItsOwnEtag"),
	},
	{
		"a clock that is set back puts a change before the dispute", "services/cases/store.go",
		"s.after(loaded.last)", "s.after(loaded.c.UpdateTime)", inCases("TestAClockThatIsSetBackKeepsTheOrderOfEvents"),
	},
	{
		"the school reads of disputes on the timeline", "services/cases/timeline.go",
		"|| e.forSchool() {", "|| true {", inServices("TestTheSchoolReadsNothingOfADisputeOnAnyPath"),
	},
	{
		"the audit tells the school of disputes", "services/internal/migrations/sql/00011_audit.sql",
		"AND (n.action NOT IN ('DISPUTE', 'WITHDRAW_DISPUTE', 'SETTLE_DISPUTE') OR (SELECT r.unit_id FROM access.reach(p_case) r) IS NOT NULL)", "",
		inServices("TestTheSchoolReadsNothingOfADisputeOnAnyPath"),
	},
	{
		"the school is hinted of disputes", "services/cases/hint.go",
		"if !slices.ContainsFunc(events, Event.forSchool) {", "if false {", inServices("TestADisputeIsHintedToUnitsAndCoordinationAndNotToTheSchool"),
	},
	{
		"coordination is not hinted of disputes", "services/events/hub.go",
		"hint.Disputed && w.settles(hint.After):", "false:", inServices("TestADisputeIsHintedToUnitsAndCoordinationAndNotToTheSchool"),
	},
	{
		"coordination of any area is hinted of disputes", "services/events/hub.go",
		"_, may := w.principal.Can(permission.SettleDispute, s)\n\treturn may", "return w.principal.Holds(permission.SettleDispute)",
		inServices("TestADisputeIsHintedToUnitsAndCoordinationAndNotToTheSchool"),
	},
	{
		"the target of a dispute is told as its case's", "services/notify/calls.go",
		"CASE WHEN goal = 'SETTLEMENT' THEN 'DISPUTE_' ELSE '' END || tell AS tell", "tell", inServices("TestCoordinationIsCalledUntilADisputeIsSettled"),
	},
	{
		"the target of a dispute melts into its case's", "services/notify/calls.go",
		" WHEN goal = 'SETTLEMENT' THEN goal END AS part", " END AS part", inServices("TestTheTargetOfADisputeIsToldBesideThatOfItsCase"),
	},
	{
		"a dispute that is over is told as one that is there", "services/notify/calls.go",
		"OR k.version = c.dispute_version AND c.dispute_end_time IS NULL", "OR true", inServices("TestADisputeThatIsOverIsNotToldAsOneThatIsThere"),
	},
	{
		"of a dispute hears who cannot be reached", disputeSQL,
		"WHERE t.reached AND t.rung <> 'ADMIN') w", "WHERE t.rung <> 'ADMIN') w", inServices("TestOfADisputeWhoeverCoordinatesAndIsReachedHearsAndNoAdmin"),
	},
	{
		"of a dispute an admin hears", disputeSQL,
		"WHERE t.reached AND t.rung <> 'ADMIN') w", "WHERE t.reached) w", inServices("TestOfADisputeWhoeverCoordinatesAndIsReachedHearsAndNoAdmin"),
	},
	{
		"coordination is not told that there is a dispute", "services/notify/parts.go",
		"access.coordination_of($1, $4) WHERE $7)", "access.coordination_of($1, $4) WHERE NOT $7 AND false)", inServices("TestUnitsAndCoordinationHearOfADisputeByMailWithoutItsWords"),
	},
	{
		"who was not told reads how a dispute was settled", disputeSQL,
		"WHERE k.person_id = access.me() AND k.tell IN", "WHERE k.tell IN",
		inServices("TestWhoseLeadEndedReadsHowTheDisputeWasSettledAndNothingElse"),
	},
	{
		"who works in the unit no more reads how a dispute was settled", disputeSQL,
		"JOIN access.my_grants g ON g.unit_id = a.unit_id AND g.role IN ('EXPERT', 'LEAD')", "JOIN access.grants g ON g.unit_id = a.unit_id AND g.person_id = access.me() AND g.role IN ('EXPERT', 'LEAD')",
		inServices("TestWhoseLeadEndedReadsHowTheDisputeWasSettledAndNothingElse"),
	},
	{
		"a settlement is read for ever", disputeSQL,
		" AND c.dispute_end_time > p_now - interval '14 days'", "",
		inServices("TestWhoseLeadEndedReadsHowTheDisputeWasSettledAndNothingElse"),
	},
	{
		"a settlement is read without a row", disputeSQL,
		"'READ', 'DONE', m.case_id FROM mine m", "'READ', 'DONE', m.case_id FROM mine m WHERE false",
		inServices("TestWhoseLeadEndedReadsHowTheDisputeWasSettledAndNothingElse"),
	},
	{
		"a settlement is read of a case that is the unit's again", disputeSQL,
		"AND o.unit_id IN (SELECT access.my_units()))", "AND false)",
		inServices("TestASettlementIsOfTheLatestDisputeAndOfWhoHasNoPartSince"),
	},
	{
		"a settlement is read of a case that was withdrawn", disputeSQL,
		"AND c.phase NOT IN ('WITHDRAWN', 'ERASED') AND", "AND",
		inServices("TestASettlementIsOfTheLatestDisputeAndOfWhoHasNoPartSince"),
	},
	{
		"a settlement is read of a locked case", disputeSQL,
		"'ERASED') AND c.lacks = '{}'", "'ERASED')",
		inServices("TestNoSettlementIsReadOfALockedCase"),
	},
	{
		"a settlement is read by whom the consent does not name", disputeSQL,
		"AND p.may_transfer AND a.actor = ANY (p.actors)", "",
		inServices("TestNoSettlementIsReadOfALockedCase"),
	},
	// What a school's session reads of a dispute from the database.
	{
		"a school's session reads the columns of disputes", "services/internal/migrations/sql/00004_cases.sql",
		" AND a.attname NOT LIKE 'dispute\\_%'", "", inCases("TestOfADisputeTheDatabaseOpensNothingToASchool"),
	},
	{
		"a school's session reads the dispute of the open case", walls,
		"ELSE access.reads_disputes(c.unit_ids, c.area) END AS disputes", "ELSE true END AS disputes", inCases("TestOfADisputeTheDatabaseOpensNothingToASchool"),
	},
	{
		"what a school does forgets the dispute", disputeSQL, "OR NEW.round > OLD.round THEN", "OR true THEN", inCases("TestWhatASchoolDoesKeepsADisputeOrLetsItLapse"),
	},
	{
		"a dispute outlasts what a school does", disputeSQL, "IF OLD.dispute_end_time IS NULL AND (", "IF false AND (",
		inCases("TestWhatASchoolDoesKeepsADisputeOrLetsItLapse"),
	},
	{
		"a dispute outlasts a round that a school begins", disputeSQL, "OR NEW.round > OLD.round THEN", "THEN", inCases("TestWhatASchoolDoesKeepsADisputeOrLetsItLapse"),
	},
	{
		"what a school does comes before a dispute when clocks are set back", walls, "greatest(c.update_time, c.dispute_time, c.dispute_end_time) AS last_time",
		"c.update_time AS last_time", inCases("TestAClockThatIsSetBackKeepsTheOrderOfEvents"),
	},
}

package main

const walls = "services/internal/migrations/sql/00008_walls.sql"

func inMigrations(test string) killer { return killer{"./services/internal/migrations", test} }

var (
	opensToWhom   = inCases("TestRowLevelSecurityOpensTheTextsToWhomThePermissionsDo")
	showsToWhom   = inCases("TestRowLevelSecurityShowsTheCardsOfTheOwnSchoolUnitOrArea")
	cannotForge   = inCases("TestAnOpenCaseIsOfOneTransactionAndCannotBeForged")
	cannotWrite   = inCases("TestNobodyWritesIntoACaseThatIsNotTheirs")
	nothingByOwn  = inCases("TestNothingOpensByItself")
	keepsFromWhom = inServices("TestRowLevelSecurityKeepsFromAPartnerWhatTheLeadDoes")
	listsAsOpened = inCases("TestAListHoldsExactlyTheCasesThatOpen")

	suggestsToTurn = inServices("TestCoordinationReadsWhereAUnitThatDeclinedTheLeadSuggestsToTurn")
)

// ofWalls are mutants of row level security.
var ofWalls = []mutant{
	{
		"every text is shown", walls,
		"CREATE POLICY opened_reads ON case_content FOR SELECT TO vaatu_app\n    USING (case_id = (SELECT access.opened('3 READ'))",
		"CREATE POLICY opened_reads ON case_content FOR SELECT TO vaatu_app\n    USING (true", nothingByOwn,
	},
	{
		"a card opens the texts", walls,
		"CREATE POLICY opened_reads ON case_content FOR SELECT TO vaatu_app\n    USING (case_id = (SELECT access.opened('3 READ'))",
		"CREATE POLICY opened_reads ON case_content FOR SELECT TO vaatu_app\n    USING (case_id = (SELECT access.opened('1 LOOK'))", opensToWhom,
	},
	{
		"a card opens the events", walls,
		"CREATE POLICY opened_reads ON case_events FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened('3 READ')))",
		"CREATE POLICY opened_reads ON case_events FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened('1 LOOK')))", opensToWhom,
	},
	{
		"events go into any case", walls,
		"CREATE POLICY opened_appends ON case_events FOR INSERT TO vaatu_app\n    WITH CHECK (case_id = (SELECT access.opened('2 ACT')) AND",
		"CREATE POLICY opened_appends ON case_events FOR INSERT TO vaatu_app\n    WITH CHECK (", cannotWrite,
	},
	{
		"texts go into any case", walls,
		"CREATE POLICY opened_appends ON case_content FOR INSERT TO vaatu_app\n    WITH CHECK (case_id = (SELECT access.opened('2 ACT')) AND",
		"CREATE POLICY opened_appends ON case_content FOR INSERT TO vaatu_app\n    WITH CHECK (", cannotWrite,
	},
	{
		"a colleague opens what another filed", walls,
		"WHEN g.role = 'REQUESTER' AND g.school_id = c.school_id AND c.filer_id = g.person_id THEN",
		"WHEN g.role = 'REQUESTER' AND g.school_id = c.school_id THEN", opensToWhom,
	},
	{
		"any principal opens", walls,
		"WHEN g.role = 'PRINCIPAL' AND g.school_id = c.school_id THEN", "WHEN g.role = 'PRINCIPAL' THEN", opensToWhom,
	},
	{
		"an expert opens what a colleague holds", walls,
		"g.role = 'EXPERT' AND o.holder_id = g.person_id", "g.role = 'EXPERT'", opensToWhom,
	},
	{
		"a locked part opens", walls,
		"AND o.unit_id = g.unit_id AND o.opens\n", "AND o.unit_id = g.unit_id\n", opensToWhom,
	},
	{
		"coordination opens every area", walls,
		"WHEN g.role = 'COORDINATOR' AND (g.area IS NULL OR g.area = c.area) THEN", "WHEN g.role = 'COORDINATOR' THEN", cannotWrite,
	},
	{
		"coordination reads the texts", walls,
		"ELSE '2 ACT' END\n            END AS farthest", "ELSE '3 READ' END\n            END AS farthest", opensToWhom,
	},
	// What a lead keeps from a partner.
	{
		"the walls show a partner every text", walls, " AND id <> ALL (ARRAY(SELECT access.kept())));", ");", keepsFromWhom,
	},
	{
		"the walls show a partner every file", attachmentSQL, " AND id <> ALL (ARRAY(SELECT access.kept())))", ")", keepsFromWhom,
	},
	{
		"the walls show a partner what is in every file", attachmentSQL, "\n        AND attachment_id <> ALL (ARRAY(SELECT access.kept())))", ")", keepsFromWhom,
	},
	{
		"the walls show a partner every reply", walls, "AND q.unit_id = ANY (v_units)", "", keepsFromWhom,
	},
	{
		"the walls show a partner why every file was removed", walls, "e.data ->> 'reason_id' = t.id::text", "false", keepsFromWhom,
	},
	{
		"the walls show a partner a request of which all is kept from it", walls,
		"v_sections @> '{SITUATION,TRIED,QUESTION}'", "false", keepsFromWhom,
	},
	{
		"the walls keep from a partner what it has written itself", walls,
		"'CONVERSATION' = ANY (v_sections) AND (t.unit_id = ANY (v_units)) IS NOT TRUE", "'CONVERSATION' = ANY (v_sections)", keepsFromWhom,
	},
	{
		"the walls keep from the school's principal what is kept from a partner", walls,
		"ELSIF way.farthest = '3 READ' THEN", "ELSIF way.kept <> '{}' THEN", keepsFromWhom,
	},
	{
		"the walls keep from the head of two partners what is kept from one", walls, "INTERSECT SELECT unnest(way.kept)", "UNION SELECT unnest(way.kept)", keepsFromWhom,
	},
	{
		"the seal of a case is not looked at", walls,
		"IF v_set <> access.seal(v_opened, v_secret) THEN", "IF false THEN", cannotForge,
	},
	{
		"cards of all schools are shown to a principal", walls,
		"    OR school_id = ANY (ARRAY(SELECT access.my_schools('PRINCIPAL')))\n    OR unit_ids",
		"    OR cardinality(ARRAY(SELECT access.my_schools('PRINCIPAL'))) > 0\n    OR unit_ids", showsToWhom,
	},
	{
		"cards of all units are shown to an expert", walls,
		"OR unit_ids && ARRAY(SELECT access.my_units())", "OR cardinality(ARRAY(SELECT access.my_units())) > 0", showsToWhom,
	},
	{
		"a request is filed for any school", walls,
		"WHERE g.role IN ('REQUESTER', 'PRINCIPAL') AND g.school_id = p_school)", "WHERE g.role IN ('REQUESTER', 'PRINCIPAL'))", cannotWrite,
	},
	{
		"keys are used up in another's name", walls,
		"CREATE POLICY own_appends ON idempotency_keys FOR INSERT TO vaatu_app WITH CHECK (person_id = (SELECT access.me()))",
		"CREATE POLICY own_appends ON idempotency_keys FOR INSERT TO vaatu_app WITH CHECK (true)", cannotWrite,
	},
	{
		"whoever had a part writes on", walls,
		"            ELSE '1 LOOK' END", "            ELSE '2 ACT' END", inCases("TestAUnitThatDeclinedLooksAndDoesNotWrite"),
	},
	{
		"an event is written in another's name", walls,
		" AND by_id = (SELECT access.me())", "", cannotWrite,
	},
	{
		"a draft takes any key along", walls,
		"k.id = p_draft AND NOT EXISTS (SELECT FROM public.cases c WHERE c.id = p_draft);", "k.id = p_draft;",
		inCases("TestNoDraftTakesTheKeyOfACaseAlong"),
	},
	{
		"the owner of a table walks through", walls,
		"EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t);", "", inMigrations("TestRowLevelSecurityIsForcedOnEveryTableOfACaseOrAPerson"),
	},
	{
		"a question is asked for each row", walls,
		"USING ((unit_id = ANY (ARRAY(SELECT access.my_units()))) IS TRUE)", "USING (unit_id IN (SELECT u FROM access.my_units() u))",
		inMigrations("TestTheServersRolesReachATableByAPolicyThatIsAskedOnce"),
	},
	{
		"a transaction does not say whose it is", "services/internal/postgres/tx.go",
		`true)", tx.session, tx.call)`, `true)", "", tx.call)`, listsAsOpened,
	},
	// What is due from partners.
	{
		"coordination sees what is due from partners in another area", "services/internal/migrations/sql/00023_clocks.sql",
		"c.area = ANY (ARRAY(SELECT access.my_areas()))", "EXISTS (SELECT access.my_areas())",
		inServices("TestCoordinationSeesWhichPartnerIsLate"),
	},
	{
		"everybody sees what is due from partners", "services/internal/migrations/sql/00023_clocks.sql",
		"AND ((SELECT access.coordinates_everywhere()) OR c.area = ANY (ARRAY(SELECT access.my_areas())))", "", inServices("TestCoordinationSeesWhichPartnerIsLate"),
	},
	{
		"a partner's late part is not counted as late", "services/cases/card.go",
		" OR c.id IN (SELECT p.case_id FROM access.part_clocks(NULL, ?::date) p)", "", inServices("TestCoordinationSeesWhichPartnerIsLate"),
	},
	// What coordination asks before a unit leads.
	{
		"coordination reads what was asked in another area", "services/internal/migrations/sql/00011_audit.sql",
		"c.area = ANY (ARRAY(SELECT access.my_areas())))\n    ), told", "EXISTS (SELECT access.my_areas()))\n    ), told",
		inServices("TestCoordinationReadsItsOwnQuestionsWithTheRepliesAndNothingElse"),
	},
	{
		"coordination reads what it has asked once a unit leads", "services/internal/migrations/sql/00011_audit.sql",
		"q.unit_id IS NULL AND c.lead_unit_id IS NULL AND c.phase IN ('TRIAGE', 'AWAITING_SCHOOL')", "q.unit_id IS NULL",
		inServices("TestWhatCoordinationAskedEndsWithRoutingAndIsTheLeadsToRead"),
	},
	{
		"coordination reads what a unit has asked", "services/internal/migrations/sql/00011_audit.sql",
		"q.unit_id IS NULL AND c.lead_unit_id", "c.lead_unit_id", inServices("TestWhatAUnitAskedIsNotForCoordination"),
	},
	// What units suggest that decline.
	{
		"coordination reads what was suggested in another area", "services/internal/migrations/sql/00011_audit.sql",
		"c.area = ANY (ARRAY(SELECT access.my_areas())))\n    ORDER BY a.update_time", "EXISTS (SELECT access.my_areas()))\n    ORDER BY a.update_time",
		suggestsToTurn,
	},
	{
		"everybody reads what was suggested to coordination", "services/internal/migrations/sql/00011_audit.sql",
		"\n        AND ((SELECT access.coordinates_everywhere()) OR c.area = ANY (ARRAY(SELECT access.my_areas())))\n    ORDER BY a.update_time", "\n    ORDER BY a.update_time",
		suggestsToTurn,
	},
	{
		"coordination reads what was suggested once a unit leads", "services/internal/migrations/sql/00011_audit.sql",
		"WHERE c.id = ANY (p_cases) AND c.lead_unit_id IS NULL AND c.phase IN ('TRIAGE', 'AWAITING_SCHOOL')\n        AND ((SELECT", "WHERE c.id = ANY (p_cases) AND ((SELECT",
		suggestsToTurn,
	},
	{
		"coordination reads what a partner suggested", "services/internal/migrations/sql/00011_audit.sql",
		"\n        AND a.part = 'LEAD' AND a.state = 'DECLINED'", " AND a.state = 'DECLINED'", suggestsToTurn,
	},
	{
		"what was suggested is read without a row", "services/internal/migrations/sql/00011_audit.sql",
		"'READ_CASE', 'REASON', 'DONE', d.case_id FROM declined d WHERE d.suggestion_id IS NOT NULL", "'READ_CASE', 'REASON', 'DONE', d.case_id FROM declined d WHERE false",
		suggestsToTurn,
	},
	{
		"everybody in a case reads what a partner suggested", "services/cases/wire/hand_over.go",
		"if leads && a.Part == cases.PartnerPart {", "if a.Part == cases.PartnerPart {",
		inServices("TestWhoLeadsReadsWhereAPartnerThatDeclinedSuggestsToTurnAndNoSchoolDoes"),
	},
	{
		"coordination reads who of the school replied", "services/routing/triage.go",
		"		r.Author.Person = cases.Person{}\n", "", inServices("TestCoordinationReadsItsOwnQuestionsWithTheRepliesAndNothingElse"),
	},
	{
		"what coordination has asked outlives its finding a unit", "services/cases/apply.go",
		"	c.cancelQuestionsOf(\"\", e)\n", "",
		inServices("TestWhatCoordinationAskedEndsWithRoutingAndIsTheLeadsToRead"),
	},
	{
		"a partner asks while no unit leads", "services/cases/lifecycle.go",
		"[]Condition{PartMine, Led}", "[]Condition{PartMine}", inCases("TestARefusalNamesTheRuleOfTheRowThatIsMeant"),
	},
}

package main

func init() { mutants = append(mutants, ofWalls...) }

const walls = "services/internal/migrations/sql/00008_walls.sql"

func inMigrations(test string) killer { return killer{"./services/internal/migrations", test} }

var (
	opensToWhom   = inCases("TestRowLevelSecurityOpensTheTextsToWhomThePermissionsDo")
	showsToWhom   = inCases("TestRowLevelSecurityShowsTheCardsOfTheOwnSchoolUnitOrArea")
	cannotForge   = inCases("TestAnOpenCaseIsOfOneTransactionAndCannotBeForged")
	cannotWrite   = inCases("TestNobodyWritesIntoACaseThatIsNotTheirs")
	nothingByOwn  = inCases("TestNothingOpensByItself")
	listsAsOpened = inCases("TestAListHoldsExactlyTheCasesThatOpen")
)

// ofWalls are mutants of row level security.
var ofWalls = []mutant{
	{
		"every text is shown", walls,
		"CREATE POLICY opened_reads ON case_content FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened_content()))",
		"CREATE POLICY opened_reads ON case_content FOR SELECT TO vaatu_app USING (true)", nothingByOwn,
	},
	{
		"a card opens the texts", walls,
		"CREATE POLICY opened_reads ON case_content FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened_content()))",
		"CREATE POLICY opened_reads ON case_content FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened_case()))", opensToWhom,
	},
	{
		"a card opens the events", walls,
		"CREATE POLICY opened_reads ON case_events FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened_content()))",
		"CREATE POLICY opened_reads ON case_events FOR SELECT TO vaatu_app USING (case_id = (SELECT access.opened_case()))", opensToWhom,
	},
	{
		"events go into any case", walls,
		"CREATE POLICY opened_appends ON case_events FOR INSERT TO vaatu_app WITH CHECK (case_id = (SELECT access.opened_case()))",
		"CREATE POLICY opened_appends ON case_events FOR INSERT TO vaatu_app WITH CHECK (true)", cannotWrite,
	},
	{
		"texts go into any case", walls,
		"CREATE POLICY opened_appends ON case_content FOR INSERT TO vaatu_app WITH CHECK (case_id = (SELECT access.opened_case()))",
		"CREATE POLICY opened_appends ON case_content FOR INSERT TO vaatu_app WITH CHECK (true)", cannotWrite,
	},
	{
		"a colleague opens what another filed", walls,
		"WHEN g.role = 'REQUESTER' AND g.school_id = c.school_id AND c.filer_id = g.person_id THEN true",
		"WHEN g.role = 'REQUESTER' AND g.school_id = c.school_id THEN true", opensToWhom,
	},
	{
		"any principal opens", walls,
		"WHEN g.role = 'PRINCIPAL' AND g.school_id = c.school_id THEN true", "WHEN g.role = 'PRINCIPAL' THEN true", opensToWhom,
	},
	{
		"an expert opens what a colleague holds", walls,
		"AND (g.role = 'LEAD' OR a.holder_id = g.person_id)", "", opensToWhom,
	},
	{
		"a locked part opens", walls,
		"AND a.unit_id = g.unit_id AND a.opens", "AND a.unit_id = g.unit_id", opensToWhom,
	},
	{
		"coordination opens every area", walls,
		"WHEN g.role = 'COORDINATOR' AND (g.area IS NULL OR g.area = c.area) THEN false", "WHEN g.role = 'COORDINATOR' THEN false", cannotWrite,
	},
	{
		"coordination reads the texts", walls,
		"WHEN g.role = 'COORDINATOR' AND (g.area IS NULL OR g.area = c.area) THEN false",
		"WHEN g.role = 'COORDINATOR' AND (g.area IS NULL OR g.area = c.area) THEN true", opensToWhom,
	},
	{
		"the seal of a case is not looked at", walls,
		"    IF substr(v_set, 37) = sha256(v_secret || (v_id || 'true' || v_now)::bytea)::text", "    IF true", cannotForge,
	},
	{
		"a seal fits every transaction", walls,
		"v_set = access.sign(left(v_set, 36)::uuid, true)", "length(v_set) > 50", cannotForge,
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
		`if tx.session != "" {`, "if false {", listsAsOpened,
	},
}

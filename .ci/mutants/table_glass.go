package main

const glassSQL = "services/internal/migrations/sql/00013_break_glass.sql"

var (
	oneHourOneCase = inServices("TestBreakGlassIsForOneCaseOnePersonOneHourAndAGrantThatHolds")
	wantsMuch      = inServices("TestBreakGlassWantsAFreshSignInAReasonAndTheCasesArea")
	secondWall     = inServices("TestTheSecondWallBreaksNoGlass")
	headsHear      = inServices("TestTheHeadsOfTheUnitsHearOfABreakGlassAtOnce")
	isReviewed     = inServices("TestSomebodyElseReviewsWhatIsClosed")
)

// ofGlass are mutants of break-glass.
var ofGlass = []mutant{
	{
		"behind the first wall a break-glass has no end", glassSQL,
		" AND b.until > greatest(now(), s.seen_time);", ";", oneHourOneCase,
	},
	{
		"behind the first wall what was closed by hand is open", glassSQL,
		"      AND b.end_time IS NULL AND b.open_time <= greatest(", "      AND b.open_time <= greatest(", oneHourOneCase,
	},
	{
		"behind the first wall it opens every case", walls,
		"FROM access.my_open_cases o WHERE o.case_id = c.id)", "FROM access.my_open_cases o)", oneHourOneCase,
	},
	{
		"behind the first wall it opens to every coordinator", glassSQL,
		"JOIN access.break_glasses b ON b.person_id = s.person_id", "CROSS JOIN access.break_glasses b", oneHourOneCase,
	},
	{
		"for the permissions a break-glass has no end", accessSQL,
		"b.person_id = p.id AND b.end_time IS NULL AND b.until > p_now)", "b.person_id = p.id AND b.end_time IS NULL)", oneHourOneCase,
	},
	{
		"for the permissions what was closed by hand is open", accessSQL,
		"b.person_id = p.id AND b.end_time IS NULL AND b.until > p_now)", "b.person_id = p.id AND b.until > p_now)", oneHourOneCase,
	},
	{
		"for the permissions it opens to every coordinator", accessSQL,
		"FROM access.break_glasses b WHERE b.person_id = p.id AND", "FROM access.break_glasses b WHERE", oneHourOneCase,
	},
	{
		"for the permissions it opens every case", "services/internal/permission/permission.go",
		"return o.CaseID == id })", "return true })", oneHourOneCase,
	},
	{
		"for the permissions it outlives its grant", "services/internal/permission/permission.go",
		"return open && OwnArea.holds(p, g, s)", "return open",
		killer{"./services/internal/permission", "TestBreakGlassOpensItsCaseToTheCoordinationOfTheArea"},
	},
	{
		"it gives more than to read", "services/internal/permission/rules.go",
		"{ReadEvents, []Role{Coordinator}, ByBreakGlass},", "{ReadEvents, []Role{Coordinator}, ByBreakGlass},\n\t{PostMessage, []Role{Coordinator}, ByBreakGlass},",
		killer{"./services/internal/permission", "TestContentIsForSchoolAndUnitOnly"},
	},
	{
		"an identity code is a reason", "services/breakglass/service.go",
		`identitycode.Text{Path: "reason", Value: reason}`, `identitycode.Text{Path: "reason"}`, wantsMuch,
	},
	{
		"spaces are a reason", "services/breakglass/service.go",
		"if utf8.RuneCountInString(reason) < leastReason {", "if utf8.RuneCountInString(req.GetReason()) < leastReason {", wantsMuch,
	},
	{
		"a case is opened twice", glassSQL,
		"WHERE b.case_id = p_case AND b.person_id = v_me AND b.end_time IS NULL AND b.until > p_now)", "WHERE false)", wantsMuch,
	},
	{
		"behind the first wall anybody opens", glassSQL, "c.phase <> 'ERASED' AND access.coordinates(c.area)\n", "c.phase <> 'ERASED'\n", secondWall,
	},
	{
		"it lasts as long as one likes", glassSQL,
		"until > open_time AND until <= open_time + interval '60 minutes'", "until > open_time", secondWall,
	},
	{
		"behind the first wall anybody reviews", glassSQL,
		"AND access.timely(p_now)\n        AND (access.coordinates(c.area) OR audit.is_auditor())\n",
		"AND access.timely(p_now)\n", secondWall,
	},
	{
		"behind the first wall anybody lists break-glasses", glassSQL,
		"            AND (v_auditor OR access.coordinates(c.area) OR v_head AND v_me = ANY (b.told_ids))\n", "", secondWall,
	},
	{
		"another closes it", glassSQL, "WHERE b.id = p_id AND b.person_id = access.me() AND b.end_time IS NULL", "WHERE b.id = p_id AND b.end_time IS NULL", secondWall,
	},
	{
		"its owner deletes it", glassSQL,
		"CREATE POLICY owner_reads ON access.break_glasses FOR SELECT TO", "CREATE POLICY owner_reads ON access.break_glasses TO", secondWall,
	},
	{
		"nobody is told", "services/breakglass/service.go",
		"return letters != nil, address.Post(ctx, tx, s.deps.Jobs, letters...)", "_ = address.Post\n\t\treturn letters != nil, nil", inServices("TestACaseThatNobodyCanBeToldOfIsNotOpened"),
	},
	{"the heads of other units are told", glassSQL, "access.heads_of(a.unit_id, p_now) h", "(SELECT g.person_id FROM access.grants g WHERE g.role = 'LEAD') h", headsHear},
	{
		"the mail is about an address", "services/notify/letters.go", "	case \"BREAK_GLASS\":\n", "	case \"\":\n", headsHear,
	},
	{
		"one reviews the own", glassSQL,
		"c.id = b.case_id AND b.person_id <> access.me() AND", "c.id = b.case_id AND", isReviewed,
	},
	{
		"what is open is reviewed", glassSQL, "b.finding IS NULL AND coalesce(b.end_time, b.until) <= p_now AND", "b.finding IS NULL AND", isReviewed,
	},
	{
		"a review is overwritten", glassSQL, "b.finding IS NULL AND coalesce", "coalesce", isReviewed,
	},
	{
		"the audit does not tell a read by break-glass", "services/internal/migrations/sql/00011_audit.sql",
		"CASE WHEN v_by.role = 'COORDINATOR' THEN 'BREAK_GLASS' END", "NULL", inServices("TestACoordinatorReadsOneCaseByBreakGlassAndChangesNothing"),
	},
	{
		"a reason outlives its case", "services/internal/migrations/sql/00007_erasure.sql",
		"    UPDATE access.break_glasses SET reason = NULL WHERE case_id = erased;\n", "", inCases("TestAnErasedCaseLeavesNothingThatNamesAnybody"),
	},
	{
		"what is open is listed", "services/cases/card.go",
		"way, listed := wayIn[r.Relation]", "way, listed := \"SELECT o.id FROM cases o WHERE o.id IS NOT NULL AND $%[1]d::uuid IS NOT NULL AND cardinality($%[2]d) > 0\", true",
		inCases("TestWhatIsOpenByBreakGlassIsOnNoList"),
	},
}

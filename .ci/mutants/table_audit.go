package main

const trailed = "services/internal/migrations/sql/00011_audit.sql"

var (
	eachStep       = inServices("TestEachStepOfACaseIsInTheAuditOnce")
	tellsWho       = inServices("TestAnEntryTellsWhoAsWhomWhenAndFromWhere")
	nothingWithout = inServices("TestWithoutItsEntryNothingIsAnsweredAndNothingIsChanged")
	denialStands   = inServices("TestADenialStandsInATransactionOfItsOwn")
	whoHasRead     = inServices("TestWhoAnswersForACaseSeesWhoHasReadIt")
	searchIsIn     = inServices("TestWhatTheAuditorLooksForIsInTheAudit")
	auditorFinds   = inServices("TestTheAuditorFindsWhatWasDoneAndReadsNoText")
)

// ofAudit are mutants of the audit.
var ofAudit = []mutant{
	{
		"an entry may fail without the change", trailed,
		"    VALUES (p_role, p_unit, p_school, p_action, p_what, p_outcome, p_reason, p_case, p_object, p_to, p_basis);\nEND $$;",
		"    VALUES (p_role, p_unit, p_school, p_action, p_what, p_outcome, p_reason, p_case, p_object, p_to, p_basis);\nEXCEPTION WHEN OTHERS THEN NULL;\nEND $$;",
		nothingWithout,
	},
	{
		"a seal opens texts without its entry", "services/internal/migrations/sql/00008_walls.sql",
		"IF p_reach >= '3 READ' AND NOT EXISTS", "IF false AND NOT EXISTS", inCases("TestAnOpenCaseIsOfOneTransactionAndCannotBeForged"),
	},
	{"a reading is not recorded", trailed, "IF v_by.reach >= '3 READ' THEN", "IF false THEN", eachStep},
	{
		"a change is recorded in a transaction of its own", "services/cases/store.go", "	ch.record(tx, after)\n",
		"	go func() { _ = s.DB.Write(context.WithoutCancel(ctx), func(own *postgres.Tx) error { ch.record(own, after); return nil }) }()\n",
		nothingWithout,
	},
	{"a change is not recorded", "services/cases/audited.go", "[]trail.Entry{done}", "[]trail.Entry{}", eachStep},
	{
		"a disclosure to a unit is not recorded", "services/cases/audited.go",
		"ch.sections(after, disclosed), ", "", eachStep,
	},
	{
		"what a partner sees later is not recorded", "services/cases/audited.go", "	if !c.opens(a) {\n		return nil\n	}\n	shown :=",
		"	if !c.opens(a) {\n		return nil\n	}\n	a.Hidden = nil\n	shown :=", inServices("TestTheAuditTellsWhichSectionsAPartnerIsShown"),
	},
	{
		"a reply to coordination is no disclosure", "services/cases/audited.go", ", ch.reply(disclosed))", ")",
		inServices("TestCoordinationAsksTheSchoolBeforeAUnitLeads"),
	},
	{
		"a disclosure to a school is not recorded", "services/cases/audited.go",
		"if after.PublishedRevision > ch.before.PublishedRevision {", "if false {", inServices("TestTheSchoolSeesToWhomACaseWasDisclosed"),
	},
	{"a disclosure names no basis", "services/cases/audited.go", "	return BasisNotIdentified\n", "	return \"\"\n", tellsWho},
	{"a denial is not recorded", "services/internal/rpc/denials.go", "err == nil || c.Denied == nil", "true || c.Denied == nil", denialStands},
	{"a denial names no case", "services/internal/rpc/denials.go", "			e.CaseID = id.String()\n", "", denialStands},
	{"each saving of a draft is recorded", trailed, "e.at > now() - interval '1 hour'", "e.at > now() + interval '1 hour'", eachStep},
	{"the reading of a draft is not recorded", trailed, "WHERE d.id = ANY (p_drafts) AND d.id IN (SELECT intake.my_drafts());", "WHERE false;", eachStep},
	{"a sign-in is not recorded", "services/internal/migrations/sql/00002_access.sql", "WHERE NOT EXISTS (SELECT FROM access.sessions s WHERE s.hash = p_hash);", "WHERE false;", eachStep},
	{"anybody says where a call came from", "gateway/origin.go", "if err != nil || !p.has(client) {", "if err != nil {", killer{"./gateway", "TestTheOriginIsWhatAProxyOfOursSaysAndNobodyElse"}},
	{"the owner changes entries", trailed, "CREATE POLICY owner_appends ON audit.entries FOR INSERT TO vaatu_owner", "CREATE POLICY owner_changes ON audit.entries FOR UPDATE TO vaatu_owner USING (true);\nCREATE POLICY owner_appends ON audit.entries FOR INSERT TO vaatu_owner", inServices("TestNobodyChangesWhatStandsInTheAudit")},
	{"the worker changes entries", trailed, "GRANT INSERT ON audit.seals TO vaatu_worker;", "GRANT INSERT ON audit.seals TO vaatu_worker;\nGRANT UPDATE ON audit.entries TO vaatu_worker;", inServices("TestNobodyChangesWhatStandsInTheAudit")},

	// Who reads it.
	{"a search is not recorded", trailed, "    PERFORM audit.record('READ_AUDIT', concat_ws(", "    PERFORM concat_ws('', concat_ws(", searchIsIn},
	{"a search for people is not recorded", trailed, "    PERFORM audit.record('READ_AUDIT', 'PEOPLE', 'DONE', NULL, 'AUDITOR', NULL, NULL, NULL, NULL, NULL, NULL);\n", "", searchIsIn},
	{"a search names nobody who was looked for", trailed, "NULL, NULL, v_case, NULL, p_person, NULL);", "NULL, NULL, v_case, NULL, NULL, NULL);", searchIsIn},
	{"everybody is an auditor", trailed, "RETURN EXISTS (SELECT FROM access.my_grants g WHERE g.role = 'AUDITOR');", "RETURN true;", inServices("TestMatrixWithRowLevelSecurityAlone")},
	{"the holder sees who else has read", "services/internal/permission/rules.go", "{ReadReads, []Role{Lead}, OwnUnit},", "{ReadReads, []Role{Lead}, OwnUnit},\n	{ReadReads, []Role{Expert}, Holder},", whoHasRead},
	{"any teacher sees who has read", "services/internal/permission/rules.go", "{ReadReads, []Role{Requester}, Filer},", "{ReadReads, []Role{Requester}, Anyone},", inServices("TestMatrixWithPermissionsAlone")},
	{"whoever answers for a case hears addresses", trailed, "NULL, d.basis, NULL, NULL, d.often", "NULL, d.basis, d.request_id, d.origin, d.often", whoHasRead},
	{"the database tells everybody who has read", trailed, "AND (SELECT r.reach FROM access.reach(p_case) r) >= '3 READ'", "", inServices("TestTheDatabaseItselfAnswersWhoMayAsk")},
	{"a break-glass looks like any reading", trailed, "OR e.reason = 'BREAK_GLASS' THEN", "THEN", whoHasRead},
	{"a number that no case has finds everything", trailed, "(p_case IS NULL AND p_number = '' OR n.case_id = v_case)", "(v_case IS NULL OR n.case_id = v_case)", auditorFinds},
	{"the last day of a search is left out", trailed, "n.at < (p_to + 1)::timestamp", "n.at < p_to::timestamp", auditorFinds},
	{"an export holds formulas", "services/audit/csv.go", `		return "'" + cell`, `		return cell`, inServices("TestAnExportIsNoFormulaToASpreadsheet")},
}

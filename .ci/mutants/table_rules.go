package main

func inRules(test string) killer   { return killer{"./services/routing/rules", test} }
func inRouting(test string) killer { return killer{"./services/routing", test} }

// ofRules are mutants of where requests go, and of what is found before rules are published.
var ofRules = []mutant{
	{
		"of two leads the first one wins", "services/routing/rules/verdict.go",
		"case len(top) > 1:", "case false:", inRules("TestSeveralNeedsLandWhereTheRulesSay"),
	},
	{
		"coordination stands back for a lead of the same weight", "services/routing/rules/verdict.go",
		"case slices.Contains(top, Coordination):", "case len(top) == 1 && top[0] == Coordination:", inRules("TestCoordinationDecidesBesideALeadOfTheSameWeight"),
	},
	{
		"who takes no leads leads", "services/routing/rules/search.go",
		"(role == joining || takesLeads(u, a))", "true", inRules("TestEveryRequestEndsInAUnitThatMayTakeItOrInTriage"),
	},
	{
		"a closed unit takes requests", "services/routing/rules/search.go",
		"return Open(u, s.day) && Open(a, s.day) &&", "return Open(a, s.day) &&", inRules("TestDatesLanguagesAndLeadsAreTheDatas"),
	},
	{
		"a need that no rule covers is not told", "services/routing/rules/survey.go",
		"case len(rows) == 0 && c[with] == none:", "case false:", inRules("TestCheckFindsWhatWasPlanted"),
	},
	{
		"a row is looked at by one need alone", "services/routing/rules/survey.go",
		"for m := range n {", "for m := range 0 {", inRules("TestARowIsUnreachableExactlyWhereNoFactsMissIt"),
	},
	{
		"an unknown party is published", "services/routing/rules/check.go",
		"kind == UnknownParty || role == leading", "role == leading", inRules("TestCheckFindsWhatWasPlanted"),
	},
	{
		"an author approves the own rules", "services/internal/migrations/sql/00024_rule_sets.sql",
		"WHEN 'CHECKED' THEN CASE WHEN v_own THEN", "WHEN 'CHECKED' THEN CASE WHEN false THEN", inServices("TestNobodyApprovesRulesThatTheyHaveWritten"),
	},
	{
		"anybody discards a draft", "services/internal/migrations/sql/00024_rule_sets.sql",
		"WHEN 'DRAFT' THEN CASE WHEN v_own AND", "WHEN 'DRAFT' THEN CASE WHEN", inServices("TestADraftIsDiscardedByWhoeverHasWrittenIt"),
	},
	{
		"a replay reads content", "services/internal/migrations/sql/00031_replay.sql",
		"FROM public.cases c WHERE (c.file_time, c.id)", "FROM public.cases c JOIN public.case_content x ON x.case_id = c.id WHERE (c.file_time, c.id)",
		inServices("TestAReplayTellsWhichCasesADraftWouldMoveAndReadsNoContent"),
	},
	{
		"a replay is for whoever asks the database", "services/internal/migrations/sql/00031_replay.sql",
		"IF access.coordinates_everywhere() THEN", "IF true THEN", inServices("TestNobodyButNationalCoordinationReplays"),
	},
	{
		"a replay looks back for ever", "services/internal/migrations/sql/00031_replay.sql",
		"WHERE c.file_time >= p_since)", "WHERE true)", inServices("TestAReplayComesInChunksAndLooksNoFurtherBackThanTheTermBefore"),
	},
	{
		"a broken line of targets is passed over", "services/cases/clocks/file.go",
		"if faults := t.faults(); len(faults) > 0 {", "if faults := t.faults(); len(faults) > 99 {", inServices("TestAFileOfTargetsOrBreaksThatIsWrongStopsTheStart"),
	},
	{
		"who leaves takes the others' reading of the rules along", "services/routing/published.go",
		"p.readAt(context.WithoutCancel(ctx), edition)", "p.readAt(ctx, edition)", inRouting("TestAPublishedSetIsReadOnceAndHoldsUpOnlyThoseWhoWantIt"),
	},
	{
		"a rule does not see which permissions are recorded", "services/routing/rules/codes.go",
		"	p[permissions] = bits[permissions][f.Permissions]\n", "", inServices("TestARuleLooksAtThePermissionsThatAreRecorded"),
	},
	{
		"a rule does not see which forms are wished", "services/routing/rules/codes.go",
		"		p[forms] |= bits[forms][form]\n", "		_ = form\n", inServices("TestARuleLooksAtTheFormsThatAreWished"),
	},
	{
		"a replay does not know which forms were wished", "services/internal/migrations/sql/00031_replay.sql",
		"c.risks, c.wished_forms,", "c.risks, '{}'::text[],", inServices("TestARuleLooksAtTheFormsThatAreWished"),
	},
	{
		"a request that wishes another form stays where it is", "services/cases/amend.go",
		"alike(f.WishedForms, g.WishedForms) && ", "", inCases("TestWhatIsSaidAnewGoesWhereItsFactsLeadWhicheverOfThemHasChanged"),
	},
	{
		"a row is looked at by one form alone", "services/routing/rules/survey.go",
		"range like.pairs() {", "range like.pairs()[:0] {", inRules("TestCheckFindsWhatWasPlanted"),
	},
	{
		"codes that rules tell apart are taken for alike", "services/routing/rules/alike.go",
		"|| r.when[k]&(1<<v) != 0", "|| true", inRules("TestARowIsUnreachableExactlyWhereNoFactsMissIt"),
	},
	{
		"a request that is said anew is routed by the permissions of its filing", "services/intake/amend.go",
		", Permissions: c.Recorded()})", "})", inServices("TestARuleLooksAtThePermissionsThatAreRecorded"),
	},
	{
		"what was not kept of permissions counts as none", "services/internal/migrations/sql/00031_replay.sql",
		"coalesce(c.permissions, '')", "coalesce(c.permissions, 'CONSENT')", inServices("TestARuleLooksAtThePermissionsThatAreRecorded"),
	},
}

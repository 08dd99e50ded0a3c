package main

func inRules(test string) killer { return killer{"./services/routing/rules", test} }

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
}

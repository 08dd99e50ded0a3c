package main

// afterFiling are mutants of what a school does with its filed request, and of programs that file.
var afterFiling = []mutant{
	{
		"a request is said anew while somebody works on it", "services/cases/amend.go",
		"return c.stands(a) && (a.State != Waiting || a.Part == PartnerPart)", "return false", inServices("TestARequestIsSaidAnewUntilSomebodyTakesIt"),
	},
	{
		"a unit keeps a request that has left it", "services/cases/apply.go",
		"	c.endLead(e)\n	a.Part = LeadPart\n", "	a.Part = LeadPart\n", inServices("TestOtherAnswersTakeARequestToAnotherUnit"),
	},
	{
		"new answers overrule a person", "services/cases/amend.go",
		"if !c.Routing.byPerson() && ", "if ", inServices("TestAPersonsChoiceOfUnitOutlastsNewAnswers"),
	},
	{
		"who sees a card gets a document", "gateway/document.go",
		"if found.GetRequest() == nil {", "if false {", inGateway("TestADocumentIsRefusedAsThePageIs"),
	},
	{
		"a program keeps a school that is not named any more", "services/filer.go",
		`+own+" AND school_id <> ALL ($3)"`, `+own+" AND school_id <> ALL ($3) AND false"`, inServices("TestAProgramFilesForTheSchoolsOfItsGrantAndNoOther"),
	},
}

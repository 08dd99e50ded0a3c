package main

// ofForm are mutants of what a request says beside its words, and of what its writer is told before filing.
var ofForm = []mutant{
	{
		"a risk goes where the need goes", "services/routing/rules/decide.go",
		"case len(f.Risks) > 0:", "case false:", inServices("TestARiskSendsARequestToCoordinationWhichDoesNotLearnWhatRisk"),
	},
	{
		"routing is not told of a risk", "services/intake/service.go",
		"Risks: r.GetRisks(),", "", inServices("TestARiskSendsARequestToCoordinationWhichDoesNotLearnWhatRisk"),
	},
	{
		"how long answers took is told of a single case", "services/internal/migrations/sql/00020_form.sql",
		"HAVING count(*) >= 10", "HAVING count(*) >= 1", inServices("TestHowLongAnswersTookIsToldOnlyOfTenCasesAndMore"),
	},
	{
		"a payment commitment is kept where nobody asked", "services/intake/service.go",
		"if !d.GetCharges() {", "if false {", inServices("TestAPaymentCommitmentIsKeptOnlyWhereTheActorCharges"),
	},
	{
		"a caller says by which codes it answered", "services/intake/service.go",
		"CodeList: cases.CodeList,", "CodeList: r.GetCodeList(),", inServices("TestARequestKeepsTheListOfCodesThatItWasAnsweredBy"),
	},
}

package main

func inLeakGuard(test string) killer { return killer{"./services/internal/leakguard", test} }

const (
	guardNames    = "services/internal/leakguard/names.go"
	guardPatterns = "services/internal/leakguard/patterns.go"
)

// ofLeaks are mutants of the leak guard.
var ofLeaks = []mutant{
	{"a code only warns", "services/intake/findings.go", "if f.Kind == leakguard.IdentityCode {", "if false {", inServices("TestAnIdentityCodeIsKeptOutOfEveryText")},
	{"nothing but codes is looked for", "services/internal/leakguard/leakguard.go", "	s.names()\n", "", inLeakGuard("TestTheGuardReachesItsAimsOnTheSentences")},
	{"every word that is a name too is one", guardNames, "return common[language][f.base] || forms[language][t.small]", "return false", inLeakGuard("TestTheGuardReachesItsAimsOnTheSentences")},
	{"a part of a longer number is a number", guardPatterns, "unicode.IsDigit(before) || ", "", inLeakGuard("TestFindsWhatTheBrowserFinds")},
	{"what was found is found again", guardPatterns, "		s.blank(m[0], m[1])\n", "", inLeakGuard("TestFindsWhatTheBrowserFinds")},
}

package main

import "slices"

func inCases(test string) killer    { return killer{"./services/cases", test} }
func inPostgres(test string) killer { return killer{"./services/internal/postgres", test} }

// The tests that notice most, and where they are long, the part of them that is enough.
var (
	inEveryState = inCases("TestEveryRuleHoldsInEveryStateThatCanBeReached")
	twiceAtOnce  = inCases("TestTheSameWishTwiceAtOnceHappensOnceAndBothHearTheSame/of_each_deed/waiting:_CLAIM")
	lawAndFlaw   = inCases("TestWhatACommandItselfBreaksIsRefusedByName")
)

func interleaved(situation string) killer {
	return inCases("TestEveryInterleavingOfTwoChangesEndsAsOneOfTheirSerialOrders/of_each_two_deeds/" + situation)
}

// mutants are all of them; each table has a file of its own.
var mutants = slices.Concat(afterFiling, ofAttacks, ofAudit, core, ofDisputes, ofDrafts, ofEmail, ofFeedback, ofFiles, ofForm, ofGlass, ofGrants, ofKeys, ofLeaks, ofMachines, ofParts, ofPermits, ofPlans, ofQueues, ofRules, ofSignIn, ofSimilar, ofStore, ofWalls)

// ofStore are mutants of how cases are written.
var ofStore = []mutant{
	// Two at once.
	{
		"a row is read without its lock", "services/cases/store.go",
		`tx.Queue("SELECT access.lock_case($1)", loaded.c.ID)`, "", interleaved("waiting:_CLAIM_by_Eeva_Esimerkki_and_CLAIM"),
	},
	{
		"a filing goes by an edition of before", "services/internal/migrations/sql/00003_directory.sql",
		"IF p_edition IS DISTINCT FROM (SELECT e.value FROM directory.edition e) THEN", "IF false THEN",
		inServices("TestAFilingGoesByThePresentEditionOfTheDirectory"),
	},
	{
		"another revision of a draft is filed than was read", "services/internal/migrations/sql/00005_intake.sql",
		"WHERE d.id = p_draft AND d.revision = p_revision AND", "WHERE d.id = p_draft AND", inServices("TestOnlyTheRevisionThatWasReadIsFiled"),
	},
	{
		"the clock reads a row without its lock", "services/cases/store.go",
		`tx.Queue("SELECT FROM cases WHERE id = $1 FOR UPDATE", caseID)`, "", interleaved("silent:_TICK_by_the_clock_and_TICK"),
	},
	{
		"a lock that lets a second one in", "services/internal/migrations/sql/00008_walls.sql",
		"WHERE c.id = p_case FOR UPDATE;", "WHERE c.id = p_case FOR KEY SHARE;", inCases("TestOf64MessagesAtOnceNoneIsLost"),
	},
	{
		"a held assignment is claimed like any other", "services/cases/decide.go",
		"if a == ActionClaim && t.assignment.State == Held {", "if false {", inCases("TestALateClaimHearsWhoHoldsItEvenWithAStaleEtag"),
	},
	{
		"a finished part can be claimed again", "services/cases/lifecycle.go",
		"AtAssignment, unlocked, []Condition{IsWaiting, Covered}, []Data{Claimed{}}", "AtAssignment, unlocked, []Condition{Covered}, []Data{Claimed{}}",
		lawAndFlaw,
	},
	{
		"an old view is as good as a new one", "services/cases/decide.go",
		"if m.Expect != 0 && m.Expect != c.etagFor(a, t) {", "if false {", inCases("TestAChangeOnAnOldViewIsRefused"),
	},
	{
		"whoever loses the lead is written last", "services/cases/store.go",
		`	queueRows(tx, assignmentSQL, slices.DeleteFunc(slices.Clone(changed), leads))
	queueRows(tx, assignmentSQL, slices.DeleteFunc(changed, func(r assignmentRow) bool { return !leads(r) }))
`, `	queueRows(tx, assignmentSQL, slices.DeleteFunc(slices.Clone(changed), func(r assignmentRow) bool { return !leads(r) }))
	queueRows(tx, assignmentSQL, slices.DeleteFunc(changed, leads))
`, interleaved("offered_to_a_unit:_ACCEPT_HAND_OVER_by_Ulla_Ulkopuoli_and_ACCEPT"),
	},
	{
		"the database lets two lead", "services/internal/migrations/sql/00004_cases.sql",
		"CREATE UNIQUE INDEX assignments_one_lead", "CREATE INDEX assignments_one_lead", inCases("TestTheDatabaseRefusesStatesThatCannotBe"),
	},
	{
		"a deadlock is not run again", "services/internal/postgres/run.go",
		"return lostRace(err) || lostRace(tx.err) ||", "return",
		inPostgres("TestADeadlockIsRunAgainUntilBothCommit"),
	},

	// Once.
	{
		"no record of a key is written", "services/cases/store.go",
		"ch.once.Record(tx, ch.meta.By.Person.ID, ch.meta.At)", "", twiceAtOnce,
	},
	{
		"the record of a key is not looked at", "services/cases/store.go",
		"		if used != nil {", "		if used = nil; used != nil {", twiceAtOnce,
	},
	{
		"a key is good for any request", "services/cases/once.go",
		"if p.record.Method != o.Method || !bytes.Equal(p.record.RequestHash, o.Hash) {", "if false && bytes.Equal(nil, nil) {",
		inCases("TestAKeyCannotBeUsedForAnotherRequest"),
	},
	{
		"a repetition is answered to anybody", "services/cases/store.go",
		"if !loaded.c.mayRepeat(call.Principal, cmd) {", "if false {", inCases("TestARepetitionIsAnsweredUnderTodaysRights"),
	},
	{
		"who gave a part away hears nothing more", "services/cases/allow.go",
		`	if t.assignment.ID == "" {
		return false
	}
	s := permission.Subject{`, `	if true {
		return false
	}
	s := permission.Subject{`, inCases("TestARepeatedChangeAnswersTheSameAndChangesNothing"),
	},
	{
		"a number that is taken is an error", "services/cases/store.go",
		` && !postgres.Broken(err, "cases_number_key") {`, " {", inCases("TestANumberThatIsTakenIsDrawnAgain"),
	},

	// Events and rows.
	{
		"an event is not written", "services/cases/store.go",
		"queueInserts(tx, eventSQL, rows)", "", inCases("TestEachStepOfALifeIsStoredAsItsEventsSay"),
	},
	{
		"a text is not written", "services/cases/store.go",
		"queueInserts(tx, contentSQL, []contentRow{sealed})", "_ = sealed", inCases("TestTextsComeBackToThoseWhoMayReadThem"),
	},
	{
		"a notice is not left", "services/cases/store.go",
		"return after, s.queueJobs(ctx, tx, ch.before, after, events)", "return after, nil", inCases("TestAQuestionAndAnAdviceLeaveANoticeEach"),
	},
	{
		"a NOTIFY rides in the transaction", "services/internal/postgres/river.go",
		"if isHint(sql) {", "if false {", inPostgres("TestAWorkerHearsOfAJobThatIsCommitted"),
	},
	{
		"times follow a clock that is set back", "services/cases/store.go",
		"if now := s.now(); now.After(before) {", "if now := s.now(); true {", inCases("TestAClockThatIsSetBackKeepsTheOrderOfEvents"),
	},
	{
		"an offer keeps a finer time than its row", "services/cases/decide.go",
		"Until: o.Until.UTC().Truncate(time.Microsecond),", "Until: o.Until.UTC().Truncate(time.Nanosecond),",
		inCases("TestClaimsAndHandOversOf64ClientsAreLinearizable"),
	},
	{
		"erasing keeps the key", "services/internal/migrations/sql/00007_erasure.sql",
		"    DELETE FROM public.case_keys WHERE id = erased;\n", "", inCases("TestAnErasedCaseLeavesNothingThatNamesAnybody"),
	},
	{
		"erasing keeps what colleagues asked", "services/internal/migrations/sql/00007_erasure.sql",
		"    DELETE FROM intake.joins WHERE case_id = erased;\n", "", inCases("TestAnErasedCaseLeavesNothingThatNamesAnybody"),
	},
	{
		"erasing keeps the events", "services/internal/migrations/sql/00007_erasure.sql",
		"    DELETE FROM public.case_events WHERE case_id = erased;\n", "", inCases("TestAnErasedCaseLeavesNothingThatNamesAnybody"),
	},
	{
		"statistics keep the school", "services/cases/facts.go",
		"		About: f.About, Level: f.Level, Language: f.Language, Needs: f.Needs,",
		"		SchoolID: f.SchoolID, About: f.About, Level: f.Level, Language: f.Language, Needs: f.Needs,",
		inCases("TestAnErasedCaseLeavesNothingThatNamesAnybody"),
	},
}

package main

const (
	queueViews = "services/assignment/views/service.go"
	ownViews   = "services/internal/migrations/sql/00036_queue_views.sql"
	looking    = "services/events/looks.go"
)

var whoLooks = inServices("TestThoseOfAUnitSeeWhoElseHasACaseOpenAndNobodyElseDoes")

// ofQueues are mutants of how a unit's queue is looked at.
var ofQueues = []mutant{
	{"a view is shown to everybody", ownViews, "USING (person_id = (SELECT access.me()))", "USING ((SELECT access.me()) IS NOT NULL)", inServices("TestAViewOfAQueueIsItsPersonsAlone")},
	{
		"a view is kept of another unit's queue", queueViews, "permission.Subject{Units: []string{unitID}}); !ok {", "permission.Subject{Units: []string{unitID}}); !ok && false {",
		inServices("TestAViewOfAQueueIsItsPersonsAlone"),
	},
	{"a view is called by an identity code", queueViews, "return name, identitycode.Require(field, name)", `return name, identitycode.Require(field, "x")`, inServices("TestAViewOfAQueueIsKeptUnderANameRenamedAndDeleted")},
	{"views without end", queueViews, "const most = 20", "const most = 2000", inServices("TestAViewOfAQueueIsKeptUnderANameRenamedAndDeleted")},

	// What the database tells of changes.
	{
		"every role of the database hears of which case", "services/cases/hint.go", "payload, err := s.Vault.SealHint(plain)", "payload, err := string(plain), error(nil)",
		inServices("TestAnotherRoleOfTheDatabaseHearsThatSomethingHasChangedAndNotWhat"),
	},
	{
		"the length of a hint says what it is about", "services/internal/vault/hint.go", "hintBlock-len(plain)%hintBlock", "0",
		killer{"./services/internal/vault", "TestAHintIsReadByTheInstallationAlone"},
	},
	{
		"every role of the database tells of changes", "services/cases/hint.go", "plain, err := v.OpenHint(payload)", "plain, err := []byte(payload), error(nil)",
		inServices("TestWhatAnotherRoleOfTheDatabaseTellsIsToldToNobody"),
	},

	// Who looks at what.
	{
		"a look at a held case is told to all of the unit", looking, "(queues && holderID == \"\" || w.lists(s))", "queues",
		inServices("TestWhoLooksAtAHeldCaseIsSeenByThoseWhoReadItAlone"),
	},
	{
		"a look that is told again later counts", looking, " || now.Sub(l.At).Abs() > lookFresh", "", inServices("TestALookThatIsToldAgainLaterCountsForNothing"),
	},
	{
		"another unit asks who looks at what", looking, "permission.Subject{Units: []string{unit}}); !reads {",
		"permission.Subject{Units: []string{unit}}); !reads && false {", whoLooks,
	},
	{"somebody looks at a case of another unit", looking, "if !sees && ", "if !sees && false && ", whoLooks},
	{"who looks at what somebody else holds is seen by the whole unit", looking, "AND (a.state = 'WAITING' OR", "AND (true OR", inServices("TestWhoLooksAtAHeldCaseIsSeenByThoseWhoReadItAlone")},
	{"who has left is seen for ever", looking, "if !now.Before(of.until) {", "if now.After(of.until.Add(time.Hour)) {", whoLooks},
	{
		"every role of the database hears who looks at what", looking, "sealed, err := s.deps.Vault.SealHint(plain)", "sealed, err := string(plain), error(nil)",
		inServices("TestAnotherRoleOfTheDatabaseHearsThatSomethingHasChangedAndNotWhat"),
	},

	// A case that is opened again.
	{
		"an identity code opens a case again", "services/intake/reopen.go", `identitycode.Require("text", req.GetText())`, `identitycode.Require("text", "x")`,
		inServices("TestASchoolReopensAClosedCaseAndSaysWhatIsWantedNow"),
	},
	{
		"the filer is not told that the case is open again", "services/cases/store.go", "Reminded, ClosedUnanswered, Reopened:", "Reminded, ClosedUnanswered:",
		inServices("TestASchoolReopensAClosedCaseAndSaysWhatIsWantedNow"),
	},
}

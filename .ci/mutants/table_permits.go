package main

const permitsSQL = "services/internal/migrations/sql/00016_permits.sql"

var (
	bothOpen      = inServices("TestBothPermissionsOpenACaseAndEachWithdrawalLocksIt")
	narrowConsent = inServices("TestAConsentThatIsNarrowerOrLetsNothingOutOpensNothing")
	badConsent    = inServices("TestAConsentOfBadDatesOrEmptyScopeNamesTheField")
	principalHas  = inServices("TestThePrincipalIsAskedByTaskAndMailWithoutAWordOfContent")
	unledWaits    = inServices("TestARequestThatItsUnitDeclinesWaitsForThePermissionsThatEveryActorWants")
	refusalTold   = inServices("TestARefusedAuthorisationIsToldToTheFilerWithoutAWordOfContent")
	byAddress     = inServices("TestAPrincipalWithoutAnAccountIsMailedAtTheAddressThatIsGiven")
)

// ofPermits are mutants of the guardian's consent and the school's authorisation.
var ofPermits = []mutant{
	{"of a narrower consent nobody is told", "services/cases/locked.go", "case PermitRecorded, PermitEnded:", "case PermitEnded:", inServices("TestBothPermissionsOpenACaseAndEachWithdrawalLocksIt")},
	{
		"those are told of a lock to whom it was never open", "services/cases/locked.go",
		"before.opens(was) && after.stands(a)", "after.stands(a)", inServices("TestOnlyThoseToWhomTheContentWasOpenAreToldThatItIsLocked"),
	},
	{
		"everybody who takes part is told of a lock", "services/notify/locked.go",
		"a.id = ANY ($4::text[]::uuid[]) AND a.state = 'WAITING'", "a.id <> ALL ($4::text[]::uuid[]) AND a.state = 'WAITING'", inServices("TestOnlyThoseToWhomTheContentWasOpenAreToldThatItIsLocked"),
	},
	{
		"a lock is told of a case that is open", "services/cases/locked.go",
		"if reads || !ok {", "if !ok {", inServices("TestALockedCaseStaysWithWhoeverHoldsItWithoutItsContent"),
	},
	{
		"who never had a case hears that it is locked", "services/cases/locked.go",
		"if reads || !ok {", "if reads {", inServices("TestALockedCaseStaysWithWhoeverHoldsItWithoutItsContent"),
	},
	{
		"a unit hears of a lock of what nobody of it has", "services/cases/locked.go",
		" && a.State != Waiting && !c.opens(a)", " && !c.opens(a)", inServices("TestALockedCaseStaysWithWhoeverHoldsItWithoutItsContent"),
	},
	{
		"a locked card tells of the request", "services/cases/wire/case.go",
		"	if !c.Locked {\n", "	if true {\n", inServices("TestALockedCaseStaysWithWhoeverHoldsItWithoutItsContent"),
	},
	{
		"of a refused authorisation nobody is told", "services/cases/store.go",
		"d.Kind == SchoolAuthorisation && d.Refused", "false && d.Refused", refusalTold,
	},
	{
		"who refuses is told of it", "services/cases/store.go",
		"ok && e.By.Person.ID != c.Filer.ID {", "ok {", refusalTold,
	},
	{
		"a request said anew carries permissions that nobody records", "services/intake/amend.go",
		"if req.GetRequest().GetPermissions() != nil {", "if false {", inServices("TestARequestThatIsSaidAnewCarriesNoPermissions"),
	},
	{
		"a consent that lets nothing out opens the content", "services/cases/permit.go",
		"consent.State == PermitGiven && consent.Transfer && (", "consent.State == PermitGiven && (", narrowConsent,
	},
	{
		"a consent covers every actor", "services/cases/permit.go",
		` && (actor == "" || slices.Contains(consent.Actors, actor))`, "", narrowConsent,
	},
	{
		"nobody is told that a permission has ended", "services/cases/locked.go",
		"case PermitRecorded, PermitEnded:", "case PermitRecorded:", bothOpen,
	},
	{
		"a consent is dated in the future", "services/cases/wire/consent.go",
		"need(!dated || m.GetDate() <= today, ", "need(true, ", badConsent,
	},
	{
		"a second answer takes the place of an authorisation", "services/cases/lifecycle.go",
		"{ActionAuthorise, permission.Authorise, AtContent, open, []Condition{NotAuthorised},", "{ActionAuthorise, permission.Authorise, AtContent, open, nil,",
		inServices("TestTwoPrincipalsAtOnceGiveOneAuthorisation"),
	},
	{
		"an expert reads why a principal refused", "services/permits/read.go",
		"p.Can(permission.Consent, c.Subject())", "p.Can(permission.ReadCase, c.Subject())", inServices("TestARefusalSaysWhyToTheSchoolAlone"),
	},
	{
		"an address is mailed as it was written", "services/internal/principals/asking.go",
		"email, err := address.Parse(a.Field, a.Email)", "email, err := a.Email, error(nil); _ = address.Parse", byAddress,
	},
	{
		"a mailbox is filled with askings", permitsSQL,
		"a.ask_time > p_since) >= p_most THEN", "a.ask_time > p_since) >= 1000000 THEN", inServices("TestNobodyFillsAMailboxWithAskings"),
	},
	{
		"a pupil is named without permissions", "services/cases/lifecycle.go",
		"[]Condition{OnePupil, Permitted}", "[]Condition{OnePupil}", inServices("TestAnAnonymousCaseBecomesIdentifiedOnceBothPermissionsStand"),
	},
	{
		"a consent that leaves out who takes part names the pupil", "services/cases/identify.go",
		"return c.stands(a) && !c.consents(a.Unit.Actor)", "return false", inServices("TestAConsentThatLeavesOutWhoTakesPartNamesNobody"),
	},
	{
		"a lead that was offered before the pupil was named asks for no permissions", "services/cases/identify.go",
		"h.State == Offered && h.ToUnit.ID != \"\"", "false", inCases("TestALeadThatWasOfferedBeforeThePupilWasNamedWantsPermissionsAfterwards"),
	},
	{
		"a case without a lead forgets that its pupil is named", "services/cases/identify.go",
		"c.Facts.About, c.PermissionNeeded = aboutIdentified, true", "c.Facts.About = aboutIdentified", inCases("TestACaseWithoutALeadWantsPermissionsOnceThePupilIsNamed"),
	},
	{
		"a filed case forgets what every actor wants", "services/cases/decide.go",
		"PermissionNeeded: f.PermissionNeededByAll, Similar", "Similar", inCases("TestACaseThatNoUnitLeadsAnyMoreWantsThePermissionsThatEveryActorWants"),
	},
	{
		"an amended case forgets what every actor wants", "services/cases/amend.go",
		"c.PermissionNeeded = *d.PermissionNeededByAll", "_ = d", inCases("TestACaseThatNoUnitLeadsAnyMoreWantsThePermissionsThatEveryActorWants"),
	},
	{
		"a reopened case forgets what every actor wants", "services/cases/decide_school.go",
		"PermissionNeeded: r.PermissionNeededByAll, ", "", inCases("TestACaseThatNoUnitLeadsAnyMoreWantsThePermissionsThatEveryActorWants"),
	},
	{
		"a filing does not tell what every actor wants", "services/intake/service.go",
		"PermissionNeededByAll: d.GetPermissionNeededByAll(),", "", unledWaits,
	},
	{
		"an amendment does not tell what every actor wants", "services/intake/amend.go",
		"PermissionNeededByAll: d.GetPermissionNeededByAll(), ", "", unledWaits,
	},
	{
		"a reopening does not tell what every actor wants", "services/intake/reopen.go",
		"PermissionNeededByAll: d.GetPermissionNeededByAll(),", "", unledWaits,
	},
	{
		"a name outlives the permissions", "services/cases/identify.go",
		" && !c.PermissionMissing() && c.namesPupil(part.Unit.Actor)", " && part.ID != \"?\"", inServices("TestThePupilsNameIsShownWhileThePermissionsStandAndToNobodyElse"),
	},
	{
		"a colleague reads who the pupil is", "services/internal/permission/rules.go",
		"	{ReadName, []Role{Requester}, Filer},\n", "	{ReadName, []Role{Requester}, OwnSchool},\n", inServices("TestThePupilsNameIsShownWhileThePermissionsStandAndToNobodyElse"),
	},
	{
		"a program files an identified pupil", "services/intake/service.go",
		"session.From(ctx).Principal.Machine && ", "false && ", inServices("TestAProgramFilesNoIdentifiedPupilAndHearsWhatToDoInstead"),
	},
	{
		"behind the first wall a principal sees what other schools ask", permitsSQL,
		"WHERE c.school_id = ANY (p_schools) AND c.school_id IN (SELECT g.school_id FROM access.my_grants g WHERE g.role = 'PRINCIPAL')", "WHERE true", principalHas,
	},
}

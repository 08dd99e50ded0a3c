package main

const provider = "gateway/provider.go"

func inGateway(test string) killer  { return killer{"./gateway", test} }
func inServices(test string) killer { return killer{"./services", test} }

var (
	liesAreFound  = inGateway("TestAProviderThatLiesIsNotBelieved")
	freshIsProved = inGateway("TestASignInThatIsNotProvedFreshLeavesTheSessionAsItWas")
	sessionsEnd   = inServices("TestASessionEndsByIdlingByAgeAndByHand")
)

// ofSignIn are mutants of sign-in, sessions and the first wall.
var ofSignIn = []mutant{
	{"a nonce is not compared", provider, "if !equal(verified.Nonce, l.Nonce) {", "if false {", liesAreFound},
	{"a token for another client is taken", provider, "&oidc.Config{ClientID: p.ClientID}", "&oidc.Config{SkipClientIDCheck: true}", liesAreFound},
	{"an old token is taken", provider, "&oidc.Config{ClientID: p.ClientID}", "&oidc.Config{ClientID: p.ClientID, SkipExpiryCheck: true}", liesAreFound},
	{"another issuer's token is taken", provider, "&oidc.Config{ClientID: p.ClientID}", "&oidc.Config{ClientID: p.ClientID, SkipIssuerCheck: true}", liesAreFound},
	{"a signature is not looked at", provider, "&oidc.Config{ClientID: p.ClientID}", "&oidc.Config{ClientID: p.ClientID, InsecureSkipSignatureCheck: true}", liesAreFound},
	{"userinfo may speak of another", provider, "if info.Subject != id.Subject {", "if false {", liesAreFound},
	{
		"a callback of another provider is taken", "gateway/login.go",
		`case query.Has("iss") && query.Get("iss") != p.Issuer:`, "case false:", inGateway("TestAnotherProvidersTokenIsNotBelieved"),
	},
	{
		"a fresh sign-in is not asked for", "services/internal/rpc/interceptors.go",
		"if want := table[info.FullMethod]; want.fresh && (c.Door == Front || c.Door == Network) {", "if want := table[info.FullMethod]; want.fresh && false {",
		killer{"./services/internal/rpc", "TestAMethodThatWantsAFreshSignInRefusesAnOlderOne"},
	},
	{
		"a sign-in is fresh for ever", "services/internal/rpc/interceptors.go",
		"c.Resolver.Now().Sub(signedIn) > freshFor {", "signedIn.IsZero() {",
		killer{"./services/internal/rpc", "TestAMethodThatWantsAFreshSignInRefusesAnOlderOne"},
	},
	{
		"a provider is not held to the time of its proof", "gateway/fresh.go",
		"if l.Fresh && c.AuthTime.Before(l.begun().Add(-clockLeeway)) {", "if l.Fresh && c.AuthTime.IsZero() {", freshIsProved,
	},
	{
		"a proof without a time is one of now", "gateway/fresh.go",
		"		return time.Time{}\n	}\n	return time.Unix", "		return time.Now()\n	}\n	return time.Unix", freshIsProved,
	},
	{"a proof may be to come", "gateway/fresh.go", "if c.AuthTime.After(now.Add(clockLeeway)) {", "if false {", freshIsProved},
	{
		"a session that no proof is known of is fresh", "services/internal/migrations/sql/00002_access.sql",
		"WHEN p_auth_time > p_now THEN p_now ELSE p_auth_time END)", "ELSE least(p_auth_time, p_now) END)",
		inServices("TestASessionKnowsWhenItsPersonProvedWhoTheyAre"),
	},
	{
		"a fresh sign-in leaves the session before", "gateway/login.go",
		`if before := g.sessionToken(r); before != "" {
		if err := g.revoke(r.Context(), before); err != nil {
			g.log.WarnContext(ctx`, `if before := ""; before != "" {
		if err := g.revoke(r.Context(), before); err != nil {
			g.log.WarnContext(ctx`, inGateway("TestAFreshSignInAsksForAProofAndEndsTheSessionBefore"),
	},
	{"any provider gives roles in schools", "gateway/claims.go", "if !c.schoolRoles {", "if false {", inGateway("TestOnlyAProviderOfRolesInSchoolsGivesThem")},
	{"two providers have one issuer", provider, "other != nil {", "other != nil && false {", inGateway("TestProvidersOfOneNameOrOfOneIssuerAreRefused")},
	{"a learner comes in", "gateway/login.go", "if s.learner {", "if false {", inGateway("TestWhoMayNotComeInIsToldWhy")},
	{
		"an idle session lives", "services/internal/migrations/sql/00002_access.sql",
		" AND s.seen_time > p_now - p_idle;", ";", sessionsEnd,
	},
	{
		"an old session lives", "services/internal/migrations/sql/00002_access.sql",
		"s.hash = p_hash AND s.expire_time > p_now AND", "s.hash = p_hash AND", sessionsEnd,
	},
	{
		"a revoked session lives", "services/internal/migrations/sql/00002_access.sql",
		"DELETE FROM access.sessions s WHERE s.hash = p_hash AND s.machine_until IS NULL;", "NULL;", sessionsEnd,
	},
	{
		"a person has any number of sessions", "services/internal/migrations/sql/00002_access.sql",
		"LIMIT p_most", "LIMIT p_most + 100", inServices("TestASixthSessionEndsTheOldest"),
	},
	{
		"the permission of a method is not asked", "services/internal/rpc/interceptors.go",
		"if !want.met(c.doorOf(ctx, want), session.From(ctx).Principal) {", "if false {", inServices("TestMatrixWithBothWalls"),
	},
	{
		"a case opens to whoever knows its id", "services/cases/reader.go",
		"if _, ok := p.Can(want, c.Subject()); !ok {", "if _, ok := p.Can(want, c.Subject()); !ok && false {",
		inServices("TestMatrixWithPermissionsAlone"),
	},
	{
		"row level security is not forced on the server", walls,
		"EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t);", "", inServices("TestMatrixWithRowLevelSecurityAlone"),
	},
}

package main

const bearer = "gateway/bearer.go"

var (
	strangeTokens = inGateway("TestAnAccessTokenThatIsNotOursIsRefusedWithoutACause")
	overANetwork  = killer{"./cmd/vaatu", "TestFrontAndServicesWorkOverANetwork"}
)

// ofMachines are mutants of access tokens, of the port for programs, and of the doors over a network.
var ofMachines = []mutant{
	{"an access token for another service is taken", bearer, "ClientID: p.Audience,", "SkipClientIDCheck: true,", strangeTokens},
	{"an ID token is taken for an access token", bearer, "!p.isAccess(header, c) ||", "", strangeTokens},
	{"any algorithm signs an access token", bearer, "[]string{oidc.RS256, oidc.ES256}", "[]string{oidc.RS256, oidc.ES256, oidc.PS256}", strangeTokens},
	{"a token of tomorrow is taken", bearer, ` || c.moment("nbf").After(latest)`, "", strangeTokens},
	{"of two tokens one counts", bearer, "len(authorization) != 1", "len(authorization) < 1", strangeTokens},
	{
		"each spelling of a token has a session of its own", bearer, `"vaatu bearer\x00" + header + "." + body`, `"vaatu bearer\x00" + raw`,
		inGateway("TestOneTokenHasOneSessionHoweverItIsSpelt"),
	},
	{"a program calls what is not for people", "gateway/grpc.go", "if !g.passes[method] {", "if false {", inGateway("TestWhatIsNotForMachinesIsNotThere")},
	{"a new token brings new requests", "gateway/machine.go", `m.session, m.Issuer+"\x00"+m.Subject`, "m.session, m.session", inGateway("TestANewTokenBringsNoNewRequests")},
	{
		"a token opens again what was ended by hand", "services/internal/sweep/sweep.go",
		"machine_until <= $1 OR machine_until IS NULL AND (expire_time <= $1 OR seen_time <= $2)", "expire_time <= $1 OR seen_time <= $2",
		inServices("TestWhatWasEndedByHandItsTokenOpensNotAgain"),
	},
	{
		"an ended token rewrites its person", "services/internal/migrations/sql/00002_access.sql",
		"        IF FOUND THEN\n            RETURN v_person;\n        END IF;\n", "", inServices("TestATokenWhoseSessionWasEndedChangesNothing"),
	},
	{
		"an old token brings back what was", "services/internal/migrations/sql/00002_access.sql",
		"v_told IS NULL OR v_known >= v_told", "v_told IS NULL", inServices("TestAnOldTokenBringsNothingBack"),
	},
	{
		"a program's tokens end a person's sessions", "services/internal/migrations/sql/00002_access.sql",
		"s.person_id = v_person AND (s.machine_until IS NULL) = (p_machine IS NULL)", "s.person_id = v_person",
		inServices("TestMachinesSessionsAreCountedApartFromPeoples"),
	},
	{"a principal that came over a network is believed", "services/internal/rpc/interceptors.go", "if c.Door != Network {", "if true {", overANetwork},
	{
		"a service opens sessions over a network", "services/internal/rpc/tls.go",
		"case slices.Contains(names, c.TLS.Gateway) && want.permission == permission.Session:", "case want.permission == permission.Session:", overANetwork,
	},
	{
		"a service says how fresh a sign-in is over a network", "services/internal/rpc/interceptors.go",
		"want.fresh && (c.Door == Front || c.Door == Network) {", "want.fresh && c.doorOf(ctx, want) == Front {", overANetwork,
	},
	{
		"a connection over a network outlives its certificate", "services/internal/rpc/server.go", "MaxConnectionAge: connectionAge, ", "",
		killer{"./services/internal/rpc", "TestAConnectionOverANetworkIsMadeAnewSoThatCertificatesAreLookedAt"},
	},
	{
		"a call that sends nothing stays", "gateway/grpc.go", "	case <-ctx.Done():\n		return nil, status", "	case <-stream.Context().Done():\n		return nil, status",
		inGateway("TestACallThatSendsNothingEnds"),
	},
	{"an answer that nobody reads stays", "gateway/grpc.go", "hangUp(stream.Context())", "", inGateway("TestWhoDoesNotReadAnAnswerLosesTheConnection")},
	{
		"a call within the process passes nothing", "services/internal/rpc/here.go", "maxMessage) }, h.guard)", "maxMessage) }, chain())",
		killer{"./services/internal/rpc", "TestARoleWithoutThePermissionFindsNothing"},
	},
	{
		"what the caller's context holds comes along within the process", "services/internal/rpc/here.go", "context.Background()", "ctx",
		killer{"./services/internal/rpc", "TestNothingCrossesWithinTheProcessButWhatASocketWouldCarry"},
	},
	{"another authority's certificate opens a door", "services/internal/rpc/tls.go", "tls.RequireAndVerifyClientCert", "tls.RequireAnyClientCert", overANetwork},
}

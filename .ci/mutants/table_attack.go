package main

var (
	valuesStay = inServices("TestNoValueOfARequestBecomesAStatement")
	linesStay  = inGateway("TestNoHeaderBreaksALine")
	elsewhere  = inGateway("TestNothingIsReadOrChangedByAnotherOrigin")
	headersAre = inGateway("TestEveryAnswerCarriesTheSecurityHeaders")
)

// ofAttacks are mutants of what stands against an attacker who has a browser or an account.
var ofAttacks = []mutant{
	{
		"a value becomes a part of a statement", "services/directory/store.go", "list[T](ctx, db, what, sql, text,",
		`list[T](ctx, db, what, strings.Replace(sql, "ILIKE $2", "ILIKE '"+text+"%'", 1), text,`, valuesStay,
	},
	{"a sign of a pattern is one", "services/internal/postgres/like.go", "`%`, `\\%`, ", "", valuesStay},
	{"a NUL reaches the database", "services/internal/rpc/validation.go", `if holdsNUL(m.ProtoReflect()) {`, `if false {`, valuesStay},
	{"any cursor is compared with", "services/internal/page/page.go", "err != nil || !c.fits() {", "err != nil {", valuesStay},
	{"a made-up method is logged", "gateway/call.go", `slog.String("method", knownMethod(r.Method))`, `slog.String("method", r.Method)`, linesStay},
	{"the path is logged", "gateway/call.go", `slog.String("route", c.route), slog.Int("status", seen.status()),`, `slog.String("route", r.URL.Path), slog.Int("status", seen.status()),`, inGateway("TestNothingOfARequestBreaksALineOrAHeader")},
	{"a message that is none is a failure of ours", "gateway/grpc.go", "f = refusal{reason: reasonValidation}", "", inGateway("TestAMessageOfAMachineThatIsNoneIsItsOwnFault")},
	{"a picture signs somebody in", "gateway/login.go", `to != "" && to != "document"`, `to == "x"`, inGateway("TestASignInIsAPageThatThePersonOpens")},
	{"a form of any type is a body", "gateway/api.go", `if takesBody && !mediaTypeFits(r) {`, `if takesBody && r.Method == "" {`, elsewhere},
	{"another origin may send changes", "gateway/headers.go", "if g.foreign.Check(r) != nil {", "if g.foreign == nil {", elsewhere},
	{"pages may be framed by old browsers", "gateway/headers.go", `h.Set("X-Frame-Options", "DENY")`, "", headersAre},
	{"pages may be framed", "gateway/headers.go", `base-uri 'none'; frame-ancestors 'none'; " +`, `base-uri 'none'; " +`, inGateway("TestEveryAppAddressServesTheApplicationWithAFreshNonce")},
	{"an opener keeps its window", "gateway/headers.go", `h.Set("Cross-Origin-Opener-Policy", "same-origin")`, "", headersAre},
	{"another origin embeds answers", "gateway/headers.go", `h.Set("Cross-Origin-Resource-Policy", "same-origin")`, "", headersAre},
	{"answers are kept", "gateway/headers.go", `h.Set("Cache-Control", "no-store")`, "", headersAre},
	{"a name of a provider turns what is read around it", "proto/line.go", " || unicode.Is(unicode.Cf, r)", "", inGateway("TestNamesAndAddresses")},
	{"a name of an invitation has lines", "services/access/invite.go", "refuse(!proto.OneLine(req.GetInvited()),", "refuse(false && proto.OneLine(\"\"),", inServices("TestAnInvitationSaysWhatDoesNotFit")},
}

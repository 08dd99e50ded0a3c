package main

const email = "services/internal/migrations/sql/00010_email.sql"

var (
	codesCount   = inServices("TestACodeCountsForFiveTriesAndAQuarterOfAnHour")
	codesAnHour  = inServices("TestThreeCodesAnHourAreMailedAndTheLatestCounts")
	addressIsOwn = inServices("TestAnAddressIsThePersonsOnceItsCodeHasReachedIt")
)

// ofEmail are mutants of a person's own address.
var ofEmail = []mutant{
	{"a wrong code is no try", email, "SET tries = l.tries + 1,", "SET tries = l.tries,", codesCount},
	{
		"tries at once count as one", email,
		"    PERFORM FROM access.persons p WHERE p.id = v_me FOR NO KEY UPDATE; -- two tries at once count as two\n", "",
		inServices("TestTriesAtTheSameMomentAreAllCounted"),
	},
	{
		"a code counts for ever", email,
		"l.kind = 'CODE' AND l.expire_time > p_now AND l.tries < p_most", "l.kind = 'CODE' AND l.tries < p_most",
		codesCount,
	},
	{
		"another's code is as good", email,
		"WHERE l.person_id = v_me AND l.kind = 'CODE' AND l.expire_time > p_now AND l.tries", "WHERE l.kind = 'CODE' AND l.expire_time > p_now AND l.tries", addressIsOwn,
	},
	{"any code will do", email, "ELSIF v.seal <> access.seal_code(v.id, p_code) THEN", "ELSIF false THEN", addressIsOwn},
	{"an address is set before its code comes", email, "p_now, p_expire);\n    RETURN true;", "p_now, p_expire);\n    UPDATE access.persons p SET email = p_email WHERE p.id = v_me;\n    RETURN true;", addressIsOwn},
	{"codes are mailed without end", email, "l.create_time > p_since) >= p_most THEN", "l.create_time > p_since) > p_most + 100 THEN", codesAnHour},
	{
		"the address before is told nothing", email,
		"IF v_before IS NULL OR v_before IS NOT DISTINCT FROM p_email THEN", "IF true THEN", addressIsOwn,
	},
	{
		"a provider takes the chosen address away", "services/internal/migrations/sql/00002_access.sql",
		"CASE WHEN p.email_chosen THEN p.email ELSE coalesce(excluded.email, p.email) END", "coalesce(excluded.email, p.email)",
		inServices("TestWhatAProviderTellsCountsUntilThePersonChooses"),
	},
	{
		"a letter goes out twice", "services/notify/letters.go",
		`tx.Queue("SELECT access.letter_sent($1, $2)", job.Args.LetterID, l.Now())`, "_ = tx",
		inServices("TestALetterGoesOutOnceAndOneThatFailedCarriesAnotherCode"),
	},
	{
		"an address may be whatever a parser takes", "services/internal/address/address.go",
		"|| !plain.MatchString(written) {", "{",
		killer{"./services/internal/address", "TestAnAddressIsPlainAndAlone"},
	},
}

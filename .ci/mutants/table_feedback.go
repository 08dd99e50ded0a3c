package main

const feedback = "services/internal/migrations/sql/00014_feedback.sql"

// ofFeedback are mutants of the one form that is open to anybody.
var ofFeedback = []mutant{
	{"whoever is signed in reads feedback", feedback, "    IF NOT access.is_admin() THEN", "    IF access.me() IS NULL THEN", inServices("TestTheDatabaseShowsFeedbackToAdminsOnly")},
	{"whoever is signed in marks feedback", feedback, "    IF access.is_admin() THEN\n        UPDATE", "    IF true THEN\n        UPDATE", inServices("TestTheDatabaseShowsFeedbackToAdminsOnly")},
	{"a second mark moves the first", feedback, "i.id = p_id AND i.answer_time IS NULL AND", "i.id = p_id AND", inServices("TestFeedbackOfAnybodyIsToBeAnsweredWithinFourteenDays")},
	{"feedback lies open", "services/feedback/service.go", "sealed, err = key.Seal(plain, placeOf(id))", "_, err = key.Seal(plain, placeOf(id))\n\tsealed = plain", inServices("TestFeedbackIsSealedAndInNoLog")},
	{"identity codes come by feedback", "services/feedback/service.go", "return identitycode.Refuse(identitycode.Text{Path: \"message\", Value: req.GetMessage()},", "return identitycode.Refuse(", inServices("TestFeedbackThatCannotBeKeptIsRefusedByItsField")},
	{"word of feedback goes out each minute", "services/notify/feedback.go", `tx.Queue("SELECT feedback.mailed($1, $2)", u.ID, f.Now())`, "_ = tx", inServices("TestOneAddressIsToldOfFeedbackAndOfNothingInIt")},
	{"what anybody may do is everything", "services/internal/rpc/permissions.go", "(d.permission == permission.Public || p.Holds(d.permission))", "(d.permission != permission.Session || p.Holds(d.permission))", inServices("TestMatrixWithBothWalls")},
	{"a session is told with what anybody may send", "gateway/api.go", "	case !c.found.public:\n", "	case !c.found.public || g.sessionToken(r) != \"\":\n", inGateway("TestAPublicRouteIsOpenWithoutASessionAndTellsNoServiceWhoCame")},
	{"feedback is read without a trace", feedback, "        PERFORM audit.record('KEEP_FEEDBACK', 'READ'", "        PERFORM length('KEEP_FEEDBACK'), audit.record('KEEP_FEEDBACK', NULL", inServices("TestFeedbackOfAnybodyIsToBeAnsweredWithinFourteenDays")},
	{"a service hears where a visitor comes from", "gateway/api.go", "		md.Delete(mdOrigin) // nor where they come from\n", "", inGateway("TestAPublicRouteIsOpenWithoutASessionAndTellsNoServiceWhoCame")},
	{"one address sends without end", "gateway/visitors.go", `network != "" && !v.each.allow(network)`, `false && network != ""`, inGateway("TestVisitorsAreBoundedByAddressAndAllTogether")},
	{"all addresses send without end", "gateway/visitors.go", "	return v.all.AllowN(now, 1)", "	return true", inGateway("TestVisitorsAreBoundedByAddressAndAllTogether")},
	{"a case is erased before its period has ended", "services/cases/tick.go", "|| c.endTime().After(e.EndedBy) {", "{", inCases("TestACaseThatEndedAnewKeepsItsContentForAnotherPeriod")},
	{
		"the database erases before the time", "services/internal/migrations/sql/00007_erasure.sql",
		" AND coalesce(c.withdraw_time, c.close_time) <= p_ended_by\n        AND coalesce(c.withdraw_time, c.close_time) <= now() - p_period::interval;", ";", inCases("TestACaseThatEndedAnewKeepsItsContentForAnotherPeriod"),
	},
	{
		"a class without a period is erased", "services/cases/eraser.go",
		"		period, decided := e.Plan[of.class]\n		if !decided {\n			continue\n		}\n		failed", "		period := e.Plan[of.class]\n		failed",
		inCases("TestACaseIsErasedOnceItsPeriodHasEndedAndTheDestructionIsRecorded"),
	},
	{"a visitor's body is as long as any", "gateway/api.go", "		limit = maxPublicBody\n", "", inGateway("TestABodyOfAVisitorIsShort")},
}

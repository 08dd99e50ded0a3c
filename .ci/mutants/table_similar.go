package main

const similar = "services/internal/migrations/sql/00018_similar.sql"

// ofSimilar are mutants of what a school hears of its similar requests, and of what is counted of checklists.
var ofSimilar = []mutant{
	{"how many are hidden is told", similar, "ORDER BY c.file_time DESC, c.id LIMIT 1;", "ORDER BY c.file_time DESC, c.id;", inServices("TestOfAHiddenRequestNothingLeaksButThatThereIsOne")},
	{"a colleague's request is shown", similar, "AND (g.role = 'PRINCIPAL' OR g.role = 'REQUESTER' AND g.person_id = p_filer));", "AND g.role IN ('PRINCIPAL', 'REQUESTER'));", inServices("TestTheFilerAndThePrincipalSeeTheCardAndAColleagueThatThereIsOne")},
	{"anybody asks of any school", similar, "g.role IN ('REQUESTER', 'PRINCIPAL') AND g.school_id = p_school", "g.role IN ('REQUESTER', 'PRINCIPAL')", inServices("TestTheDatabaseAloneHidesSimilarRequestsAndJoins")},
	{"questions are tried without end", similar, "IF cardinality(v_before) >= 20 THEN", "IF false THEN", inServices("TestWhoTriesManyQuestionsGetsNoAnswerAnyMore")},
	{"questions at once are not counted", similar, "p.id = v_me FOR NO KEY UPDATE;", "p.id = v_me;", inServices("TestManyQuestionsAtOnceAreCountedOneAfterTheOther")},
	{"who may ask no more asks to join", similar, "WHERE intake.question(p_school, p_about, p_band, p_needs) = ANY (intake.my_questions('7 days'));", ";", inServices("TestWhoTriesManyQuestionsGetsNoAnswerAnyMore")},
	{"whoever asks answers for the filer", similar, "AND c.filer_id = access.me() AND intake.works_in(c.school_id) AND j.answer IS NULL", "AND intake.works_in(c.school_id) AND j.answer IS NULL", inServices("TestTheDatabaseAloneHidesSimilarRequestsAndJoins")},
	{"another matter tells who asked for it", similar, "CASE WHEN j.answer = 'SAME_MATTER' THEN p.display_name END", "p.display_name", inServices("TestTheFilerHearsWhoAsksAndDecidesWhatTheyAreTold")},
	{"a few checklists are told", similar, "CASE WHEN count(*) >= 5 THEN count(*)::int END", "count(*)::int", inServices("TestAChecklistThatHelpedIsCountedByMonthAndFewAreNotTold")},
	{"a coordinator of an area sees all checklists", similar, "AND ((SELECT access.coordinates_everywhere()) OR l.area = ANY (ARRAY(SELECT access.my_areas())))", "AND true", inServices("TestTheDatabaseAloneHidesSimilarRequestsAndJoins")},
}

package main

const ofDrafts15 = "services/internal/migrations/sql/00015_drafts.sql"

// ofDrafts are mutants of drafts that several write, and of those that nobody saves.
var ofDrafts = []mutant{
	{"a copy has permissions", "services/intake/people.go", "c.Permissions, c.PaymentCommitment, c.Similar = nil,", "_, c.PaymentCommitment, c.Similar = 0,", inServices("TestACopyHasTheAnswersOfARequestThatTheCallerReads")},
	{
		"who was invited does not hear what became of a draft", "services/internal/migrations/sql/00021_draft_ends.sql",
		" UNION SELECT i.person_id FROM intake.draft_writers i WHERE i.draft_id = d.id) w", ") w", inServices("TestWhoWroteADraftHearsWhatBecameOfItAndNobodyElse"),
	},
	{
		"what became of drafts is kept for ever", ofDrafts15,
		"e.end_time < now() - interval '90 days'", "false", inServices("TestWhoWroteADraftHearsWhatBecameOfItAndNobodyElse"),
	},
	{
		"who left the school still writes", ofDrafts15,
		"        AND EXISTS (SELECT FROM access.my_grants g WHERE g.school_id = d.school_id AND g.role IN ('REQUESTER', 'PRINCIPAL'));", ";",
		inServices("TestWhoNoLongerActsForTheSchoolHasLostTheDraft"),
	},
	{
		"anybody is invited", ofDrafts15,
		"IF NOT FOUND OR NOT intake.acts_for(p_person, v_draft.school_id) THEN", "IF NOT FOUND THEN",
		inServices("TestOnlyPeopleOfTheSchoolAreFoundAndInvited"),
	},
	{
		"people of every school are found", ofDrafts15,
		"p.id IN (SELECT g.person_id FROM access.open_grants g WHERE g.school_id = d.school_id) AND intake.acts_for(p.id, d.school_id)", "true",
		inServices("TestOnlyPeopleOfTheSchoolAreFoundAndInvited"),
	},
	{
		"a stranger invites themselves", ofDrafts15,
		"WHERE d.id = p_draft AND d.id IN (SELECT intake.my_drafts()) FOR UPDATE;", "WHERE d.id = p_draft FOR UPDATE;",
		inServices("TestNoStatementGivesADraftAway"),
	},
	{
		"one who was invited removes another", ofDrafts15,
		"AND v_me IN (p_person, f.id)", "", inServices("TestADraftIsWrittenByThoseWhoWereInvited"),
	},
	{
		"who has left stays the first writer", ofDrafts15,
		"WHERE intake.acts_for(w.id, p_draft.school_id) ORDER BY", "ORDER BY", inServices("TestADraftWhoseFirstWriterHasLeftIsTheOthers"),
	},
	{
		"whoever writes a draft deletes it", "services/internal/migrations/sql/00008_walls.sql",
		" AND intake.first_writer(d) = access.me() FOR UPDATE;", " FOR UPDATE;", inServices("TestADraftWhoseFirstWriterHasLeftIsTheOthers"),
	},
	{
		"an invitation mails again and again", ofDrafts15,
		"AND NOT EXISTS (SELECT FROM access.letters l WHERE l.person_id = p.id AND l.case_id = p_draft)", "",
		inServices("TestAMailTellsWhoIsInvitedToADraftAndNothingOfIt"),
	},
	{
		"invitations fill a mailbox", ofDrafts15,
		"l.create_time > now() - interval '1 day') < 10;", "l.create_time > now() - interval '1 day') < 1000;",
		inServices("TestAMailboxGetsTenInvitationsADay"),
	},
	{
		"a draft is given away by a statement", "services/internal/migrations/sql/00005_intake.sql",
		"UPDATE (school_id, sealed,", "UPDATE (school_id, writer_id, sealed,", inServices("TestNoStatementGivesADraftAway"),
	},
	{
		"the key stays with who began the draft", "services/internal/migrations/sql/00005_intake.sql",
		"    UPDATE public.case_keys k SET writer_id = access.me() WHERE k.id = p_draft;\n", "", inServices("TestWhoFilesADraftIsTheFilerAndTheOthersLoseIt"),
	},
	{
		"a draft goes without a warning", ofDrafts15,
		"WHERE d.warned AND d.expire_date <= (now()", "WHERE d.expire_date <= (now()", inServices("TestAnAbandonedDraftGoesOnceItsWritersWereWarned"),
	},
	{
		"a draft leaves its key", ofDrafts15,
		"DELETE FROM public.case_keys k USING gone WHERE k.id = gone.id AND", "DELETE FROM public.case_keys k USING gone WHERE false AND",
		inServices("TestAnAbandonedDraftGoesOnceItsWritersWereWarned"),
	},
	{
		"a copy takes what the caller may not read", "services/intake/cowriting.go",
		"grant, err := p.School(permission.Draft, schoolID)", "grant, err := p.School(permission.Draft, \"\")", inServices("TestACopyHasTheAnswersOfARequestThatTheCallerReads"),
	},
}

package main

const (
	accessSQL = "services/internal/migrations/sql/00002_access.sql"
	grantsSQL = "services/internal/migrations/sql/00009_grants.sql"
)

var (
	endsAtOnce   = inServices("TestAGrantThatIsEndedOpensNothingInAnyProcessAndLeavesTheQueueWhatWasHeld")
	sleeps       = inServices("TestAGrantSleepsAfter120DaysAndIsWoken")
	keepsWhat    = inServices("TestTheSecondWallLetsNobodyKeepGrantsButAdminsAndHeads")
	relinksNot   = inServices("TestNobodyRelinksWhomTheyInvitedNorByAGrantThatHasEnded")
	takesTheName = inServices("TestAPersonTakesTheIdentityOfWhoeverWaits")
)

// ofGrants are mutants of the roles that people give.
var ofGrants = []mutant{
	{
		"an ended grant opens until tonight", accessSQL,
		"g WHERE g.end_time IS NULL AND g.sleep_time IS NULL", "g WHERE g.sleep_time IS NULL", endsAtOnce,
	},
	{
		"what sleeps opens all the same", accessSQL,
		"g WHERE g.end_time IS NULL AND g.sleep_time IS NULL", "g WHERE g.end_time IS NULL", sleeps,
	},
	{
		"signing in wakes what sleeps", accessSQL,
		"AND g.sleep_time IS NULL AND access.asleep(g, p, p_now);", "AND false;", sleeps,
	},
	{
		"waking counts as nothing", grantsSQL, "SET sleep_time = NULL, wake_time = p_now FROM", "SET sleep_time = NULL FROM", sleeps,
	},
	{
		"the head of any unit wakes", grantsSQL,
		"(access.is_admin() OR access.heads(g.unit_id))", "(access.is_admin() OR EXISTS (SELECT FROM access.my_grants m WHERE m.role = 'LEAD'))", keepsWhat,
	},
	{
		"behind the first wall anybody confirms", grantsSQL,
		"i.confirm_time IS NULL AND i.withdraw_time IS NULL AND access.is_admin()\n    RETURNING i.person_id INTO v_person;\n    IF NOT FOUND THEN\n        RETURN false;\n    END IF;\n    PERFORM access.grant_invited",
		"i.confirm_time IS NULL AND i.withdraw_time IS NULL\n    RETURNING i.person_id INTO v_person;\n    IF NOT FOUND THEN\n        RETURN false;\n    END IF;\n    PERFORM access.grant_invited", keepsWhat,
	},
	{
		"behind the first wall anybody lists", grantsSQL, "WHERE (v_admin OR e.unit_id = ANY (v_units)) AND", "WHERE", keepsWhat,
	},
	{
		"one confirms the own grant", grantsSQL,
		"WHERE i.id = p_grant AND i.person_id <> access.me() AND", "WHERE i.id = p_grant AND i.person_id IS NOT NULL AND", inServices("TestNobodyConfirmsTheOwnGrant"),
	},
	{
		"an older link stays good", grantsSQL,
		"SET hash = p_hash, expire_time = p_expire", "SET expire_time = p_expire", inServices("TestAnInvitationThatIsRepeatedHasAnotherLink"),
	},
	{
		"sessions outlive another identity", grantsSQL,
		"SET person_id = v_old.id, expire_time = s.create_time", "SET person_id = v_old.id",
		inServices("TestNoTokenOfBeforeOpensThePersonAfterAnotherIdentity"),
	},
	{
		"a token of before opens the person after another identity", grantsSQL,
		"s.person_id IN (v_old.id, v_new.id) AND s.machine_until IS NULL;", "s.person_id IN (v_old.id, v_new.id);",
		inServices("TestNoTokenOfBeforeOpensThePersonAfterAnotherIdentity"),
	},
	{
		"one relinks whom one invited", grantsSQL, "WHERE i.id = p_waiting AND i.inviter_id <> access.me() AND", "WHERE i.id = p_waiting AND", relinksNot,
	},
	{
		"an ended grant relinks", grantsSQL,
		" AND g.end_time IS NULL AND (g.to_date IS NULL OR g.to_date >= v_today) FOR UPDATE OF p;", " FOR UPDATE OF p;", relinksNot,
	},
	{
		"one confirms the admin whom one invited", grantsSQL,
		" AND (i.role NOT IN ('ADMIN', 'LEAD') OR i.inviter_id <> access.me())", "", inServices("TestWhatGivesPowerIsConfirmedByAnotherThanWhoInvited"),
	},
	{
		"who was an admin renews an invitation", grantsSQL,
		"i.person_id IS NULL AND i.withdraw_time IS NULL AND access.is_admin();", "i.person_id IS NULL AND i.withdraw_time IS NULL;", keepsWhat,
	},
	{
		"who asked to join is taken over", grantsSQL,
		"        OR EXISTS (SELECT FROM intake.joins j WHERE j.asker_id = v_new.id)\n", "", takesTheName,
	},
	{
		"who filed a case is taken over", grantsSQL,
		"        OR EXISTS (SELECT FROM public.cases c WHERE c.filer_id = v_new.id)\n", "", takesTheName,
	},
	{
		"an admin acts as one under any role", "services/access/kept.go",
		"if !found || !k.may(ctx, want) {", "if !found {", inServices("TestWhoActsAsAnotherRoleKeepsNoGrants"),
	},
	{
		"the changes can be rewritten", grantsSQL,
		"CREATE POLICY owner_reads ON access.changes FOR SELECT TO vaatu_owner USING (true);", "CREATE POLICY owner_reads ON access.changes TO vaatu_owner USING (true);",
		inServices("TestWhatWasChangedIsNeitherChangedNorDeleted"),
	},
	{
		"a part is taken from whoever got it meanwhile", "services/cases/tick.go",
		"a.Holder.ID != v.HolderID", "a.Holder.ID == \"\"", lawAndFlaw,
	},
}

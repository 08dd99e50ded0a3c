package main

func inVault(test string) killer { return killer{"./services/internal/vault", test} }
func inKeys(test string) killer  { return killer{"./services/internal/keys", test} }

var (
	withoutKeys = inServices("TestWithoutTheKeysOfTextsCardsGoOnAndNoTextIsEmpty")
	touched     = inVault("TestChunksThatWereTouchedDoNotOpen")
	notWhole    = inServices("TestARestoreThatCannotBeWholeChangesNothing")
	noWord      = killer{"./cmd/vaatu", "TestNoWordOfATextIsFoundOutsideItsSeal"}
)

// ofKeys are mutants of sealing, of keys and of backups.
var ofKeys = []mutant{
	// Sealing.
	{
		"nothing is sealed", "services/internal/vault/key.go",
		`	a, err := subtle.NewAESGCM(raw)
	if err != nil {
		return Key{}, fmt.Errorf("using a data key: %w", err)
	}
	return Key{caseID: caseID, raw: raw, aead: a}, nil
}`, `	_, err := subtle.NewAESGCM(raw)
	return Key{caseID: caseID, raw: raw, aead: clear{}}, err
}

type clear struct{}

func (clear) Encrypt(plain, _ []byte) ([]byte, error)  { return plain, nil }
func (clear) Decrypt(sealed, _ []byte) ([]byte, error) { return sealed, nil }`, noWord,
	},
	{
		"a blob opens anywhere", "services/internal/vault/key.go",
		`return fmt.Appendf(nil, "%s|%s|%s|%s|%d", k.caseID, p.Table, p.Column, p.ID, p.Revision)`, "return nil",
		inVault("TestSealedContentOpensInItsPlaceOnly"),
	},
	{
		"an earlier revision opens", "services/internal/vault/key.go",
		`"%s|%s|%s|%s|%d", k.caseID, p.Table, p.Column, p.ID, p.Revision)`, `"%s|%s|%s|%s", k.caseID, p.Table, p.Column, p.ID)`,
		inServices("TestAnEarlierRevisionThatIsPutBackDoesNotOpen"),
	},
	{
		"a key opens another case", "services/internal/vault/vault.go",
		`func wrapPlace(caseID string) []byte { return []byte("case:" + caseID) }`, `func wrapPlace(string) []byte { return []byte("case:") }`,
		inVault("TestSealedContentOpensInItsPlaceOnly"),
	},
	{
		"chunks of any attachment", "services/internal/vault/stream.go",
		`bound: fmt.Appendf(nil, "%s|attachment|%s", k.caseID, id)`, `bound: fmt.Appendf(nil, "%s|attachment", k.caseID)`, touched,
	},
	{
		"an attachment may be cut", "services/internal/vault/stream.go",
		`	case err != nil:
		return fmt.Errorf("opening an attachment: %w", ErrSealed)
	}`, `	case err != nil:
		return nil
	}`, touched,
	},

	// The service of keys.
	{
		"a key is held for ever", "services/internal/vault/held.go",
		"func() { h.drop(caseID) }", "func() {}",
		inVault("TestAHeldKeyOpensForAMinuteAndIsThatOfItsWrapping"),
	},
	{
		"any number of keys is held", "services/internal/vault/held.go",
		"if len(h.keys) < holdMost {", "if true {", inVault("TestFewKeysAreHeld"),
	},
	{
		"the end of a key is that of the next", "services/internal/vault/held.go",
		"		k.end.Stop()\n", "		_ = k\n", inVault("TestAHeldKeyOpensForAMinuteAndIsThatOfItsWrapping"),
	},
	{
		"a key is asked for once", "services/internal/vault/vault.go",
		"mostRuns = 5", "mostRuns = 2", inVault("TestAKeyIsAskedForOnceInAWhileAndNotByOneWhoWaits"),
	},
	{
		"an erased case's key is held on", "services/internal/vault/vault.go",
		"		v.held.drop(caseID)\n", "", inVault("TestAKeyIsAskedForOnceInAWhileAndNotByOneWhoWaits"),
	},
	{
		"every text asks for its key", "services/internal/vault/vault.go",
		"		v.held.put(caseID, wrapped, key)\n", "		_ = wrapped\n", inVault("TestAKeyIsAskedForOnceInAWhileAndNotByOneWhoWaits"),
	},
	{
		"a service that is down gives an empty key", "services/internal/vault/transit.go",
		"	if err != nil {\n		return nil, unavailable(err)\n	}\n	return answer, nil", "	return answer, nil",
		inVault("TestAServiceThatDoesNotAnswerIsUnavailableAndNeverAnEmptyKey"),
	},
	{
		"a service may take its time", "services/internal/vault/transit.go",
		"transitTimeout = 2 * time.Second", "transitTimeout = time.Minute", inVault("TestACallThatTakesTooLongIsGivenUp"),
	},
	{
		"any certificate will do", "services/internal/vault/transit.go",
		"config := &tls.Config{MinVersion: tls.VersionTLS12}", "config := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true}",
		inVault("TestAServiceThatNobodyVouchesForIsNotSpokenTo"),
	},
	{
		"a service may send elsewhere", "services/internal/vault/transit.go",
		"		CheckRedirect: stay,\n", "", inVault("TestAServiceThatSendsElsewhereIsNotFollowed"),
	},
	{
		"a case without its keys has no texts", "services/cases/reader.go",
		"	key, err := r.Vault.Unwrap(caseID, wrapped)\n	if err != nil {\n		return nil, err\n	}",
		"	key, err := r.Vault.Unwrap(caseID, wrapped)\n	if err != nil {\n		return nil, nil\n	}", withoutKeys,
	},
	{
		"ready without keys", "services/ready.go", "if catalog[i].content {", "if false {", withoutKeys,
	},

	{
		"the keys are looked for at the start only", "services/run.go",
		"		unfit = s.fits(ctx)\n", "", inServices("TestAFirstStartWithoutTheServiceOfKeysGoesOnOnceItIsThere"),
	},
	{
		"without a secret nobody is told so", "services/internal/vault/vault.go",
		"		return nil, ErrUnavailable\n	}\n	if secret == nil {", "		return nil, ErrSealed\n	}\n	if secret == nil {",
		inServices("TestAFirstStartWithoutTheServiceOfKeysGoesOnOnceItIsThere"),
	},

	// Rotation.
	{
		"any keyset fits", "services/internal/keys/keys.go",
		"if errors.Is(err, vault.ErrSealed) {", "if errors.Is(err, vault.ErrSealed) {\n			continue", inServices("TestAKeysetThatDoesNotFitIsRefusedAtTheStart"),
	},
	{
		"rotating skips a row of each batch", "services/internal/keys/rewrap.go",
		"for i, k := range found {\n		updates.Queue(", "for i, k := range found[1:] {\n		updates.Queue(",
		inKeys("TestEveryDataKeyIsWrappedAnewAndOnceMoreChangesNothing"),
	},
	{
		"the keys of feedback are forgotten", "services/internal/keys/keys.go",
		`"case_keys", "feedback.items"`, `"case_keys"`, inServices("TestFeedbackIsReadAfterItsOldKeyIsGone"),
	},
	{
		"retiring amid a rotation", "services/internal/keys/keys.go",
		"SELECT pg_advisory_lock($1)", "SELECT $1::bigint", inServices("TestRetiringWaitsForARotationToEnd"),
	},
	{
		"rotating any keyset", "services/keys.go",
		"if _, err := keys.Fitting(ctx, conn, v); err != nil {", "if _, err := keys.Secrets(ctx, conn); err != nil || v == nil {",
		inServices("TestAKeysetOfAnotherDatabaseIsNotTouched"),
	},
	{
		"the new key is not announced", "services/internal/keys/rewrap.go",
		"		ON CONFLICT DO NOTHING`, wrapped)", "		ON CONFLICT DO NOTHING`, secrets[0].Wrapped)", inKeys("TestARewrappingThatWasInterruptedGoesOn"),
	},
	{
		"the new key wraps at once", "services/internal/vault/edit.go",
		"		version = versionOf(id)\n		return true, err", "		version = versionOf(id)\n		if err == nil {\n			err = m.SetPrimary(id)\n		}\n		return true, err",
		inVault("TestAKeyIsAddedPromotedAndRetiredWhileAVaultIsOpen"),
	},
	{
		"a key that is used is retired", "services/internal/vault/edit.go",
		"if used(version) {", "if false {", inServices("TestAKeyThatIsUsedIsNotRetiredAndARotationGoesOn"),
	},
	{
		"two edit a keyset at once", "services/internal/vault/edit.go",
		"syscall.LOCK_EX", "syscall.LOCK_SH", inVault("TestOfManyWhoEditAKeysetAtOnceNobodyLosesAKey"),
	},
	{
		"a key that is to be promoted is retired", "services/internal/vault/edit.go",
		"				break\n", "				continue\n", inVault("TestOfManyWhoEditAKeysetAtOnceNobodyLosesAKey"),
	},
	{
		"a keyset is read once", "services/internal/vault/file.go",
		"(err != nil || sameFile(info, f.info))", "(err != nil || true)", inVault("TestAKeyIsAddedPromotedAndRetiredWhileAVaultIsOpen"),
	},

	// Backups.
	{
		"a month of the audit is in no backup", "services/internal/migrations/sql/00011_audit.sql",
		"        EXECUTE format('CREATE POLICY owner_reads ON audit.%I FOR SELECT TO vaatu_owner USING (true)', v_name); -- backups\n", "",
		inMigrations("TestTheOwnerIsShownEveryRow"),
	},
	{
		"a restore takes any database", "services/backup.go",
		"		if err := empty(ctx, conn); err != nil {\n			return err\n		}\n", "", inServices("TestABackupIsRestoredWholeAndReadByItsKeyset"),
	},
	{
		"a restore takes any keyset", "services/backup.go",
		`		if err := keys.Adopt(v, secrets); err != nil {
			return err
		}
		if _, err := a.run(ctx, "pg_restore"`, `		_ = v
		if _, err := a.run(ctx, "pg_restore"`, notWhole,
	},
	{
		"half a restore stays", "services/backup.go", `"--single-transaction", "--exit-on-error",`, "", notWhole,
	},
	{
		"a backup replaces another", "services/backup.go",
		"if _, err := os.Stat(a.File); err == nil {", "if false {", inServices("TestABackupIsRestoredWholeAndReadByItsKeyset"),
	},
}

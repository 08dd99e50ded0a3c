package main

const (
	attachmentSQL = "services/internal/migrations/sql/00017_attachments.sql"
	uploadGo      = "services/cases/attachment_upload.go"
)

func inDocument(test string) killer { return killer{"./services/internal/document", test} }

var (
	boundedArchive = inDocument("TestAnArchiveIsBoundedBeforeItIsUnpacked")
	activePDF      = inDocument("TestAPDFThatDoesSomethingOrIsLockedIsRefused")
	whatItSays     = inDocument("TestAFileIsWhatItsNameSaysAndNothingElse")
	waitsUnread    = inCases("TestWhatWaitsIsNobodysToReadAndWhatIsInfectedIsGone")
	goesOn         = inCases("TestAnUploadGoesOnWhereItStoppedAndNowhereElse")
	rescanned      = inServices("TestWhatWaitsIsScannedByItselfOnceTheScannerIsThere")
	saidBefore     = inServices("TestAFileThatNobodyScansGoesOnceThatWasSaid")
	forAReason     = inServices("TestAFileThatOthersHaveReadIsRemovedForAReasonByWhoAddedItOrLeads")
	xmlOfPDF       = inDocument("TestAPDFIsHeardInItsXMLToo")
)

// ofFiles are mutants of attachments.
var ofFiles = []mutant{
	{
		"erasing keeps attachments", attachmentSQL,
		"CONSTRAINT attachments_case REFERENCES case_keys (id) ON DELETE CASCADE", "", inCases("TestAnErasedCaseLeavesNothingThatNamesAnybody"),
	},
	{
		"everybody reads attachments", "services/cases/attachment.go",
		"if h.by, ok = p.Can(want, subject); !ok {", "if h.by, ok = p.Can(want, subject); false {", inCases("TestAnAttachmentIsReadByThoseWhoReadTheCase"),
	},
	{
		"an attachment is written in secret", uploadGo,
		"			h.record(tx, permission.PostMessage, whatOf(id))\n", "", inCases("TestAnAttachmentGoesOutOnceTheAuditSaysSoAndNoTransactionWaits"),
	},
	{
		"any number of attachments", attachmentSQL,
		"WHERE a.case_id = NEW.case_id) >= 20 THEN", "WHERE a.case_id = NEW.case_id) >= 200 THEN", inCases("TestTheNumberOfAttachmentsIsBounded"),
	},
	{"two attachments are counted at once", attachmentSQL, "WHERE k.id = NEW.case_id FOR UPDATE;", "WHERE k.id = NEW.case_id;", inCases("TestTheNumberOfAttachmentsIsBounded")},
	{
		"bytes go into somebody else's attachment", attachmentSQL,
		"CONSTRAINT case_attachment_chunks_attachment FOREIGN KEY (attachment_id, case_id) REFERENCES attachments (id, case_id)",
		"CONSTRAINT case_attachment_chunks_attachment FOREIGN KEY (attachment_id) REFERENCES attachments (id)",
		inServices("TestNoStatementPutsBytesIntoSomebodyElsesAttachment"),
	},
	{
		"a scanner takes all the time", "services/attachments/examine.go", "end.Add(-keepTime)", "end",
		killer{"./services/attachments", "TestAScannerThatHangsLeavesTimeToKeepTheFile"},
	},
	{"what waits is read", "services/cases/attachment.go", `"state IN ('CLEAN', 'NOT_SCANNED')"`, `"state <> 'UPLOADING'"`, waitsUnread},
	{"a piece goes anywhere", uploadGo, "case a.State != Uploading || a.Received != start:", "case a.State != Uploading:", goesOn},
	{"more comes than was announced", uploadGo, "case start+len(piece) > a.Size:", "case false:", goesOn},
	{"a virus stays in quarantine", uploadGo, `			tx.Queue("DELETE FROM attachment_parts WHERE attachment_id = $1", id)` + "\n", "", waitsUnread},
	{
		"what was let pass is taken away", attachmentSQL,
		"AND author_id = (SELECT access.me()) AND state IN ('UPLOADING', 'PENDING_SCAN', 'INFECTED')", "", inCases("TestAnAttachmentOfACaseStays"),
	},
	{
		"a virus is let pass", "services/attachments/examine.go",
		"		case infected:\n			return cases.Infected\n", "", inServices("TestTheScannerDecidesWhatIsReadAndWhatIsDestroyed"),
	},
	{
		"a silent scanner lets pass", "services/attachments/examine.go",
		"	return cases.PendingScan\n", "	return cases.NotScanned\n", inServices("TestWithoutAScannerFilesWaitUnlessTheOperatorLetsThemPass"),
	},

	{"files are opened for no scanner", "services/attachments/rescan.go", "answered := r.Examiner.decides(ctx)", "answered := true", rescanned},
	{"two workers scan the same", attachmentSQL, "scan_time = p_now + least(15, power(2, least(a.scans, 4))) * interval '1 minute'", "scan_time = a.scan_time", rescanned},
	{"nobody hears of a virus", attachmentSQL, "RETURN CASE WHEN v.state = 'INFECTED' THEN", "RETURN CASE WHEN false THEN", rescanned},
	{"a virus that waited stays", attachmentSQL, "    DELETE FROM public.attachment_parts p WHERE p.attachment_id = v.id;\n", "", rescanned},
	{
		"a hanging scanner holds up all", "services/attachments/rescan.go", "return err != nil, err", "return true, err",
		inServices("TestAFileOnWhichTheScannerHangsHoldsUpNoOther"),
	},
	{"a file goes without a word", attachmentSQL, "a.state = 'PENDING_SCAN' AND a.warned AND", "a.state = 'PENDING_SCAN' AND", saidBefore},
	{"a file goes as soon as that is said", attachmentSQL, "SET warned = true, expire_time = p_now + p_left", "SET warned = true", saidBefore},
	{"the filer is not told that a file goes", attachmentSQL, "        UNION SELECT c.id, c.filer_id FROM warned w JOIN public.cases c ON c.id = w.case_id\n", "", saidBefore},
	{
		"to finish again is to wait longer", uploadGo, "if expire == nil { // it waits from now on", "if true {",
		inServices("TestAnUploadThatIsFinishedAgainDoesNotWaitLonger"),
	},
	{
		"the worker ends what was let pass", attachmentSQL, "WHERE a.id = p_attachment AND a.state = 'PENDING_SCAN' RETURNING a.* INTO v;", "WHERE a.id = p_attachment RETURNING a.* INTO v;",
		inServices("TestTheWorkerReachesNoFileThatWasLetPass"),
	},
	{"a file that others have read goes without a reason", "services/cases/remove.go", `case r.ReasonID == "" && !c.amendable(m.By):`, "case false:", forAReason},
	{"anybody removes anything", "services/cases/remove.go", "case !c.removes(m.By, r.Own):", "case false:", forAReason},
	{
		"a file is removed without its event", attachmentSQL,
		"        AND EXISTS (SELECT FROM public.case_events e WHERE e.case_id = p_case AND e.kind = 'ATTACHMENT_REMOVED'\n" +
			"            AND e.by_id = access.me() AND e.data ->> 'attachment_id' = p_attachment::text)", "",
		inServices("TestNoStatementRemovesAFileWithoutItsEvent"),
	},
	{"a PDF is not heard in its XML", "services/internal/document/pdf.go", "		s.xmp = true\n", "", xmlOfPDF},
	{"XML without end", "services/internal/document/pdf_xmp.go", "if s.inflated += openingCost; s.inflated > mostInflated {", "if false {", xmlOfPDF},
	{"XML as far as it goes", "services/internal/document/pdf_xmp.go", "N: mostXML}", "N: 64 * mostXML}", xmlOfPDF},

	{"a directory of any length", "services/internal/document/zip.go", "entries > mostEntries || length > mostDirectory", "false", boundedArchive},
	{"entries lie", "services/internal/document/zip.go", " || len(archive.File) != int(entries)", "", boundedArchive},
	{"a bomb", "services/internal/document/zip.go", "unpacked > mostUnpacked || unpacked > mostRatio*uint64(size)", "false", boundedArchive},
	{"a way out of an archive", "services/internal/document/zip.go", "!plainName(f.Name) || ", "", boundedArchive},
	{"an archive of nothing", "services/internal/document/zip.go", "case entries == 0 || ", "case ", boundedArchive},
	{"a macro", "services/internal/document/zip.go", `path.Base(name) == "vbaproject.bin" || `, "", boundedArchive},
	{"a script in disguise", "services/internal/document/pdf.go", `b == '#' && err == nil`, "false", activePDF},
	{"a script that is packed", "services/internal/document/pdf.go", "return s.unpack(at)", "return nil", activePDF},
	{"streams without end", "services/internal/document/pdf.go", "if s.inflated += openingCost; s.inflated", "if s.inflated", activePDF},
	{"a file of nothing but parts", "services/internal/document/image.go", "mostParts = 20_000", "mostParts = 20_000_000", inDocument("TestAnImageOfNothingButPartsIsRefused")},
	{"an archive behind a document", "services/internal/document/pdf.go", "|| endsAsZip(file, size) ", "", whatItSays},
	{
		"an image of any size", "services/internal/document/image.go",
		"width > mostPixels || height > mostPixels || width*height > mostPixels", "false",
		inDocument("TestAnImageOfTooManyPixelsIsRefusedBeforeItIsDecoded"),
	},
	{
		"an image says where it was taken", "services/internal/document/jpeg.go",
		"case marker >= app0 && marker <= lastApp, marker == comment:", "case marker == comment:",
		inDocument("TestAnImageLosesWhatIsNotSeenButHowItIsTurned"),
	},
	{"a name that turns around", "services/internal/document/document.go", "case !unicode.IsGraphic(r):", "case false:", inDocument("TestANameIsCleaned")},
	{
		"a file says an identity code about itself", "services/attachments/leaks.go",
		`identitycode.Refuse(identitycode.Text{Path: "file", Value: text}); err != nil`, `identitycode.Refuse(identitycode.Text{Path: "file", Value: text[:0]}); err != nil`,
		inServices("TestWhatAFileSaysAboutItselfIsLookedAt"),
	},
	{
		"nobody hears what a file says about itself", "services/attachments/leaks.go",
		"if len(leakguard.Find(text, w)) > 0 {", "if false {", inServices("TestWhatAFileSaysAboutItselfIsLookedAt"),
	},
}

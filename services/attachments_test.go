package services_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/emptypb"

	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// unscanned lets files be read that no scanner has looked at.
func unscanned(c *services.Config) { c.Unscanned = "allow" }

// pdf is a small file with a text in it.
func pdf(text string) []byte {
	body := "%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n% " + text + "\n"
	return fmt.Appendf(nil, "%sxref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 1>>\nstartxref\n%d\n%%%%EOF\n", body, len(body))
}

// upload sends a file, and answers what finishing it says.
func (h *house) upload(ctx context.Context, p person, caseID, name string, file []byte) (*attachmentspb.Attachment, error) {
	a, err := p.BeginUpload(ctx, &attachmentspb.BeginUploadRequest{CaseId: caseID, Name: name, Size: int64(len(file))})
	if err != nil {
		return nil, err
	}
	at := int32(0)
	for piece := range slices.Chunk(file, cases.MaxPiece) {
		if _, err := p.AppendUpload(ctx, &attachmentspb.AppendUploadRequest{CaseId: caseID, AttachmentId: a.GetId(), Offset: at, Data: piece}); err != nil {
			return nil, err
		}
		at += int32(len(piece))
	}
	return p.FinishUpload(ctx, &attachmentspb.FinishUploadRequest{CaseId: caseID, AttachmentId: a.GetId()})
}

// attach sends a file that is taken.
func (h *house) attach(p person, caseID, name string, file []byte) *attachmentspb.Attachment {
	h.t.Helper()
	return must[*attachmentspb.Attachment](h.t)(h.upload(h.t.Context(), p, caseID, name, file))
}

// download answers an attachment with its bytes.
func (h *house) download(p person, caseID, id string) (*attachmentspb.Attachment, []byte, error) {
	h.t.Helper()
	stream, err := p.ReadAttachment(h.t.Context(), &attachmentspb.ReadAttachmentRequest{CaseId: caseID, AttachmentId: id})
	if err != nil {
		return nil, nil, err
	}
	var a *attachmentspb.Attachment
	var all []byte
	for {
		m, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return a, all, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if m.GetAttachment() != nil {
			a = m.GetAttachment()
		}
		all = append(all, m.GetData()...)
	}
}

func TestAnAttachmentOfADraftGoesWithItToTheUnit(t *testing.T) {
	t.Parallel()
	h := start(t, unscanned)
	teacher, colleague, expert := h.teacher(taysSchool), h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	ctx := t.Context()
	draft := must[*intakepb.Draft](t)(teacher.CreateDraft(ctx, &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}}))
	file := pdf("Luokan päiväjärjestys.")
	a := h.attach(teacher, draft.GetId(), "C:\\fakepath\\Päivä\u202e järjestys.PDF", file)
	if a.GetName() != "Päivä järjestys.pdf" || a.GetState() != attachmentspb.UploadState_UPLOAD_STATE_NOT_SCANNED || a.GetType() != attachmentspb.FileType_FILE_TYPE_PDF || !a.GetDeletable() {
		t.Errorf("it is %v", a)
	}
	other := h.attach(teacher, draft.GetId(), "turha.pdf", pdf("x"))
	must[*emptypb.Empty](t)(teacher.DeleteAttachment(ctx, &attachmentspb.DeleteAttachmentRequest{CaseId: draft.GetId(), AttachmentId: other.GetId()}))
	_, _, err := h.download(teacher, draft.GetId(), other.GetId())
	refused(t, err, codes.NotFound, "NOT_FOUND")
	for _, p := range []person{colleague, expert} {
		_, _, err := h.download(p, draft.GetId(), a.GetId())
		refused(t, err, codes.NotFound, "NOT_FOUND")
		_, err = h.upload(ctx, p, draft.GetId(), "oma.pdf", file)
		refused(t, err, codes.NotFound, "NOT_FOUND")
	}
	c := must[*casespb.Case](t)(teacher.SubmitDraft(ifMatch(ctx, draft.GetEtag()), &intakepb.SubmitDraftRequest{DraftId: draft.GetId()}))
	_, _, err = h.download(expert, c.GetId(), a.GetId())
	refused(t, err, codes.NotFound, "NOT_FOUND")
	h.claim(expert, c)
	for _, p := range []person{teacher, expert} {
		got, all, err := h.download(p, c.GetId(), a.GetId())
		if err != nil || got.GetName() != a.GetName() || got.GetDeletable() || !bytes.Equal(all, file) {
			t.Errorf("%v, %d bytes, %v", got, len(all), err)
		}
	}
	_, err = teacher.DeleteAttachment(ctx, &attachmentspb.DeleteAttachmentRequest{CaseId: c.GetId(), AttachmentId: a.GetId()})
	refused(t, err, codes.NotFound, "NOT_FOUND")
	if n := h.count("SELECT count(*) FROM audit.entries WHERE what = 'ATTACHMENT ' || $1 AND action IN ('DRAFT', 'READ_CASE')", a.GetId()); n != 3 {
		t.Errorf("the audit has %d rows about it, want one of the writing and two of the reading", n)
	}
}

func TestNoStatementPutsBytesIntoSomebodyElsesAttachment(t *testing.T) {
	t.Parallel()
	h := start(t, unscanned)
	teacher, stranger := h.teacher(taysSchool), h.teacher(otherSchool)
	draft := func(p person) string {
		return must[*intakepb.Draft](t)(p.CreateDraft(t.Context(), &intakepb.CreateDraftRequest{Draft: &intakepb.Draft{Request: request("fi", autism)}})).GetId()
	}
	theirs, own := draft(teacher), draft(stranger)
	a, mine := h.attach(teacher, theirs, "a.pdf", pdf("a")), h.attach(stranger, own, "b.pdf", pdf("b"))
	for _, sql := range []string{
		"INSERT INTO case_attachment_chunks (attachment_id, index, case_id, sealed) VALUES ('%s', 9, '" + own + "', '')",
		"INSERT INTO attachment_parts (attachment_id, start, case_id, author_id, sealed) VALUES ('%s', 9, '" + own + "', access.me(), '')",
	} {
		if !h.mayAs(stranger, fmt.Sprintf(sql, mine.GetId())) || h.mayAs(stranger, fmt.Sprintf(sql, a.GetId())) {
			t.Errorf("bytes go to the own attachment, or to another: %s", sql)
		}
	}
}

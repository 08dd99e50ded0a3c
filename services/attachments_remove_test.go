package services_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/emptypb"

	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
)

// removes destroys a file of a case.
func removes(ctx context.Context, p person, caseID, id, reason string) error {
	return drop(p.RemoveAttachment(ctx, &attachmentspb.RemoveAttachmentRequest{CaseId: caseID, AttachmentId: id, Reason: reason}))
}

// files answers what there is of a case's attachments.
func (h *house) files(p person, caseID string) *attachmentspb.ListAttachmentsResponse {
	h.t.Helper()
	return must[*attachmentspb.ListAttachmentsResponse](h.t)(p.ListAttachments(h.t.Context(), &attachmentspb.ListAttachmentsRequest{CaseId: caseID}))
}

func TestTheSchoolRemovesAFileUntilTheCaseIsClaimed(t *testing.T) {
	t.Parallel()
	h := start(t, unscanned)
	teacher, principal, colleague, expert := h.teacher(taysSchool), h.principal(taysSchool), h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	ctx := t.Context()
	c := h.file(teacher, request("fi", autism))
	a, kept := h.attach(teacher, c.GetId(), "vaara.pdf", pdf("väärä")), h.attach(teacher, c.GetId(), "oikea.pdf", pdf("oikea"))
	for _, p := range []person{colleague, expert} {
		refused(t, removes(ctx, p, c.GetId(), a.GetId(), ""), codes.NotFound, "NOT_FOUND")
	}
	refused(t, removes(ctx, teacher, c.GetId(), uuid.NewString(), ""), codes.NotFound, "NOT_FOUND")
	refused(t, removes(ctx, teacher, h.file(teacher, request("fi", autism)).GetId(), a.GetId(), ""), codes.NotFound, "NOT_FOUND")
	once := with(ctx, "idempotency-key", "once")
	for range 2 { // the answer was lost
		if err := removes(once, principal, c.GetId(), a.GetId(), ""); err != nil {
			t.Fatal(err)
		}
	}
	if n := h.count(`SELECT (SELECT count(*) FROM attachments WHERE id = $1) + (SELECT count(*) FROM case_attachment_chunks WHERE attachment_id = $1)`, a.GetId()); n != 0 {
		t.Errorf("%d rows of it are left", n)
	}
	_, _, err := h.download(teacher, c.GetId(), a.GetId())
	refused(t, err, codes.NotFound, "NOT_FOUND")
	list := h.files(teacher, c.GetId())
	if len(list.GetAttachments()) != 1 || list.GetAttachments()[0].GetId() != kept.GetId() || !list.GetAttachments()[0].GetRemovable() {
		t.Errorf("left are %v", list.GetAttachments())
	}
	if r := list.GetRemoved(); len(r) != 1 || r[0].GetAttachmentId() != a.GetId() || r[0].GetAuthor().GetName() != nameOf(principal.subject) || r[0].GetRemoveTime() == nil {
		t.Errorf("it is said that %v", r)
	}
	if got := h.audited("case_id = $1 AND action = 'REMOVE_ATTACHMENT'", c.GetId()); len(got) == 0 {
		t.Error("the audit does not say that it was removed")
	}
	h.replaysEqualRows()
}

func TestAFileThatOthersHaveReadIsRemovedForAReasonByWhoAddedItOrLeads(t *testing.T) {
	t.Parallel()
	h := start(t, unscanned)
	teacher, principal, expert := h.teacher(taysSchool), h.principal(taysSchool), h.expert(valteriUnit, "VALTERI")
	ctx := t.Context()
	c := h.file(teacher, request("fi", autism))
	first, second := h.attach(teacher, c.GetId(), "a.pdf", pdf("a")), h.attach(teacher, c.GetId(), "b.pdf", pdf("b"))
	h.claim(expert, c)
	own := h.attach(expert, c.GetId(), "c.pdf", pdf("c"))
	for who, try := range map[string]struct {
		p      person
		id     string
		reason string
		rule   string
	}{
		"without a reason":             {teacher, first.GetId(), "  ", "REASON_GIVEN"},
		"the lead, without a reason":   {expert, first.GetId(), "", "REASON_GIVEN"},
		"what another has added":       {principal, first.GetId(), "Väärä.", "ADDED_BY_ME"},
		"the school, what an expert's": {teacher, own.GetId(), "Väärä.", "ADDED_BY_ME"},
	} {
		err := removes(ctx, try.p, c.GetId(), try.id, try.reason)
		refused(t, err, codes.FailedPrecondition, "TRANSITION_REFUSED")
		if got := infoOf(err).GetMetadata()["rule"]; got != try.rule {
			t.Errorf("%s: %v, want %s", who, got, try.rule)
		}
	}
	removable := func(p person) string {
		var all []string
		for _, a := range h.files(p, c.GetId()).GetAttachments() {
			if a.GetRemovable() {
				all = append(all, a.GetName())
			}
		}
		return strings.Join(all, " ")
	}
	for p, want := range map[*person]string{&teacher: "a.pdf b.pdf", &principal: "", &expert: "a.pdf b.pdf c.pdf"} {
		if got := removable(*p); got != want {
			t.Errorf("%s is offered to remove %q, want %q", p.subject, got, want)
		}
	}
	refused(t, removes(ctx, teacher, c.GetId(), first.GetId(), "Oppilas 131052-308T"), codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	if err := removes(ctx, teacher, c.GetId(), first.GetId(), "Väärän oppilaan lausunto."); err != nil {
		t.Fatal(err)
	}
	if err := removes(ctx, expert, c.GetId(), second.GetId(), "Kuvassa on muita."); err != nil {
		t.Fatal(err)
	}
	for _, p := range []person{teacher, expert} {
		list := h.files(p, c.GetId())
		if r := list.GetRemoved(); len(list.GetAttachments()) != 1 || len(r) != 2 || r[0].GetReason() != "Väärän oppilaan lausunto." || r[1].GetReason() != "Kuvassa on muita." ||
			r[0].GetAuthor().GetMe() != (p.id == teacher.id) || r[1].GetAuthor().GetUnitNameFi() == "" {
			t.Errorf("%s reads %v", p.subject, r)
		}
	}
	if n := h.count("SELECT count(*) FROM case_events WHERE kind = 'ATTACHMENT_REMOVED' AND data::text LIKE '%lausunto%'"); n != 0 {
		t.Error("the reason stands in the event")
	}
	h.replaysEqualRows()
}

func TestNoStatementRemovesAFileWithoutItsEvent(t *testing.T) {
	t.Parallel()
	h := start(t, unscanned)
	teacher := h.teacher(taysSchool)
	c := h.file(teacher, request("fi", autism))
	a := h.attach(teacher, c.GetId(), "a.pdf", pdf("a"))
	if h.mayAs(teacher, "SELECT remove_attachment(o.id, '"+a.GetId()+"') FROM (SELECT access.open_case('"+c.GetId()+"') AS id OFFSET 0) o WHERE o.id IS NOT NULL") {
		t.Error("it goes, and nothing says so")
	}
	must[*emptypb.Empty](t)(teacher.RemoveAttachment(t.Context(), &attachmentspb.RemoveAttachmentRequest{CaseId: c.GetId(), AttachmentId: a.GetId()}))
}

package services_test

import (
	"testing"

	"google.golang.org/grpc/codes"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

func TestWhoWroteADraftHearsWhatBecameOfItAndNobodyElse(t *testing.T) {
	t.Parallel()
	h := start(t)
	ctx := t.Context()
	first, colleague, removed := h.teacher(taysSchool), h.teacher(taysSchool), h.principal(taysSchool)
	outsiders := []person{removed, h.teacher(taysSchool), h.teacher(oysSchool)}
	end := func(p person, d *intakepb.Draft) (*intakepb.DraftEnd, error) {
		return p.GetDraftEnd(ctx, &intakepb.GetDraftEndRequest{DraftId: d.GetId()})
	}
	for want, finish := range map[intakepb.DraftOutcome]func(d *intakepb.Draft){
		intakepb.DraftOutcome_DRAFT_OUTCOME_SENT: func(d *intakepb.Draft) {
			must[*casespb.Case](t)(colleague.SubmitDraft(ctx, &intakepb.SubmitDraftRequest{DraftId: d.GetId()}))
		},
		intakepb.DraftOutcome_DRAFT_OUTCOME_DELETED: func(d *intakepb.Draft) {
			_, err := first.DeleteDraft(ctx, &intakepb.DeleteDraftRequest{DraftId: d.GetId()})
			if err != nil {
				t.Fatal(err)
			}
		},
	} {
		d := h.shared(first, colleague, removed)
		must[*intakepb.RemoveWriterResponse](t)(first.RemoveWriter(ctx, &intakepb.RemoveWriterRequest{DraftId: d.GetId(), PersonId: removed.id}))
		_, err := end(colleague, d) // it is there
		refused(t, err, codes.NotFound, "NOT_FOUND")
		_, err = colleague.DeleteDraft(ctx, &intakepb.DeleteDraftRequest{DraftId: d.GetId()}) // not the colleague's to delete
		refused(t, err, codes.NotFound, "NOT_FOUND")
		_, err = end(colleague, d)
		refused(t, err, codes.NotFound, "NOT_FOUND")
		finish(d)
		for _, p := range []person{first, colleague} {
			if got := must[*intakepb.DraftEnd](t)(end(p, d)); got.GetOutcome() != want || got.GetEndTime() == nil {
				t.Errorf("a writer hears %v, want %v", got, want)
			}
		}
		for _, p := range outsiders {
			_, err := end(p, d)
			refused(t, err, codes.NotFound, "NOT_FOUND")
		}
	}
	expired := h.shared(first, colleague)
	h.exec("UPDATE intake.drafts SET warned = true, expire_date = current_date - 1 WHERE id = $1", expired.GetId())
	h.exec("UPDATE intake.draft_ends SET end_time = end_time - interval '91 days' WHERE outcome = 'SENT'")
	if n := h.count("SELECT intake.expire_drafts(10)"); n != 1 {
		t.Fatalf("%d drafts expired", n)
	}
	if got := must[*intakepb.DraftEnd](t)(end(colleague, expired)); got.GetOutcome() != intakepb.DraftOutcome_DRAFT_OUTCOME_DELETED {
		t.Errorf("of an expired draft the writer hears %v", got)
	}
	if n := h.count("SELECT count(*) FROM intake.draft_ends WHERE outcome = 'SENT'"); n != 0 {
		t.Errorf("%d ends are kept after their time", n)
	}
}

package services_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/testing/protocmp"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services"
)

var helped = &intakepb.RecordChecklistRequest{
	Version: 1, About: casespb.About_ABOUT_ANONYMOUS_PUPIL, Needs: []casespb.Need{autism},
	SupportInPlace: []casespb.Support{casespb.Support_SUPPORT_REMEDIAL}, ServicesInvolved: []casespb.Service{casespb.Service_SERVICE_SCHOOL_NURSE},
}

// counted answers the figures that somebody sees.
func (h *house) counted(p person) []*intakepb.ChecklistFigure {
	h.t.Helper()
	return must[*intakepb.ListChecklistFiguresResponse](h.t)(p.ListChecklistFigures(h.t.Context(), &intakepb.ListChecklistFiguresRequest{})).GetFigures()
}

func TestAChecklistThatHelpedIsCountedByMonthAndFewAreNotTold(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.October, 31, 21, 30, 0, 0, time.UTC) // 23.30 in Helsinki
	h := start(t, func(c *services.Config) { c.Now = func() time.Time { return now } })
	north, south := h.teacher(oysSchool), h.teacher(hyksSchool)
	for range 4 {
		must[*intakepb.RecordChecklistResponse](t)(north.RecordChecklist(t.Context(), helped))
	}
	must[*intakepb.RecordChecklistResponse](t)(south.RecordChecklist(t.Context(), helped))
	const october = "2026-10-01"
	few, five := &intakepb.ChecklistFigure{Day: october, Hidden: true}, &intakepb.ChecklistFigure{Day: october, Count: 5}
	for area, want := range map[string][]*intakepb.ChecklistFigure{"": {five}, "OYS": {few}, "HYKS": {few}, "KYS": nil} {
		if diff := cmp.Diff(want, h.counted(h.coordinator(area)), protocmp.Transform()); diff != "" {
			t.Errorf("coordination of %q sees other figures (-want +got)\n%s", area, diff)
		}
	}
	both := h.join("coordinator", "fi", grant{role: "COORDINATOR"}, grant{role: "COORDINATOR", area: "OYS"})
	ctx := with(t.Context(), "vaatu-acting-grant", h.text("SELECT id::text FROM access.grants WHERE person_id = $1 AND area = 'OYS'", both.id))
	acting := must[*intakepb.ListChecklistFiguresResponse](t)(both.ListChecklistFigures(ctx, &intakepb.ListChecklistFiguresRequest{}))
	if diff := cmp.Diff([]*intakepb.ChecklistFigure{few}, acting.GetFigures(), protocmp.Transform()); diff != "" {
		t.Errorf("who acts for one area sees other figures (-want +got)\n%s", diff)
	}
	_, err := north.ListChecklistFigures(t.Context(), &intakepb.ListChecklistFiguresRequest{})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

func TestACountedChecklistLeadsToNobody(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	must[*intakepb.RecordChecklistResponse](t)(teacher.RecordChecklist(t.Context(), helped))
	const row = `SELECT concat_ws(' ', version, about, needs, support, services, provider_id, area) FROM intake.checklists`
	if got, want := h.text(row), "1 ANONYMOUS_PUPIL {AUTISM} {REMEDIAL} {SCHOOL_NURSE} "+provider+" TAYS"; got != want {
		t.Errorf("kept is %s; want %s", got, want)
	}
	for what, id := range map[string]string{"person": teacher.id, "school": taysSchool.id} {
		if n := h.count("SELECT count(*) FROM intake.checklists l WHERE l::text LIKE '%' || $1 || '%'", id); n != 0 {
			t.Errorf("the row names the %s", what)
		}
	}
	if n := h.count("SELECT count(*) FROM intake.checklists l JOIN idempotency_keys k ON k.resource_id = l.id"); n != 0 {
		t.Error("the record of the key leads to the row")
	}
	if n := h.count("SELECT count(*) FROM audit.entries e WHERE e.by_id = $1 AND e.action <> 'SIGN_IN'", teacher.id); n != 0 {
		t.Error("the audit says who helped themselves")
	}
}

func TestAChecklistIsCountedOnceForAKey(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(taysSchool)
	key := with(t.Context(), "idempotency-key", uuid.NewString())
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if _, err := teacher.RecordChecklist(key, helped); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if n := h.count("SELECT count(*) FROM intake.checklists"); n != 1 {
		t.Errorf("a double press is counted %d times", n)
	}
	_, err := teacher.RecordChecklist(key, &intakepb.RecordChecklistRequest{Version: 1, About: casespb.About_ABOUT_GROUP})
	refused(t, err, codes.FailedPrecondition, "IDEMPOTENCY_KEY_REUSED")
	_, err = teacher.RecordChecklist(t.Context(), &intakepb.RecordChecklistRequest{Version: 1, About: casespb.About_ABOUT_GROUP, SchoolId: otherSchool.id})
	refused(t, err, codes.NotFound, "NOT_FOUND")
}

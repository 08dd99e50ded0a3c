package services_test

import (
	"fmt"
	"strconv"
	"testing"

	"google.golang.org/grpc/codes"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

func (h *house) keepsView(p person, unit string, v *assignmentpb.QueueView) *assignmentpb.QueueView {
	h.t.Helper()
	return must[*assignmentpb.QueueView](h.t)(p.KeepQueueView(h.t.Context(), &assignmentpb.KeepQueueViewRequest{UnitId: unit, View: v}))
}

// viewsOf answers the names of somebody's views of a unit's queue.
func (h *house) viewsOf(p person, unit string) (names []string) {
	h.t.Helper()
	list := must[*assignmentpb.ListQueueViewsResponse](h.t)(p.ListQueueViews(h.t.Context(), &assignmentpb.ListQueueViewsRequest{UnitId: unit}))
	for _, v := range list.GetViews() {
		names = append(names, v.GetName())
	}
	return names
}

func TestAViewOfAQueueIsKeptUnderANameRenamedAndDeleted(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	ctx := t.Context()
	expert := h.expert(valteriUnit, "VALTERI")
	wanted := &assignmentpb.QueueView{
		Name: "  Näkö,\n yläkoulu ", Need: casespb.Need_NEED_VISION, GradeBand: casespb.GradeBand_GRADE_BAND_7_9, Language: "sv",
		Area: casespb.Area_AREA_OYS, Urgency: casespb.Urgency_URGENCY_SOON, ByDue: true,
	}
	first := h.keepsView(expert, valteriUnit, wanted)
	if again := h.keepsView(expert, valteriUnit, wanted); again.GetId() != first.GetId() {
		t.Error("the same again is another view")
	}
	h.keepsView(expert, valteriUnit, &assignmentpb.QueueView{Name: "kaikki"})
	list := must[*assignmentpb.ListQueueViewsResponse](t)(expert.ListQueueViews(ctx, &assignmentpb.ListQueueViewsRequest{UnitId: valteriUnit})).GetViews()
	if len(list) != 2 || list[0].GetName() != "kaikki" || list[1].String() != first.String() || list[1].GetName() != "Näkö, yläkoulu" || !list[1].GetByDue() {
		t.Errorf("the views are %v", list)
	}
	keep := func(name string) error {
		return drop(expert.KeepQueueView(ctx, &assignmentpb.KeepQueueViewRequest{UnitId: valteriUnit, View: &assignmentpb.QueueView{Name: name, ByDue: true}}))
	}
	rename := func(id, name string) error {
		return drop(expert.RenameQueueView(ctx, &assignmentpb.RenameQueueViewRequest{UnitId: valteriUnit, ViewId: id, Name: name}))
	}
	invalid(t, keep("Kaikki"), "view.name", "view.taken")
	invalid(t, keep(" \t"), "view.name", "string.min_len")
	refused(t, keep("Oppilas 131052-902Y"), codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	invalid(t, rename(first.GetId(), "KAIKKI"), "name", "view.taken")
	refused(t, rename(first.GetId(), "131052-902Y"), codes.InvalidArgument, "IDENTITY_CODE_IN_TEXT")
	refused(t, rename(unknownID, "muu"), codes.NotFound, "NOT_FOUND")
	for range 2 {
		if err := rename(first.GetId(), "Näkö"); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		must[*assignmentpb.DeleteQueueViewResponse](t)(expert.DeleteQueueView(ctx, &assignmentpb.DeleteQueueViewRequest{UnitId: valteriUnit, ViewId: list[0].GetId()}))
	}
	if names := fmt.Sprint(h.viewsOf(expert, valteriUnit)); names != "[Näkö]" {
		t.Errorf("left is %s", names)
	}
	for n := range 19 {
		h.keepsView(expert, valteriUnit, &assignmentpb.QueueView{Name: strconv.Itoa(n)})
	}
	invalid(t, keep("yksi liikaa"), "view.name", "view.too_many")
}

func TestAViewOfAQueueIsItsPersonsAlone(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	ctx := t.Context()
	expert, colleague, stranger := h.expert(valteriUnit, "VALTERI"), h.expert(valteriUnit, "VALTERI"), h.expert(elmeriUnit, "ELMERI")
	view := h.keepsView(expert, valteriUnit, &assignmentpb.QueueView{Name: "Omat"})
	h.keepsView(colleague, valteriUnit, &assignmentpb.QueueView{Name: "Omat", ByDue: true}) // a name is nobody else's
	refused(t, drop(colleague.RenameQueueView(ctx, &assignmentpb.RenameQueueViewRequest{UnitId: valteriUnit, ViewId: view.GetId(), Name: "x"})), codes.NotFound, "NOT_FOUND")
	must[*assignmentpb.DeleteQueueViewResponse](t)(colleague.DeleteQueueView(ctx, &assignmentpb.DeleteQueueViewRequest{UnitId: valteriUnit, ViewId: view.GetId()}))
	refused(t, drop(stranger.ListQueueViews(ctx, &assignmentpb.ListQueueViewsRequest{UnitId: valteriUnit})), codes.NotFound, "NOT_FOUND")
	refused(t, drop(stranger.KeepQueueView(ctx, &assignmentpb.KeepQueueViewRequest{UnitId: valteriUnit, View: &assignmentpb.QueueView{Name: "x"}})), codes.NotFound, "NOT_FOUND")
	if names := fmt.Sprint(h.viewsOf(expert, valteriUnit)); names != "[Omat]" {
		t.Errorf("left is %s", names)
	}
	for by, want := range map[*person]int{&expert: 1, &colleague: 1, &stranger: 0} {
		if n := h.countAs(*by, "SELECT count(*) FROM staffing.queue_views"); n != want {
			t.Errorf("behind the first wall %s is shown %d views", by.subject, n)
		}
	}
	if n := h.countAs(colleague, "WITH gone AS (DELETE FROM staffing.queue_views WHERE id = $1 RETURNING id) SELECT count(*) FROM gone", view.GetId()); n != 0 {
		t.Error("behind the first wall a colleague deletes a view")
	}
}

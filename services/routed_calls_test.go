package services_test

import (
	"testing"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/internal/workdays"
)

// The target was missed while another unit had the lead; the unit that gets it is called all the same, and so is coordination anew.
func TestALeadThatIsRoutedToAnotherUnitIsCalledForAnew(t *testing.T) {
	t.Parallel()
	w := watched(t)
	coordinator, head := w.coordinator("TAYS"), w.lead(valteriUnit, "VALTERI")
	w.lead(elmeriUnit, "ELMERI")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	filed := workdays.Of(w.clock.now())
	calls := func() (n int) {
		t.Helper()
		if err := w.db.Superuser(t).QueryRow(t.Context(), "SELECT count(*) FROM notify.calls WHERE goal = 'ACCEPTANCE' AND person_id = $1", coordinator.id).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	w.at((filed.Add(6) + 1).Start())
	before := calls()
	if before == 0 {
		t.Fatal("the target is missed, and coordination was not called")
	}
	etag := w.read(w.as(head, "fi"), c.GetId()).GetEtag()
	must[*casespb.Case](t)(w.as(coordinator, "fi").RouteCase(ifMatch(t.Context(), etag), &routingpb.RouteCaseRequest{CaseId: c.GetId(), UnitId: elmeriUnit, Reason: "Sopii."}))
	for day := 7; day < 14; day++ {
		w.at((filed.Add(day) + 1).Start())
	}
	if calls() <= before {
		t.Error("the lead waits in another unit, and nobody is called for it")
	}
}

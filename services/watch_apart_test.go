package services_test

import (
	"testing"

	"github.com/riverqueue/river"

	"github.com/vip-verkosto/vaatu/services/cases/clocks"
	"github.com/vip-verkosto/vaatu/services/cases/watch"
)

func TestACaseWhoseEventsCannotBeReadHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	w := watched(t)
	teacher := w.teacher(taysSchool)
	broken, whole := w.file(teacher, request("fi", autism)), w.file(teacher, request("fi", autism))
	w.exec("UPDATE case_events SET data = '[]' WHERE case_id = '" + broken.GetId() + "'")
	worker := &watch.Worker{DB: w.db.Worker(), Now: w.clock.now, Targets: clocks.Shipped()}
	if err := worker.Work(t.Context(), &river.Job[watch.Args]{}); err == nil {
		t.Error("a case that cannot be read is passed over in silence")
	}
	if n := w.count("SELECT count(*) FROM cases WHERE id = $1 AND clock_version = version", whole.GetId()); n != 1 {
		t.Error("the clocks of a case are not looked at where those of another cannot be")
	}
}

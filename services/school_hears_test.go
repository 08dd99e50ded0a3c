package services_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/riverqueue/river"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	"github.com/vip-verkosto/vaatu/services"
	"github.com/vip-verkosto/vaatu/services/cases"
)

// schoolHears works the notices that wait, twice, and fails unless these people, each once, were told by mail of what is new in a case.
func (h *house) schoolHears(box *mailbox, c *casespb.Case, what string, people ...person) {
	h.t.Helper()
	for range 2 {
		for _, j := range h.notices() {
			if err := h.worker(box).Work(h.t.Context(), j); err != nil {
				h.t.Fatal(err)
			}
		}
	}
	h.exec("DELETE FROM river.river_job WHERE kind = 'notice'")
	want, got := map[string]int{}, map[string]int{}
	for _, p := range people {
		want[p.subject+"@example.fi"]++
		m := box.next(h.t)
		got[m.to]++
		if m.subject != "Vaatu "+c.GetNumber()+": "+what || !strings.Contains(m.body, "https://vaatu.example/cases/"+c.GetId()+"\n") {
			h.t.Errorf("the mail is %+v", m)
		}
	}
	box.none(h.t)
	if diff := cmp.Diff(want, got); diff != "" {
		h.t.Errorf("of %q hear (-want +got)\n%s", what, diff)
	}
}

func TestWhatAFilerDoesNotHearTheSchoolsPrincipalsDo(t *testing.T) {
	t.Parallel()
	h, box := start(t, withoutJobs), openMailbox(t)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	one, other := h.principal(taysSchool), h.principal(taysSchool)
	h.principal(hyksSchool)
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.ask(expert, c, "Milloin?")
	h.schoolHears(box, c, "uusi kysymys", teacher)

	h.exec("UPDATE access.persons SET email = NULL WHERE id = $1", teacher.id)
	h.ask(expert, c, "Missä?")
	h.schoolHears(box, c, "uusi kysymys", one, other)

	h.exec("UPDATE access.persons SET email = $2 WHERE id = $1", teacher.id, teacher.subject+"@example.fi")
	h.exec("UPDATE access.grants SET end_time = now() WHERE person_id IN ($1, $2)", teacher.id, other.id)
	h.ask(expert, c, "Kuka?")
	h.schoolHears(box, c, "uusi kysymys", one)
}

func TestOfWhatAPrincipalHasDoneTheyHearNothing(t *testing.T) {
	t.Parallel()
	h, box := start(t, withoutJobs), openMailbox(t)
	teacher, expert := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	one, other := h.principal(taysSchool), h.principal(taysSchool)
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.advises(expert, c, "Neuvo.")
	must[*casespb.Case](t)(expert.PublishAdvice(ifMatch(t.Context(), h.read(expert, c.GetId()).GetEtag()), &caseworkpb.PublishAdviceRequest{CaseId: c.GetId()}))
	h.schoolHears(box, c, "suositukset valmiina", teacher)
	h.exec("UPDATE access.grants SET end_time = now() WHERE person_id = $1", teacher.id)
	must[*permitspb.CasePermissions](t)(one.RefuseAuthorisation(t.Context(), &permitspb.RefuseAuthorisationRequest{CaseId: c.GetId(), Reason: "Ei nyt."}))
	h.schoolHears(box, c, "koulun lupaa ei myönnetty", other)
}

func TestTheLastReminderGoesToTheSchoolsPrincipalsToo(t *testing.T) {
	t.Parallel()
	clock := &testClock{}
	h, box := start(t, withoutJobs, func(c *services.Config) { c.Now = clock.now }), openMailbox(t)
	teacher, expert, principal := h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI"), h.principal(taysSchool)
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.ask(expert, c, "Milloin?")
	h.schoolHears(box, c, "uusi kysymys", teacher)
	ticker := &cases.Ticker{Store: &cases.Store{Reader: cases.Reader{DB: h.db.Worker()}, Jobs: inserter(t, h.db.Worker()), Now: clock.now}}
	for _, hear := range [][]person{{teacher}, {teacher, principal}} {
		clock.advance(30 * 24 * time.Hour)
		if err := ticker.Work(t.Context(), &river.Job[cases.TickArgs]{}); err != nil {
			t.Fatal(err)
		}
		h.schoolHears(box, c, "muistutus", hear...)
	}
}

package services_test

import (
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/notify"
)

func TestTheHeadsOfAUnitAreToldOnceWhatCameBackBecauseARoleEnded(t *testing.T) {
	t.Parallel()
	box := openMailbox(t)
	h, ctx := start(t), t.Context() // whose own job waits for a minute
	admin, teacher, expert := h.admin(), h.teacher(taysSchool), h.expert(valteriUnit, "VALTERI")
	lead := h.join("lead", "sv", grant{role: "LEAD", unit: valteriUnit, actor: "VALTERI"})
	asleep, former, elsewhere := h.lead(valteriUnit, "VALTERI"), h.lead(valteriUnit, "VALTERI"), h.lead(skillaUnit, "VALTERI")
	h.exec("UPDATE access.grants SET sleep_time = now() WHERE person_id = $1", asleep.id)
	h.exec("UPDATE access.grants SET to_date = current_date - 2 WHERE person_id = $1", former.id)
	works := func() {
		t.Helper()
		w := &notify.Vacated{DB: h.db.Worker(), Now: time.Now, BaseURL: "https://vaatu.example", Sender: notify.SMTP{Address: box.address, From: "vaatu@example.fi"}}
		for _, unit := range []string{valteriUnit, skillaUnit} {
			if err := w.Work(ctx, &river.Job[cases.VacatedArgs]{Args: cases.VacatedArgs{UnitID: unit}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	c := h.file(teacher, request("fi", autism))
	h.claim(expert, c)
	h.claim(expert, h.file(teacher, request("fi", autism)))
	h.file(teacher, request("fi", autism)) // nobody held this one
	works()
	box.none(t)
	must[*grantspb.KeptGrant](t)(admin.EndGrant(ctx, &grantspb.EndGrantRequest{GrantId: h.grantOf(expert)}))
	h.until("SELECT count(*) FROM river.river_job WHERE kind = 'vacated' AND args->>'unit_id' = '"+valteriUnit+"'", 2)
	works()
	m := box.next(t)
	if m.to != lead.subject+"@example.fi" || m.subject != "Vaatu: konsultationer som återgått till kön 2" ||
		!strings.Contains(m.body, "https://vaatu.example/queues/"+valteriUnit) || !strings.Contains(m.body, "Enhet: "+h.text("SELECT name_sv FROM directory.units WHERE id = $1", valteriUnit)) {
		t.Errorf("the mail is %+v", m)
	}
	for _, secret := range []string{c.GetNumber(), nameOf(expert.subject), nameOf(teacher.subject), taysSchool.name, "autis"} {
		if strings.Contains(m.subject+m.body, secret) {
			t.Errorf("the mail tells %q: %s", secret, m.body)
		}
	}
	works()
	box.none(t)
	if n := h.count("SELECT count(*) FROM notify.deliveries WHERE kind = 'VACATED' AND person_id IN ($1, $2, $3)", asleep.id, former.id, elsewhere.id); n != 0 {
		t.Errorf("%d notices are for people who head the unit not now", n)
	}
}

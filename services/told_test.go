package services_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/notify"
)

// listening are two processes that work the jobs of parts, each twice, and then tell people as if an hour had passed.
type listening struct {
	*house

	box   *mailbox
	ahead time.Duration
}

func tells(t *testing.T) *listening {
	t.Helper()
	return &listening{house: start(t, withoutJobs), box: openMailbox(t)}
}

func (w *listening) work() {
	w.t.Helper()
	w.ahead += time.Hour
	now := func() time.Time { return time.Now().Add(w.ahead) }
	var all []cases.PartArgs
	if err := json.Unmarshal([]byte(w.text("SELECT coalesce(json_agg(args), '[]')::text FROM river.river_job WHERE kind = 'part'")), &all); err != nil {
		w.t.Fatal(err)
	}
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			parts := &notify.Parts{DB: w.db.Worker(), Now: now}
			for _, args := range all {
				if err := parts.Work(w.t.Context(), &river.Job[cases.PartArgs]{Args: args}); err != nil {
					w.t.Error(err)
				}
			}
			calls := &notify.Calls{DB: w.db.Worker(), Now: now, BaseURL: "https://vaatu.example", Sender: notify.SMTP{Address: w.box.address, From: "vaatu@example.fi"}}
			if err := calls.Work(w.t.Context(), &river.Job[notify.CallsArgs]{}); err != nil {
				w.t.Error(err)
			}
		})
	}
	both.Wait()
}

// hears fails unless one mail, to this person, was sent of what has happened, in these words.
func (w *listening) hears(p person, subject, body string) {
	w.t.Helper()
	w.work()
	w.reads(p, subject, body)
	w.box.none(w.t)
}

// reads looks at the next mail that was sent.
func (w *listening) reads(p person, subject, body string) {
	w.t.Helper()
	m := w.box.next(w.t)
	if m.to != p.subject+"@example.fi" || m.subject != subject || !strings.Contains(m.body, body) {
		w.t.Errorf("the mail is %+v; want %q and %q to %s", m, subject, body, p.subject)
	}
	for _, secret := range []string{taysSchool.name, "autis", invitation, handOverNote, nameOf(p.subject)} {
		if strings.Contains(m.subject+m.body, secret) {
			w.t.Errorf("the mail tells %q: %s", secret, m.body)
		}
	}
}

func TestWhoIsAskedForAPartOrGetsOneOrIsAnsweredHearsOfItByMailOnce(t *testing.T) {
	t.Parallel()
	w, ctx := tells(t), t.Context()
	head, partners := w.lead(valteriUnit, "VALTERI"), w.join("lead", "sv", grant{role: "LEAD", unit: elmeriUnit, actor: "ELMERI"})
	expert, colleague := w.expert(valteriUnit, "VALTERI"), w.join("expert", "sv", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"})
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	named, page := "Vaatu "+c.GetNumber()+": ", "https://vaatu.example/cases/"+c.GetId()+"\n"
	held := w.claim(expert, c)
	w.invites(expert, c, elmeriUnit)
	w.hears(partners, named+"din enhet ombeds delta", "https://vaatu.example/\n")

	offer := w.offers(expert, colleague, held, handOverNote)
	w.hears(colleague, named+"ansvaret erbjuds", "https://vaatu.example/\n")
	must[*casespb.HandOver](t)(colleague.DeclineHandOver(ifMatch(ctx, offer.GetEtag()), &assignmentpb.DeclineHandOverRequest{HandOverId: offer.GetId(), Reason: "Olen lomalla."}))
	w.hears(expert, named+"tarjouksesi on hylätty", page)

	etag := w.read(expert, c.GetId()).GetEtag()
	offer = must[*casespb.HandOver](t)(expert.OfferHandOver(ifMatch(ctx, etag), toUnit(held, elmeriUnit)))
	w.hears(partners, named+"ansvaret erbjuds", "https://vaatu.example/\n")
	must[*casespb.HandOver](t)(expert.RevokeHandOver(ifMatch(ctx, offer.GetEtag()), &assignmentpb.RevokeHandOverRequest{HandOverId: offer.GetId()}))
	w.work()
	w.box.none(t)

	offer = w.offers(expert, colleague, held, handOverNote)
	w.hears(colleague, named+"ansvaret erbjuds", "https://vaatu.example/\n")
	must[*casespb.HandOver](t)(colleague.AcceptHandOver(ifMatch(ctx, offer.GetEtag()), &assignmentpb.AcceptHandOverRequest{HandOverId: offer.GetId()}))
	w.hears(expert, named+"tarjouksesi on hyväksytty", "https://vaatu.example/\n")

	held = w.read(colleague, c.GetId()).GetAssignments()[0]
	gives := func(to person) { // who gives it hears nothing of it
		held = must[*casespb.Assignment](t)(head.AssignAssignment(ifMatch(ctx, held.GetEtag()), &assignmentpb.AssignAssignmentRequest{
			AssignmentId: held.GetId(), PersonId: to.id, Reason: "Sairausloma.",
		}))
	}
	gives(head)
	w.hears(colleague, named+"konsultationen har getts till en annan sakkunnig", "https://vaatu.example/my-cases\n")
	gives(expert)
	w.hears(expert, named+"konsultaatio on annettu sinulle", page)
}

func TestWhoGetsAPartForTheTimeOfAnAbsenceHearsWhenItIsToBeReturned(t *testing.T) {
	t.Parallel()
	w, ctx := tells(t), t.Context()
	head, expert, substitute := w.lead(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI"), w.join("expert", "sv", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"})
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	named, day := "Vaatu "+c.GetNumber()+": ", helsinki.In(time.Now().AddDate(0, 0, 10)).Format("2.1.2006")
	held := w.claim(expert, c)
	w.isAway(expert, away(expert, 0, 9, substitute.id))
	w.offers(expert, substitute, held, handOverNote)
	w.hears(substitute, named+"ansvaret erbjuds, återlämnas "+day, "https://vaatu.example/\n")
	held = must[*casespb.Assignment](t)(head.AssignAssignment(ifMatch(ctx, w.read(head, c.GetId()).GetAssignments()[0].GetEtag()), &assignmentpb.AssignAssignmentRequest{
		AssignmentId: held.GetId(), PersonId: substitute.id, Reason: "Sairausloma.",
	}))
	w.work()
	w.reads(expert, named+"konsultaatio on annettu toiselle asiantuntijalle", "/my-cases")
	w.reads(substitute, named+"konsultationen har getts till dig, återlämnas "+day, "/cases/"+c.GetId())
	must[*casespb.Assignment](t)(head.AssignAssignment(ifMatch(ctx, held.GetEtag()), &assignmentpb.AssignAssignmentRequest{
		AssignmentId: held.GetId(), PersonId: expert.id, Reason: "Palasi.",
	}))
	w.work()
	w.reads(expert, named+"konsultaatio on annettu sinulle", "/cases/"+c.GetId())
	w.reads(substitute, named+"konsultationen har getts till en annan sakkunnig", "/my-cases")
	w.box.none(t)
}

func TestWhatSomebodyIsToHearWithinAnHourComesInOneMail(t *testing.T) {
	t.Parallel()
	w, ctx := tells(t), t.Context()
	head, expert, teacher := w.lead(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI"), w.teacher(taysSchool)
	var lines []string
	for range 3 {
		c := w.file(teacher, request("fi", autism))
		a := c.GetAssignments()[0]
		must[*casespb.Assignment](t)(head.AssignAssignment(ifMatch(ctx, a.GetEtag()), &assignmentpb.AssignAssignmentRequest{AssignmentId: a.GetId(), PersonId: expert.id}))
		lines = append(lines, c.GetNumber()+": konsultaatio on annettu sinulle\n")
	}
	w.hears(expert, "Vaatu: ilmoituksia 3", "Avaa kirjautumalla: https://vaatu.example\n")
	if n := w.count("SELECT count(*) FROM notify.calls WHERE send_time IS NOT NULL"); n != len(lines) {
		t.Errorf("%d of %d were told", n, len(lines))
	}
}

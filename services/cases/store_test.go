package cases_test

import (
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/casetest"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

func TestEachStepOfALifeIsStoredAsItsEventsSay(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	teacher, principal, expert, second := casetest.Teacher(), casetest.Principal(), casetest.Expert(), casetest.Second()
	c := d.Filed(t)
	steps := []struct {
		wish func(cases.Case) casetest.Wish
		want cases.Phase
	}{
		{func(c cases.Case) casetest.Wish { return casetest.Message(c, teacher) }, cases.Queued},
		{func(c cases.Case) casetest.Wish { return casetest.Claim(c, expert) }, cases.InConsultation},
		{func(c cases.Case) casetest.Wish { return casetest.Release(c, expert) }, cases.Queued},
		{func(c cases.Case) casetest.Wish { return casetest.Claim(c, second) }, cases.InConsultation},
		{func(c cases.Case) casetest.Wish { return casetest.Ask(c, second) }, cases.AwaitingSchool},
		{func(c cases.Case) casetest.Wish { return casetest.Decline(c, second) }, cases.Triage},
		{func(c cases.Case) casetest.Wish {
			return casetest.Route(c, casetest.Coordinator(), casetest.Unit)
		}, cases.Queued},
		{func(c cases.Case) casetest.Wish { return casetest.Claim(c, expert) }, cases.InConsultation},
		{func(c cases.Case) casetest.Wish { return casetest.Ask(c, expert) }, cases.AwaitingSchool},
		{func(c cases.Case) casetest.Wish { return casetest.Ask(c, expert) }, cases.AwaitingSchool},
		{func(c cases.Case) casetest.Wish { return casetest.Reply(c, teacher) }, cases.AwaitingSchool},
		{func(c cases.Case) casetest.Wish { return casetest.Reply(c, principal) }, cases.InConsultation},
		{func(c cases.Case) casetest.Wish { return casetest.Message(c, expert) }, cases.InConsultation},
		{func(c cases.Case) casetest.Wish { return casetest.WriteAdvice(c, expert) }, cases.InConsultation},
		{func(c cases.Case) casetest.Wish { return casetest.WriteAdvice(c, expert) }, cases.InConsultation},
		{func(c cases.Case) casetest.Wish { return casetest.Publish(c, expert) }, cases.Advised},
		{func(c cases.Case) casetest.Wish { return casetest.Acknowledge(c, teacher) }, cases.FollowUp},
		{func(c cases.Case) casetest.Wish { return casetest.WriteAdvice(c, expert) }, cases.FollowUp},
		{func(c cases.Case) casetest.Wish { return casetest.Publish(c, expert) }, cases.Advised},
		{func(c cases.Case) casetest.Wish { return casetest.Close(c, principal) }, cases.Closed},
	}
	wantSound(t, d, c)
	for _, step := range steps {
		wish := step.wish(c)
		c = d.Do(t, wish)
		if c.Phase() != step.want {
			t.Fatalf("after %T the phase is %s; want %s", wish.Command, c.Phase(), step.want)
		}
		wantSound(t, d, c)
	}
	if n := count(t, d, "SELECT count(*) FROM case_content WHERE case_id = $1", c.ID); n != 15 {
		t.Errorf("%d texts are stored; want 15", n)
	}
}

func TestARequestWithoutAUnitGoesToTriageAndCanBeWithdrawn(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.File(t, nil)
	if c.Phase() != cases.Triage {
		t.Fatalf("phase is %s; want TRIAGE", c.Phase())
	}
	wantSound(t, d, c)
	c = d.Do(t, casetest.Withdraw(c, casetest.Teacher()))
	if c.Phase() != cases.Withdrawn {
		t.Errorf("phase is %s; want WITHDRAWN", c.Phase())
	}
	wantSound(t, d, c)
}

func TestAMissingPermissionLocksTheUnitOut(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	filing := d.Filing(t, &casetest.Unit)
	filing.Command.PermissionNeeded = true
	result, err := d.Store.File(t.Context(), casetest.Call(casetest.Teacher(), filing.Command.CaseID), filing)
	if err != nil {
		t.Fatal(err)
	}
	if result.Case.Phase() != cases.AwaitingPermission {
		t.Fatalf("phase is %s; want AWAITING_PERMISSION", result.Case.Phase())
	}
	_, err = d.Try(t, casetest.Claim(result.Case, casetest.Expert()))
	wantRefusal(t, err, cases.NotNow)
	wantSound(t, d, result.Case)
	wantSound(t, d, d.Do(t, casetest.Withdraw(result.Case, casetest.Teacher())))
}

func TestTextsComeBackToThoseWhoMayReadThem(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	c = d.Do(t, casetest.Ask(c, casetest.Expert()))
	c = d.Do(t, casetest.Reply(c, casetest.Teacher()))
	_, texts, err := d.Store.Get(t.Context(), casetest.Expert(), permission.ReadCase, c.ID,
		cases.RequestContent, cases.QuestionContent, cases.ReplyContent)
	if err != nil {
		t.Fatal(err)
	}
	want := []cases.ContentKind{cases.RequestContent, cases.QuestionContent, cases.ReplyContent}
	if len(texts) != len(want) {
		t.Fatalf("%d texts came back; want %d", len(texts), len(want))
	}
	for i, text := range texts {
		if text.Kind != want[i] || string(text.Plain) != casetest.Secret+": "+string(want[i]) {
			t.Errorf("text %d is %s %q; want %s", i, text.Kind, text.Plain, want[i])
		}
	}
	if texts[2].AboutID != texts[1].ID || texts[2].Author.Person.ID != casetest.Teacher().PersonID {
		t.Errorf("the reply is about %s by %s; want the question's id and the teacher", texts[2].AboutID, texts[2].Author.Person.ID)
	}
}

func TestAClockThatIsSetBackKeepsTheOrderOfEvents(t *testing.T) {
	t.Parallel()
	d := casetest.New(t)
	c := d.Held(t)
	d.Store.Now = func() time.Time { return time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC) }
	asked := d.Do(t, casetest.Ask(c, casetest.Expert()))
	asked = d.Do(t, casetest.Ask(asked, casetest.Expert()))
	if !asked.UpdateTime.After(c.UpdateTime) || !asked.Questions[1].AskTime.After(asked.Questions[0].AskTime) {
		t.Errorf("times run %s, %s, %s; want later ones", c.UpdateTime, asked.Questions[0].AskTime, asked.Questions[1].AskTime)
	}
	dispute := deed{casetest.Expert(), func(_ cases.Case, text func() string) cases.Command { return cases.DisputeLead{ReasonID: text()} }}.wish(asked)
	dispute.Content[0].Kind = cases.DisputeContent
	raised := d.Do(t, dispute)
	ended := d.Do(t, deed{casetest.Expert(), func(cases.Case, func() string) cases.Command { return cases.WithdrawDispute{} }}.wish(raised))
	asked = d.Do(t, casetest.Ask(ended, casetest.Expert()))
	if d := ended.Dispute; !d.RaiseTime.After(ended.UpdateTime) || !d.EndTime.After(d.RaiseTime) || !asked.UpdateTime.After(d.EndTime) {
		t.Errorf("with a dispute times run %s, %s, %s, %s; want later ones", ended.UpdateTime, d.RaiseTime, d.EndTime, asked.UpdateTime)
	}
	wantSound(t, d, asked)
}

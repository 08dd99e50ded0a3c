package services_test

import (
	"testing"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

func TestWhoLosesAPartHearsOfItAndIsLedToWhatTheyHold(t *testing.T) {
	t.Parallel()
	const list = "https://vaatu.example/my-cases\n"
	for name, one := range map[string]struct {
		lose func(w *listening, c *casespb.Case, teacher, head, expert, partner person, part *casespb.Assignment)
		lead bool // the one who leads hears; otherwise the partner
		tell string
	}{
		"the school withdraws": {func(w *listening, c *casespb.Case, teacher, _, expert, _ person, _ *casespb.Assignment) {
			must[*casespb.Assignment](w.t)(expert.DismissAssignment(ifMatch(w.t.Context(), w.read(expert, c.GetId()).GetEtag()), &assignmentpb.DismissAssignmentRequest{
				AssignmentId: w.read(expert, c.GetId()).GetAssignments()[1].GetId(),
			}))
			w.exec("DELETE FROM river.river_job")
			must[*casespb.Case](w.t)(teacher.WithdrawCase(ifMatch(w.t.Context(), w.read(teacher, c.GetId()).GetEtag()), &intakepb.WithdrawCaseRequest{CaseId: c.GetId()}))
		}, true, "koulu on perunut pyynnön"},
		"the head gives it to another": {func(w *listening, c *casespb.Case, _, head, expert, _ person, _ *casespb.Assignment) {
			lead := w.read(expert, c.GetId()).GetAssignments()[0]
			must[*casespb.Assignment](w.t)(head.AssignAssignment(ifMatch(w.t.Context(), lead.GetEtag()), &assignmentpb.AssignAssignmentRequest{
				AssignmentId: lead.GetId(), PersonId: head.id, Reason: "Sairausloma.",
			}))
		}, true, "konsultaatio on annettu toiselle asiantuntijalle"},
		"the head declines it for the unit": {func(w *listening, c *casespb.Case, _, head, expert, _ person, _ *casespb.Assignment) {
			lead := w.read(expert, c.GetId()).GetAssignments()[0]
			must[*casespb.Assignment](w.t)(head.DeclineAssignment(ifMatch(w.t.Context(), lead.GetEtag()), &assignmentpb.DeclineAssignmentRequest{
				AssignmentId: lead.GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_NO_CAPACITY, Suggestion: "Toinen yksikkö.",
			}))
		}, true, "yksikkösi ei ota konsultaatiota"},
		"who leads dismisses a partner": {func(w *listening, c *casespb.Case, _, _, expert, _ person, part *casespb.Assignment) {
			must[*casespb.Assignment](w.t)(expert.DismissAssignment(ifMatch(w.t.Context(), w.read(expert, c.GetId()).GetEtag()), &assignmentpb.DismissAssignmentRequest{AssignmentId: part.GetId()}))
		}, false, "osuutesi on päätetty"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := tells(t)
			w.t = t
			head, expert, partner, teacher := w.lead(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI"), w.expert(elmeriUnit, "ELMERI"), w.teacher(taysSchool)
			c := w.file(teacher, request("fi", autism))
			w.claim(expert, c)
			part := w.invites(expert, c, elmeriUnit)
			part = must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
			one.lose(w, c, teacher, head, expert, partner, part)
			loser := partner
			if one.lead {
				loser = expert
			}
			w.hears(loser, "Vaatu "+c.GetNumber()+": "+one.tell, list)
		})
	}
}

func TestWhoLeadsHearsThatAPartnerDeclinesOrIsDone(t *testing.T) {
	t.Parallel()
	w, ctx := tells(t), t.Context()
	expert, partner := w.expert(valteriUnit, "VALTERI"), w.expert(elmeriUnit, "ELMERI")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	w.claim(expert, c)
	named, page := "Vaatu "+c.GetNumber()+": ", "https://vaatu.example/cases/"+c.GetId()+"\n"
	part := w.invites(expert, c, elmeriUnit)
	must[*casespb.Assignment](t)(partner.DeclineAssignment(ifMatch(ctx, part.GetEtag()), &assignmentpb.DeclineAssignmentRequest{
		AssignmentId: part.GetId(), Reason: casespb.DeclineReason_DECLINE_REASON_NO_CAPACITY, Suggestion: "Toinen yksikkö.",
	}))
	w.hears(expert, named+"kumppaniyksikkö ei ota osuuttaan", page)
	part = w.invites(expert, c, elmeriUnit)
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(ctx, part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	must[*casespb.Assignment](t)(partner.CompleteAssignment(ifMatch(ctx, w.read(partner, c.GetId()).GetEtag()), &assignmentpb.CompleteAssignmentRequest{AssignmentId: part.GetId()}))
	w.hears(expert, named+"kumppanin osuus on valmis", page)
}

func TestWhoAskedTheSchoolHearsThatItHasReplied(t *testing.T) {
	t.Parallel()
	w := tells(t)
	expert, partner, teacher := w.expert(valteriUnit, "VALTERI"), w.expert(elmeriUnit, "ELMERI"), w.teacher(taysSchool)
	c := w.file(teacher, request("fi", autism))
	w.claim(expert, c)
	part := w.invites(expert, c, elmeriUnit)
	must[*casespb.Assignment](t)(partner.ClaimAssignment(ifMatch(t.Context(), part.GetEtag()), &assignmentpb.ClaimAssignmentRequest{AssignmentId: part.GetId()}))
	for _, asks := range []person{expert, partner} {
		w.ask(asks, c, "Milloin tilanne alkoi?")
		asked := w.questions(asks, c)
		w.work()
		w.box.none(t)
		must[*caseworkpb.Question](t)(teacher.ReplyToQuestion(t.Context(), &caseworkpb.ReplyToQuestionRequest{
			CaseId: c.GetId(), QuestionId: asked[len(asked)-1].GetId(), Text: "Syksyllä.",
		}))
		w.hears(asks, "Vaatu "+c.GetNumber()+": koulu on vastannut", "https://vaatu.example/cases/"+c.GetId()+"\n")
	}
}

func TestOfWhatIsOverBeforeAMailGoesNobodyHears(t *testing.T) {
	t.Parallel()
	w, ctx := tells(t), t.Context()
	head, partners, a, b := w.lead(valteriUnit, "VALTERI"), w.lead(elmeriUnit, "ELMERI"), w.expert(valteriUnit, "VALTERI"), w.expert(valteriUnit, "VALTERI")
	c := w.file(w.teacher(taysSchool), request("fi", autism))
	held := w.claim(a, c)
	offer := w.offers(a, b, held, handOverNote)
	must[*casespb.HandOver](t)(a.RevokeHandOver(ifMatch(ctx, offer.GetEtag()), &assignmentpb.RevokeHandOverRequest{HandOverId: offer.GetId()}))
	part := w.invites(a, c, elmeriUnit)
	must[*casespb.Assignment](t)(a.DismissAssignment(ifMatch(ctx, w.read(a, c.GetId()).GetEtag()), &assignmentpb.DismissAssignmentRequest{AssignmentId: part.GetId()}))
	held = w.read(a, c.GetId()).GetAssignments()[0]
	for _, to := range []person{b, head} {
		held = must[*casespb.Assignment](t)(head.AssignAssignment(ifMatch(ctx, held.GetEtag()), &assignmentpb.AssignAssignmentRequest{
			AssignmentId: held.GetId(), PersonId: to.id, Reason: "Sairausloma.",
		}))
	}
	w.exec("DELETE FROM river.river_job WHERE args ->> 'event' = 'GIVEN_ON'")
	w.exec("UPDATE access.persons SET email = NULL WHERE id = $1", a.id)
	w.exec("INSERT INTO notify.calls (case_id, round, tell, version, person_id, create_time) SELECT id, round, 'COMPLETED', version, $2, now() FROM cases WHERE id = $1", c.GetId(), a.id)
	w.work()
	w.box.none(t)
	if n := w.count("SELECT count(*) FROM notify.calls WHERE end_time IS NULL AND person_id = ANY ($1)", []string{a.id, b.id, partners.id}); n != 0 {
		t.Errorf("%d calls of which there is nothing to tell are looked at again", n)
	}
	if n := w.count("SELECT count(DISTINCT tell) FROM notify.calls WHERE end_time IS NOT NULL"); n != 4 {
		t.Errorf("%d kinds of calls have ended, want 4", n)
	}
}

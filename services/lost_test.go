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

package services_test

import (
	"regexp"
	"strings"
	"testing"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
)

var (
	// plainSubject is one that says nothing of anybody.
	plainSubject = regexp.MustCompile(`^Vaatu( [0-9A-Z]{4}-[0-9A-Z]{3})?: [a-zåäö ,]+$`)
	addresses    = regexp.MustCompile(`https?://\S+|www\.\S+`)
)

// TestANameThatIsAnAttackIsInNoMail: a provider lets people call themselves what they like, and whatever a colleague's name holds,
// the mails that their acts bring hold none of it.
func TestANameThatIsAnAttackIsInNoMail(t *testing.T) {
	t.Parallel()
	for language, at := range map[string]school{"fi": hyksSchool, "sv": alandSchool} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			box := openMailbox(t)
			h := start(t, withMail(box))
			ctx := t.Context()
			join := func(role string) person {
				return h.join(strings.ToLower(role), language, grant{role: role, school: at.id})
			}
			attacker, colleague, principal := join("REQUESTER"), join("REQUESTER"), join("PRINCIPAL")
			expert := h.join("expert", language, grant{role: "EXPERT", unit: skillaUnit, actor: "VALTERI"}, grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"})
			h.exec("UPDATE access.persons SET display_name = $1 WHERE id IN ($2, $3)",
				"https://evil.example/ <img src=//evil.example>\r\nBcc: b@evil.example\r\n\r\n\u202e"+venom+" %s %!", attacker.id, expert.id)

			theirs := h.file(colleague, request(language, autism))
			h.asksToJoin(attacker)
			h.expect(box, colleague)
			h.shared(attacker, colleague)
			h.expect(box, colleague)
			mine := h.file(attacker, request(language, autism))
			must[*permitspb.CasePermissions](t)(attacker.AskAuthorisation(ctx, &permitspb.AskAuthorisationRequest{CaseId: mine.GetId()}))
			h.expect(box, principal)
			h.asksToJoin(colleague)
			h.expect(box, attacker)
			must[*intakepb.AnswerJoinResponse](t)(attacker.AnswerJoin(ctx, &intakepb.AnswerJoinRequest{
				JoinId: h.joins(attacker)[0].GetId(), Answer: intakepb.JoinAnswer_JOIN_ANSWER_SAME_MATTER,
			}))
			h.expect(box, colleague)
			h.claim(expert, theirs)
			h.ask(expert, theirs, "Kysymys")
			h.expect(box, colleague)
			must[*casespb.Case](t)(attacker.WithdrawCase(ifMatch(ctx, h.read(attacker, mine.GetId()).GetEtag()), &intakepb.WithdrawCaseRequest{CaseId: mine.GetId()}))
			box.none(t)
		})
	}
}

// expect takes the next mail, which goes to one person and holds nothing but our words, a number and a way in.
func (h *house) expect(box *mailbox, to person) {
	h.t.Helper()
	l := box.next(h.t)
	if l.to != to.subject+"@example.fi" || !plainSubject.MatchString(l.subject) {
		h.t.Errorf("%s is mailed %+v", to.subject, l)
	}
	if links := addresses.FindAllString(l.body, -1); len(links) != 1 || !strings.HasPrefix(links[0], "https://vaatu.example/") {
		h.t.Errorf("the links of a mail are %q", links)
	}
	for _, bad := range []string{"evil", venom, "<", "\u202e", "Bcc", "%!"} {
		if strings.Contains(l.subject+l.body, bad) {
			h.t.Errorf("a mail holds %q: %+v", bad, l)
		}
	}
}

package lives

import (
	"time"

	"github.com/vip-verkosto/vaatu/services/cases"
)

// lead answers the id of the lead's assignment.
func (l *life) lead() string {
	a, _ := l.c.Lead()
	return a.ID
}

func claim(l *life) error {
	l.later(2 * day)
	return l.do(l.worker(), cases.Claim{AssignmentID: l.lead()})
}

func decline(l *life) error {
	l.later(day)
	suggestion := l.text(cases.ReasonContent, l.sample.Message)
	return l.do(l.worker(), cases.Decline{AssignmentID: l.lead(), Reason: "NOT_OUR_FIELD", SuggestionID: suggestion.ID}, suggestion)
}

func ask(l *life) error {
	l.later(day)
	question := l.text(cases.QuestionContent, l.sample.Question)
	return l.do(l.worker(), cases.Ask{QuestionID: question.ID, Due: l.at.Add(14 * day).Format(time.DateOnly)}, question)
}

func reply(l *life) error {
	l.later(2 * day)
	q, _ := l.c.OpenQuestion()
	text := l.text(cases.ReplyContent, l.sample.Reply)
	text.AboutID = q.ID
	return l.do(l.filer(), cases.Reply{QuestionID: q.ID, ReplyID: text.ID}, text)
}

func message(l *life) error {
	l.later(day)
	text := l.text(cases.MessageContent, l.sample.Message)
	return l.do(l.worker(), cases.PostMessage{MessageID: text.ID}, text)
}

func advise(l *life) error {
	l.later(4 * day)
	text := l.text(cases.AdviceContent, l.sample.Advice)
	if err := l.do(l.worker(), cases.WriteAdvice{AdviceID: text.ID}, text); err != nil {
		return err
	}
	l.later(time.Hour)
	return l.do(l.worker(), cases.PublishAdvice{})
}

func acknowledge(l *life) error {
	l.later(2 * day)
	return l.do(l.filer(), cases.Acknowledge{})
}

func end(l *life) error {
	l.later(14 * day)
	text := l.text(cases.CommentContent, l.sample.Comment)
	effect := one(l.random, []string{"CONFIRMED", "NEW_PLAN", "NOT_USEFUL"})
	return l.do(l.filer(), cases.Close{Effect: effect, Value: 1 + l.random.IntN(5), CommentID: text.ID}, text)
}

func withdraw(l *life) error {
	l.later(2 * day)
	return l.do(l.filer(), cases.Withdraw{})
}

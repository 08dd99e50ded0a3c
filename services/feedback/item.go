package feedback

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	feedbackpb "github.com/vip-verkosto/vaatu/proto/vaatu/feedback/v1"
	"github.com/vip-verkosto/vaatu/services/internal/helsinki"
	"github.com/vip-verkosto/vaatu/services/internal/page"
)

// item is a row of feedback.items.
type item struct {
	ID           string     `db:"id"`
	Number       string     `db:"number"`
	Wrapped      []byte     `db:"wrapped"`
	Sealed       []byte     `db:"sealed"`
	Language     string     `db:"language"`
	CreateTime   time.Time  `db:"create_time"`
	DueDate      string     `db:"due_date"`
	AnswerTime   *time.Time `db:"answer_time"`
	AnswererName *string    `db:"answerer_name"`
}

// itemSelect goes before a function that answers rows.
const itemSelect = `SELECT id, number::text, wrapped, sealed, language, create_time, to_char(due_date, 'YYYY-MM-DD') AS due_date,
	answer_time, answerer_name FROM `

// place in its list.
func (i item) place() page.Cursor {
	if i.AnswerTime != nil {
		return page.Cursor{Time: *i.AnswerTime, ID: i.ID}
	}
	return page.Cursor{Time: i.CreateTime, ID: i.ID}
}

// message opens a row.
func (s *Service) message(i item) (*feedbackpb.Feedback, error) {
	key, err := s.deps.Vault.Unwrap(i.ID, i.Wrapped)
	if err != nil {
		return nil, err
	}
	plain, err := key.Open(i.Sealed, placeOf(i.ID))
	if err != nil {
		return nil, err
	}
	var sent feedbackpb.SendFeedbackRequest
	if err := proto.Unmarshal(plain, &sent); err != nil {
		return nil, fmt.Errorf("decoding feedback: %w", err)
	}
	m := &feedbackpb.Feedback{
		Id: i.ID, Number: i.Number, Message: sent.GetMessage(), Email: sent.GetEmail(), Page: sent.GetPage(), Language: i.Language,
		CreateTime: timestamppb.New(i.CreateTime), DueDate: i.DueDate,
		Overdue: i.AnswerTime == nil && i.DueDate < helsinki.Date(s.now()),
	}
	if i.AnswerTime != nil {
		m.AnswerTime, m.AnswererName = timestamppb.New(*i.AnswerTime), *i.AnswererName
	}
	return m, nil
}

package cases

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// Event is one change of a case: who, in which role, when, caused by which request. Texts are never in it; where a
// reason was given, the data names the sealed content row.
type Event struct {
	CaseID  string
	Version int
	At      time.Time
	By      By
	// RequestID is the request that caused it.
	RequestID string
	Data      Data
}

// Kind is the code of the event: FILED, CLAIMED, …
func (e Event) Kind() string { return e.Data.kind() }

// By is who acted, under which grant.
type By struct {
	Person Person
	Role   permission.Role
	UnitID string
}

func byGrant(p permission.Principal, g permission.Grant) By {
	return By{Person: Person{ID: p.PersonID, Name: p.Name}, Role: g.Role, UnitID: g.UnitID}
}

// Data is what an event of one kind says.
type Data interface{ kind() string }

// Filed makes the case.
type Filed struct {
	Number            string `json:"number"`
	Facts             Facts  `json:"facts"`
	PermissionMissing bool   `json:"permission_missing,omitempty"`
}

// Routed gives the case to a unit.
type Routed struct {
	AssignmentID string  `json:"assignment_id"`
	Routing      Routing `json:"routing"`
	ReasonID     string  `json:"reason_id,omitempty"`
}

// SentToTriage leaves the choice to coordination.
type SentToTriage struct {
	Routing Routing `json:"routing"`
}

// Claimed gives a waiting assignment to the person who acted.
type Claimed struct {
	AssignmentID string `json:"assignment_id"`
}

// Released puts a held assignment back.
type Released struct {
	AssignmentID string `json:"assignment_id"`
	ReasonID     string `json:"reason_id,omitempty"`
}

// DeclinedByUnit ends a unit's part; the case goes to triage.
type DeclinedByUnit struct {
	AssignmentID string `json:"assignment_id"`
	Reason       string `json:"reason"`
	SuggestionID string `json:"suggestion_id"`
}

// Asked opens a question to the school.
type Asked struct {
	QuestionID string `json:"question_id"`
	Due        string `json:"due"`
}

// Replied answers a question.
type Replied struct {
	QuestionID string `json:"question_id"`
	ReplyID    string `json:"reply_id"`
}

// Messaged adds a message.
type Messaged struct {
	MessageID string `json:"message_id"`
}

// AdviceWritten adds a revision of the advice.
type AdviceWritten struct {
	AdviceID string `json:"advice_id"`
	Revision int    `json:"revision"`
}

// AdvicePublished gives a revision to the school.
type AdvicePublished struct {
	Revision int `json:"revision"`
}

// Acknowledged says that the school has read the advice.
type Acknowledged struct{}

// ClosedBySchool ends the case.
type ClosedBySchool struct {
	Effect    string `json:"effect"`
	Value     int    `json:"value,omitempty"`
	CommentID string `json:"comment_id,omitempty"`
}

// WithdrawnBySchool takes the request back.
type WithdrawnBySchool struct {
	ReasonID string `json:"reason_id,omitempty"`
}

func (Filed) kind() string             { return "FILED" }
func (Routed) kind() string            { return "ROUTED" }
func (SentToTriage) kind() string      { return "SENT_TO_TRIAGE" }
func (Claimed) kind() string           { return "CLAIMED" }
func (Released) kind() string          { return "RELEASED" }
func (DeclinedByUnit) kind() string    { return "DECLINED" }
func (Asked) kind() string             { return "ASKED" }
func (Replied) kind() string           { return "REPLIED" }
func (Messaged) kind() string          { return "MESSAGED" }
func (AdviceWritten) kind() string     { return "ADVICE_WRITTEN" }
func (AdvicePublished) kind() string   { return "ADVICE_PUBLISHED" }
func (Acknowledged) kind() string      { return "ACKNOWLEDGED" }
func (ClosedBySchool) kind() string    { return "CLOSED" }
func (WithdrawnBySchool) kind() string { return "WITHDRAWN" }

// textOf answers the id of the sealed text that an event names; empty when it names none.
func textOf(d Data) string {
	switch d := d.(type) {
	case Routed:
		return d.ReasonID
	case Released:
		return d.ReasonID
	case DeclinedByUnit:
		return d.SuggestionID
	case Asked:
		return d.QuestionID
	case Replied:
		return d.ReplyID
	case Messaged:
		return d.MessageID
	case AdviceWritten:
		return d.AdviceID
	case ClosedBySchool:
		return d.CommentID
	case WithdrawnBySchool:
		return d.ReasonID
	}
	return ""
}

// decoders reads the stored data of each kind of event.
var decoders = map[string]func([]byte) (Data, error){
	Filed{}.kind():             decode[Filed],
	Routed{}.kind():            decode[Routed],
	SentToTriage{}.kind():      decode[SentToTriage],
	Claimed{}.kind():           decode[Claimed],
	Released{}.kind():          decode[Released],
	DeclinedByUnit{}.kind():    decode[DeclinedByUnit],
	Asked{}.kind():             decode[Asked],
	Replied{}.kind():           decode[Replied],
	Messaged{}.kind():          decode[Messaged],
	AdviceWritten{}.kind():     decode[AdviceWritten],
	AdvicePublished{}.kind():   decode[AdvicePublished],
	Acknowledged{}.kind():      decode[Acknowledged],
	ClosedBySchool{}.kind():    decode[ClosedBySchool],
	WithdrawnBySchool{}.kind(): decode[WithdrawnBySchool],
}

func decodeData(kind string, stored []byte) (Data, error) {
	decoder, ok := decoders[kind]
	if !ok {
		return nil, fmt.Errorf("decoding event data: unknown kind %q", kind)
	}
	return decoder(stored)
}

func decode[T Data](stored []byte) (Data, error) {
	var data T
	if err := json.Unmarshal(stored, &data); err != nil {
		return nil, fmt.Errorf("decoding event data of kind %s: %w", data.kind(), err)
	}
	return data, nil
}

package cases

import "time"

// Command is what somebody wants to happen to a case.
type Command interface {
	// decide answers the events that the command leads to. It may assume that the caller has the permission.
	decide(c Case, m Meta) ([]Data, error)
}

// Meta is what surrounds a command: who, when, which request, and which etag the caller had seen.
type Meta struct {
	By        By
	At        time.Time
	RequestID string
	// Expect is the revision of the case or of the assignment that the caller saw; 0: not asked.
	Expect int
}

// File makes a case of a request.
type File struct {
	CaseID            string
	Number            string
	Facts             Facts
	Routing           Routing
	AssignmentID      string
	PermissionMissing bool
}

// Route gives a case in triage to a unit; ReasonID names the sealed reason.
type Route struct {
	AssignmentID string
	Unit         Unit
	ReasonID     string
}

// Claim takes a waiting assignment.
type Claim struct{ AssignmentID string }

// Release puts a held assignment back to the unit's queue.
type Release struct{ AssignmentID, ReasonID string }

// Decline ends a unit's part. Reason is a code, SuggestionID names the sealed words on where next.
type Decline struct{ AssignmentID, Reason, SuggestionID string }

// Ask opens a question. Due is a calendar date, YYYY-MM-DD.
type Ask struct{ QuestionID, Due string }

// Reply answers a question.
type Reply struct{ QuestionID, ReplyID string }

// PostMessage adds a message.
type PostMessage struct{ MessageID string }

// WriteAdvice adds a revision of the advice.
type WriteAdvice struct{ AdviceID string }

// PublishAdvice gives the latest revision to the school.
type PublishAdvice struct{}

// Acknowledge confirms that the school has read the advice.
type Acknowledge struct{}

// Close ends the case with the school's word.
type Close struct {
	Effect    string
	Value     int
	CommentID string
}

// Withdraw takes the request back.
type Withdraw struct{ ReasonID string }

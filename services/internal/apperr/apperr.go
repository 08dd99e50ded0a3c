// Package apperr names what can go wrong in words that a caller may see. An Error keeps the private cause apart from
// the public reason, so that no cause can leak; one interceptor turns it into a status.
package apperr

import (
	"errors"
	"fmt"
)

// Reason is the code of a kind of error, as in vaatu.cases.v1.ErrorReason without the prefix.
type Reason string

// Reasons.
const (
	Validation           Reason = "VALIDATION"
	Unauthenticated      Reason = "UNAUTHENTICATED"
	NotFound             Reason = "NOT_FOUND"
	TransitionRefused    Reason = "TRANSITION_REFUSED"
	AssignmentHeld       Reason = "ASSIGNMENT_HELD"
	EtagStale            Reason = "ETAG_STALE"
	IdempotencyKeyReused Reason = "IDEMPOTENCY_KEY_REUSED"
	IdentityCodeInText   Reason = "IDENTITY_CODE_IN_TEXT"
	RateLimited          Reason = "RATE_LIMITED"
	Unavailable          Reason = "UNAVAILABLE"
	ContentUnavailable   Reason = "CONTENT_UNAVAILABLE"
	Internal             Reason = "INTERNAL"
	NoRole               Reason = "NO_ROLE"
	SignInAgain          Reason = "SIGN_IN_AGAIN"
)

// Error is a failure with its public reason and its private cause.
type Error struct {
	Reason Reason
	// Fields that are wrong; with Validation and IdentityCodeInText.
	Fields []Field
	// Details for the caller, by code: holder, since, action, phase. Never content.
	Details map[string]string
	// Cause is for the log only.
	Cause error
}

// Field is one wrong field: its path in proto names and the rule that it breaks.
type Field struct {
	// Path such as request.situation.
	Path string
	// Rule is a code with a text in each language: required, string.max_len, …
	Rule string
	// Text says what is wrong in English, for clients that know no better.
	Text string
}

func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("%s: %v", e.Reason, e.Cause)
	}
	return string(e.Reason)
}

// Unwrap answers the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Is compares reasons, so that errors.Is(err, apperr.New(apperr.NotFound)) holds for any error of the kind.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Reason == e.Reason
}

// New answers an error of a kind.
func New(r Reason) *Error { return &Error{Reason: r} }

// Invalid answers a validation error of one field.
func Invalid(path, rule, text string) *Error {
	return &Error{Reason: Validation, Fields: []Field{{Path: path, Rule: rule, Text: text}}}
}

// ReasonOf answers the reason of an error: Internal for one that has none.
func ReasonOf(err error) Reason {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	return Internal
}

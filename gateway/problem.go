package gateway

import (
	"encoding/json"
	"net/http"
	"strings"
)

// Reasons, as in vaatu.cases.v1.ErrorReason without the prefix.
const (
	reasonValidation           = "VALIDATION"
	reasonIdentityCodeInText   = "IDENTITY_CODE_IN_TEXT"
	reasonUnauthenticated      = "UNAUTHENTICATED"
	reasonForeignOrigin        = "FOREIGN_ORIGIN"
	reasonNoRole               = "NO_ROLE"
	reasonNotFound             = "NOT_FOUND"
	reasonMethodNotAllowed     = "METHOD_NOT_ALLOWED"
	reasonTransitionRefused    = "TRANSITION_REFUSED"
	reasonAssignmentHeld       = "ASSIGNMENT_HELD"
	reasonIdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED"
	reasonEtagStale            = "ETAG_STALE"
	reasonTooLarge             = "TOO_LARGE"
	reasonUnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE"
	reasonRateLimited          = "RATE_LIMITED"
	reasonInternal             = "INTERNAL"
	reasonUnavailable          = "UNAVAILABLE"
	reasonContentUnavailable   = "CONTENT_UNAVAILABLE"
	reasonSignInAgain          = "SIGN_IN_AGAIN"
	reasonInvalidToken         = "INVALID_TOKEN"
)

// statusOf maps reasons to HTTP statuses; a test ranges over all reasons of the contract.
var statusOf = map[string]int{
	reasonValidation:           http.StatusBadRequest,
	reasonIdentityCodeInText:   http.StatusBadRequest,
	reasonUnauthenticated:      http.StatusUnauthorized,
	reasonSignInAgain:          http.StatusUnauthorized,
	reasonInvalidToken:         http.StatusUnauthorized,
	reasonForeignOrigin:        http.StatusForbidden,
	reasonNoRole:               http.StatusForbidden,
	reasonNotFound:             http.StatusNotFound,
	reasonMethodNotAllowed:     http.StatusMethodNotAllowed,
	reasonTransitionRefused:    http.StatusConflict,
	reasonAssignmentHeld:       http.StatusConflict,
	reasonIdempotencyKeyReused: http.StatusConflict,
	reasonEtagStale:            http.StatusPreconditionFailed,
	reasonTooLarge:             http.StatusRequestEntityTooLarge,
	reasonUnsupportedMediaType: http.StatusUnsupportedMediaType,
	reasonRateLimited:          http.StatusTooManyRequests,
	reasonInternal:             http.StatusInternalServerError,
	reasonUnavailable:          http.StatusServiceUnavailable,
	reasonContentUnavailable:   http.StatusServiceUnavailable,
}

// retryAfter is what a client waits before it tries again, in seconds.
const retryAfter = "5"

// refusal is why a request is not served.
type refusal struct {
	reason string
	// rule says in detail what is wrong where no field is to blame, or what stands against an action; empty: the reason's own detail.
	rule       string
	violations []violation
	// holder and since come with ASSIGNMENT_HELD.
	holder, since string
	// against comes with TRANSITION_REFUSED.
	against against
	// invitation comes with NO_ROLE: what became of the one that came along.
	invitation string
	// grant comes with NO_ROLE: why one that there is does not hold: ASLEEP, TO_COME or ENDED.
	grant string
	// allow lists the methods of the path, with METHOD_NOT_ALLOWED.
	allow []string
}

// violation is one wrong field.
type violation struct {
	field string
	rule  string
	// hint is the service's English text; its numbers go into ours.
	hint string
}

// problem is a problem document (RFC 9457).
type problem struct {
	Type       string           `json:"type"`
	Title      string           `json:"title"`
	Status     int              `json:"status"`
	Detail     string           `json:"detail,omitempty"`
	Reason     string           `json:"reason"`
	RequestID  string           `json:"requestId"`
	Violations []fieldViolation `json:"fieldViolations,omitempty"`
	Holder     string           `json:"holder,omitempty"`
	Since      string           `json:"since,omitempty"`
	against
}

// against says what stands against an action: the rule of the life cycle, the phase, and the roles that can take it when
// the rule holds.
type against struct {
	Action string   `json:"action,omitempty"`
	Phase  string   `json:"phase,omitempty"`
	Rule   string   `json:"rule,omitempty"`
	Who    []string `json:"who,omitempty"`
}

type fieldViolation struct {
	Field       string `json:"field"`
	Description string `json:"description"`
}

// document is the problem in a language.
func (f refusal) document(language, requestID string) problem {
	text := reasonTexts[f.reason]
	p := problem{
		Type:  "urn:vaatu:problem:" + strings.ReplaceAll(strings.ToLower(f.reason), "_", "-"),
		Title: text.title.in(language), Status: statusOf[f.reason], Detail: text.detail.in(language),
		Reason: f.reason, RequestID: requestID, Holder: f.holder, Since: f.since, against: f.against,
	}
	if f.rule != "" {
		p.Detail = violation{rule: f.rule}.text(language)
	}
	for _, v := range f.violations {
		p.Violations = append(p.Violations, fieldViolation{Field: v.field, Description: v.text(language)})
	}
	return p
}

// writeProblem answers a refusal.
func writeProblem(w http.ResponseWriter, r *http.Request, f refusal) {
	c := callOf(r.Context())
	if _, known := statusOf[f.reason]; !known {
		f = refusal{reason: reasonInternal}
	}
	body, err := json.Marshal(f.document(c.language, c.id))
	if err != nil {
		body = []byte(`{}`) // strings and numbers always encode
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", c.language)
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	switch f.reason {
	case reasonUnavailable, reasonContentUnavailable, reasonRateLimited:
		h.Set("Retry-After", retryAfter)
	case reasonUnauthenticated:
		h.Set("WWW-Authenticate", "Bearer")
	case reasonInvalidToken:
		h.Set("WWW-Authenticate", `Bearer error="invalid_token"`) // RFC 6750, section 3
	case reasonMethodNotAllowed:
		h.Set("Allow", strings.Join(f.allow, ", "))
	}
	w.WriteHeader(statusOf[f.reason])
	_, _ = w.Write(body) // whoever has hung up gets nothing
}

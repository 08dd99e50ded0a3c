package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Some acts want a sign-in of the last ten minutes. A fresh sign-in asks the provider to make the person prove anew who they
// are, and the time that its token tells is the proof. It is a sign-in like any other: where another person comes back, the
// browser is theirs from then on, and the page forgets what the one before had typed.

// clockLeeway is how far apart the clocks of a provider and of the gateway may be.
const clockLeeway = 30 * time.Second

var errNotFresh = errors.New("the provider does not say that the person has signed in just now")

// believe takes a time that is still to come for none, and refuses a fresh sign-in whose time is none or before its begin.
func (l loginState) believe(c claims, now time.Time) (claims, error) {
	if c.AuthTime.After(now.Add(clockLeeway)) {
		c.AuthTime = time.Time{}
	}
	if l.Fresh && c.AuthTime.Before(l.begun().Add(-clockLeeway)) {
		return c, fmt.Errorf("comparing auth_time: %w", errNotFresh)
	}
	return c, nil
}

// authTime reads auth_time of an ID token: seconds since 1970 as a number. Anything else is no time.
func authTime(said json.RawMessage) time.Time {
	var seconds float64
	if json.Unmarshal(said, &seconds) != nil || seconds < 1 || seconds > 1e11 {
		return time.Time{}
	}
	return time.Unix(int64(seconds), 0).UTC()
}

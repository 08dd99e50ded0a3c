package rpc

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Whatever the method answers, and whatever it is sent, both ways end alike: the house's connection compares them.
func TestACallWithinTheProcessEndsAsOneThroughASocket(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	for name, answer := range map[string]func(context.Context) error{
		"nothing wrong": func(context.Context) error { return nil },
		"a failure":     func(context.Context) error { return errors.New("a cause that is nobody's business") },
		"a status":      func(context.Context) error { return status.Error(codes.DataLoss, "of another make") },
		"a panic":       func(context.Context) error { panic("a defect") },
	} {
		h.answer = answer
		if err := h.claim(as(t, permission.Expert)); (err == nil) != (name == "nothing wrong") {
			t.Errorf("%s ends with %v", name, err)
		}
	}
	large := &intakepb.SubmitCaseRequest{Request: &casespb.Request{Situation: strings.Repeat("a", maxMessage)}}
	_, err := intakepb.NewIntakeServiceClient(h.conn).SubmitCase(as(t, permission.Requester), large)
	if status.Code(err) != codes.ResourceExhausted {
		t.Errorf("a message that is too large: %v; want RESOURCE_EXHAUSTED", err)
	}
	if err := h.conn.(alike).here.Invoke(t.Context(), "/unknown.Unknown/Do", large, large); status.Code(err) != codes.Unimplemented {
		t.Errorf("an unknown method: %v; want UNIMPLEMENTED", err)
	}
}

type secret struct{}

// Of the caller's context nothing is there but its end: a transaction or a session in it is the caller's.
func TestNothingCrossesWithinTheProcessButWhatASocketWouldCarry(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	var at time.Time
	h.answer = func(ctx context.Context) error {
		if ctx.Value(secret{}) != nil {
			t.Error("a value of the caller's context has come along")
		}
		at, _ = ctx.Deadline()
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithValue(as(t, permission.Expert), secret{}, 1), 20*time.Second)
	defer cancel()
	if err := h.claim(ctx); err != nil {
		t.Fatal(err)
	}
	if want, _ := ctx.Deadline(); !at.Equal(want) {
		t.Errorf("the call must end at %v, its caller's at %v", at, want)
	}
	if _, err := h.conn.(alike).here.NewStream(ctx, nil, ""); status.Code(err) != codes.Unimplemented {
		t.Errorf("a stream: %v; want UNIMPLEMENTED", err)
	}
	started, ended := make(chan struct{}), make(chan error)
	h.answer = func(ctx context.Context) error {
		close(started)
		<-ctx.Done()
		return ctx.Err()
	}
	h.conn = h.conn.(alike).here
	gone, leave := context.WithCancel(session.With(t.Context(), session.Call{Principal: permission.Principal{Grants: []permission.Grant{{Role: permission.Expert}}}}))
	go func() { ended <- h.claim(gone) }()
	<-started
	leave()
	if err := <-ended; status.Code(err) != codes.Unavailable {
		t.Errorf("a call whose caller has left: %v; want UNAVAILABLE", err)
	}
}

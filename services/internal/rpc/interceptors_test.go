package rpc

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/testing/protocmp"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

func TestAnInsideCallWithoutAPrincipalIsNobodys(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	for _, sent := range []string{"", "{", "[]"} {
		if err := h.claim(with(t, mdPrincipal, sent)); status.Code(err) != codes.Unauthenticated {
			t.Errorf("principal %q: %v; want UNAUTHENTICATED", sent, err)
		}
	}
}

func TestARoleWithoutThePermissionFindsNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	h.answer = func(context.Context) error { return apperr.New(apperr.NotFound) }
	missing := h.claim(as(t, permission.Expert)) // the handler says so
	denied := h.claim(as(t, permission.Requester))
	if diff := cmp.Diff(status.Convert(missing).Proto(), status.Convert(denied).Proto(), protocmp.Transform()); diff != "" {
		t.Errorf("not found (-) and not allowed (+) differ:\n%s", diff)
	}
	if reasonIn(denied) != "NOT_FOUND" {
		t.Errorf("denied with %v; want NOT_FOUND", denied)
	}
}

func TestThePrincipalTravelsWithTheCall(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	socket, err := Dial(Socket(h.dir, Inside), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	want := session.Call{
		Principal: permission.Principal{
			PersonID: someID, Name: "Eeva Esimerkki", Language: "fi", Acting: "g",
			Grants: []permission.Grant{{ID: "g", Role: permission.Expert, UnitID: "U", Actor: "VALTERI"}},
		},
		RequestID: uuid.NewString(), Language: "sv", Method: assignmentpb.AssignmentService_ClaimAssignment_FullMethodName,
	}
	for way, conn := range map[string]grpc.ClientConnInterface{"a socket": socket, "the process": h.conn.(alike).here} {
		h.call = session.Call{}
		_, err = assignmentpb.NewAssignmentServiceClient(conn).ClaimAssignment(session.With(t.Context(), want),
			&assignmentpb.ClaimAssignmentRequest{AssignmentId: someID})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, h.call); diff != "" {
			t.Errorf("through %s: the call that left (-) and the one that arrived (+):\n%s", way, diff)
		}
	}
}

func TestARequestIDOfOursIsKeptAndAnyOtherReplaced(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	for _, sent := range []string{someID, "", "x\ny", strings.Repeat("9", 200)} {
		if err := h.claim(metadataOn(as(t, permission.Expert), mdRequestID, strings.ReplaceAll(sent, "\n", " "))); err != nil {
			t.Fatal(err)
		}
		_, err := uuid.Parse(h.call.RequestID)
		if err != nil || (sent == someID) != (h.call.RequestID == sent) {
			t.Errorf("request id %q became %q", sent, h.call.RequestID)
		}
	}
}

func TestAnUnknownLanguageIsFinnish(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	for sent, want := range map[string]string{"fi": "fi", "sv": "sv", "en": "en", "": "fi", "de": "fi"} {
		if err := h.claim(metadataOn(as(t, permission.Expert), mdLanguage, sent)); err != nil {
			t.Fatal(err)
		}
		if h.call.Language != want {
			t.Errorf("%q is spoken to in %q; want %q", sent, h.call.Language, want)
		}
	}
}

func TestIfMatchBecomesTheEtag(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	for sent, want := range map[string]string{`"7"`: "7", `W/"7"`: "7", "7": "7", "": "1"} {
		ctx := as(t, permission.Expert)
		if sent != "" {
			ctx = metadataOn(ctx, mdIfMatch, sent)
		}
		if err := h.claim(ctx); err != nil { // its message says 1
			t.Fatal(err)
		}
		if h.etag != want {
			t.Errorf("If-Match %s gives the etag %q; want %q", sent, h.etag, want)
		}
	}
	_, err := assignmentpb.NewAssignmentServiceClient(h.conn).ListQueue(metadataOn(as(t, permission.Expert), mdIfMatch, `"7"`),
		&assignmentpb.ListQueueRequest{UnitId: someID})
	if err != nil {
		t.Errorf("a message without an etag field: %v", err)
	}
}

func TestAWrongFieldIsNamedByItsPath(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	request := &casespb.Request{
		Situation: strings.Repeat("ä", 5001), WorkingLanguage: "en", Grades: []int32{3, 10},
		Needs: []casespb.Need{casespb.Need_NEED_AUTISM, 99},
	}
	_, err := intakepb.NewIntakeServiceClient(h.conn).SubmitCase(as(t, permission.Requester), &intakepb.SubmitCaseRequest{Request: request})
	want := map[string]string{
		"request.situation": "string.max_len", "request.working_language": "string.in", "request.grades[1]": "int32.gte_lte",
		"request.needs[1]": "enum.defined_only",
	}
	if diff := cmp.Diff(want, fieldsIn(err)); diff != "" || status.Code(err) != codes.InvalidArgument || reasonIn(err) != "VALIDATION" {
		t.Errorf("%v; fields wanted (-), named (+):\n%s", err, diff)
	}
	if strings.Contains(status.Convert(err).String(), "ää") {
		t.Error("the refusal repeats what was written")
	}
	if h.call.Method != "" {
		t.Error("the handler was called with a message that breaks its rules")
	}
}

func TestANulInAnyTextIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	for path, request := range map[string]*intakepb.SubmitCaseRequest{
		"request.situation": {Request: &casespb.Request{Situation: "a\x00b"}},
		"request.question":  {Request: &casespb.Request{Question: "\x00"}},
	} {
		_, err := intakepb.NewIntakeServiceClient(h.conn).SubmitCase(as(t, permission.Requester), request)
		if diff := cmp.Diff(map[string]string{path: "string.nul"}, fieldsIn(err)); diff != "" {
			t.Errorf("%v; fields wanted (-), named (+):\n%s", err, diff)
		}
	}
}

func TestAStrangerLearnsNothingOfTheShapeOfARequest(t *testing.T) {
	t.Parallel()
	h := newHouse(t, Inside, session.Resolver{})
	_, err := assignmentpb.NewAssignmentServiceClient(h.conn).ClaimAssignment(as(t, permission.Vipu),
		&assignmentpb.ClaimAssignmentRequest{AssignmentId: "no uuid"})
	if status.Code(err) != codes.NotFound || len(fieldsIn(err)) > 0 {
		t.Errorf("somebody without the role is told %v %v; want NOT_FOUND", err, fieldsIn(err))
	}
}

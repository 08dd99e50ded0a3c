package services_test

import (
	"bytes"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// refused fails unless the error has the code and the reason; it answers its details.
func refused(t *testing.T, err error, code codes.Code, reason string) *errdetails.ErrorInfo {
	t.Helper()
	info := infoOf(err)
	if status.Code(err) != code || info.GetReason() != reason {
		t.Errorf("answer is %v (%v), want %v with %s", err, info, code, reason)
	}
	return info
}

func infoOf(err error) *errdetails.ErrorInfo {
	for _, d := range status.Convert(err).Details() {
		if info, ok := d.(*errdetails.ErrorInfo); ok {
			return info
		}
	}
	return nil
}

// violations answers the rules that fields break, by field.
func violations(err error) map[string]string {
	rules := map[string]string{}
	for _, d := range status.Convert(err).Details() {
		if bad, ok := d.(*errdetails.BadRequest); ok {
			for _, v := range bad.GetFieldViolations() {
				rules[v.GetField()] = v.GetReason()
			}
		}
	}
	return rules
}

// invalid fails unless the error names the field, and nothing else, with the rule.
func invalid(t *testing.T, err error, field, rule string) {
	t.Helper()
	refused(t, err, codes.InvalidArgument, "VALIDATION")
	if rules := violations(err); len(rules) != 1 || rules[field] != rule {
		t.Errorf("violations are %v, want %s for %s", rules, rule, field)
	}
}

// must answers what a call that may not fail answered.
func must[M any](t *testing.T) func(M, error) M {
	t.Helper()
	return func(m M, err error) M {
		t.Helper()
		if err != nil {
			t.Fatalf("%v %v %v", err, infoOf(err), violations(err))
		}
		return m
	}
}

// sameStatus fails unless two errors are the same on the wire, byte for byte.
func sameStatus(t *testing.T, what string, one, other error) {
	t.Helper()
	deterministic := proto.MarshalOptions{Deterministic: true}
	a, _ := deterministic.Marshal(status.Convert(one).Proto())
	b, _ := deterministic.Marshal(status.Convert(other).Proto())
	if one == nil || other == nil || !bytes.Equal(a, b) {
		t.Errorf("%s: one tells %v, the other %v", what, one, other)
	}
}

package rpc

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"buf.build/go/protovalidate"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protopath"
	"google.golang.org/protobuf/reflect/protorange"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
)

// validation checks messages against the rules that stand beside their fields.
type validation struct{ rules protovalidate.Validator }

func newValidation() (validation, error) {
	v, err := protovalidate.New()
	if err != nil {
		return validation{}, fmt.Errorf("preparing validation: %w", err)
	}
	return validation{v}, nil
}

func (v validation) interceptor() grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
		m, ok := req.(proto.Message)
		if !ok {
			return nil, apperr.New(apperr.Internal)
		}
		if err := v.check(m); err != nil {
			return nil, err
		}
		return next(ctx, req)
	}
}

func (v validation) check(m proto.Message) error {
	if holdsNUL(m.ProtoReflect()) {
		return apperr.Invalid(nul(m), "string.nul", "remove the NUL character")
	}
	err := v.rules.Validate(m)
	if err == nil {
		return nil
	}
	broken, ok := errors.AsType[*protovalidate.ValidationError](err)
	if !ok {
		return fmt.Errorf("validating %s: %w", m.ProtoReflect().Descriptor().FullName(), err)
	}
	invalid := &apperr.Error{Reason: apperr.Validation}
	for _, violation := range broken.Violations {
		invalid.Fields = append(invalid.Fields, apperr.Field{
			Path: protovalidate.FieldPathString(violation.Proto.GetField()),
			Rule: violation.Proto.GetRuleId(), Text: violation.Proto.GetMessage(),
		})
	}
	return invalid
}

// holdsNUL tells whether a value of a message has a NUL in one of its strings: nul without the path, and five times as fast.
func holdsNUL(value any) (found bool) {
	switch v := value.(type) {
	case string:
		return strings.ContainsRune(v, 0)
	case protoreflect.Message:
		v.Range(func(d protoreflect.FieldDescriptor, field protoreflect.Value) bool {
			if k := d.Kind(); k == protoreflect.StringKind || k == protoreflect.MessageKind { // a map is one of messages
				found = holdsNUL(field.Interface())
			}
			return !found
		})
	case protoreflect.Map:
		v.Range(func(key protoreflect.MapKey, entry protoreflect.Value) bool {
			found = holdsNUL(key.Interface()) || holdsNUL(entry.Interface())
			return !found
		})
	case protoreflect.List:
		for i := 0; i < v.Len() && !found; i++ {
			found = holdsNUL(v.Get(i).Interface())
		}
	}
	return found
}

// nul answers the path of the first string with a NUL, which no text has and the database cannot hold.
func nul(m proto.Message) string {
	var found string
	_ = protorange.Range(m.ProtoReflect(), func(v protopath.Values) error {
		last := v.Index(-1)
		if s, ok := last.Value.Interface().(string); ok && strings.ContainsRune(s, 0) {
			found = strings.TrimPrefix(v.Path[1:].String(), ".")
			return protorange.Terminate
		}
		return nil
	})
	return found
}

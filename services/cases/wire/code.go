// Package wire translates between the case and the contract: codes and enums, states and messages. Services use it so
// that a case looks the same whichever of them answers.
package wire

import (
	"strings"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// Enum is a generated enum of the contract.
type Enum interface {
	~int32
	protoreflect.Enum
}

// Code answers an enum's name without its prefix: NEED_AUTISM is AUTISM. The zero value is empty.
func Code[E Enum](e E) string {
	if e.Number() == 0 {
		return ""
	}
	v := e.Descriptor().Values().ByNumber(e.Number())
	if v == nil {
		return ""
	}
	return strings.TrimPrefix(string(v.Name()), prefix(e))
}

// Codes answers the codes of several.
func Codes[E Enum](es []E) []string {
	var codes []string
	for _, e := range es {
		codes = append(codes, Code(e))
	}
	return codes
}

// Parse answers the enum with a code; the zero value for an unknown or empty one.
func Parse[E Enum](code string) E {
	var zero E
	v := zero.Descriptor().Values().ByName(protoreflect.Name(prefix(zero) + code))
	if v == nil {
		return zero
	}
	return E(v.Number())
}

// ParseAll answers the enums with the codes.
func ParseAll[E Enum](codes []string) []E {
	var es []E
	for _, c := range codes {
		es = append(es, Parse[E](c))
	}
	return es
}

// prefix of an enum's values: its zero value is always PREFIX_UNSPECIFIED.
func prefix(e protoreflect.Enum) string {
	return strings.TrimSuffix(string(e.Descriptor().Values().ByNumber(0).Name()), "UNSPECIFIED")
}

// Time answers a timestamp; nil for the zero time.
func Time(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

func date(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.DateOnly)
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Package wire translates between the case and the contract: codes and enums, states and messages. Services use it so
// that a case looks the same whichever of them answers.
package wire

import (
	"strings"
	"sync"
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
	return codesOf(e).codes[e.Number()]
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
	return E(codesOf(zero).numbers[code])
}

// ParseAll answers the enums with the codes.
func ParseAll[E Enum](codes []string) []E {
	var es []E
	for _, c := range codes {
		es = append(es, Parse[E](c))
	}
	return es
}

// coding is how the values of one enum are coded, both ways.
type coding struct {
	codes   map[protoreflect.EnumNumber]string
	numbers map[string]protoreflect.EnumNumber
}

// codings by descriptor, each made when first asked for.
var codings sync.Map

func codesOf(e protoreflect.Enum) coding {
	d := e.Descriptor()
	if known, ok := codings.Load(d); ok {
		return known.(coding) //nolint:forcetypeassert,errcheck // it holds no others
	}
	values, made := d.Values(), coding{map[protoreflect.EnumNumber]string{}, map[string]protoreflect.EnumNumber{}}
	prefix := strings.TrimSuffix(string(values.ByNumber(0).Name()), "UNSPECIFIED") // the zero value is always PREFIX_UNSPECIFIED
	for i := range values.Len() {
		v := values.Get(i)
		code := strings.TrimPrefix(string(v.Name()), prefix)
		made.codes[v.Number()], made.numbers[code] = code, v.Number()
	}
	codings.Store(d, made)
	return made
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

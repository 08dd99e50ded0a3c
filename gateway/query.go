package gateway

import (
	"net/url"
	"slices"
	"strconv"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// checkQuery answers what is wrong in the query of a route: unknown parameters, second values, values of another type.
// An enum's value is its name; its number is not part of the interface.
func (r *route) checkQuery(values url.Values) []violation {
	var wrong []violation
	seen := map[protoreflect.FieldDescriptor]bool{}
	for name, given := range values {
		field, known := r.query[name]
		switch {
		case !known:
			wrong = append(wrong, violation{field: shorten(name), rule: ruleQueryUnknown})
		case seen[field] || len(given) > 1 && !field.IsList():
			wrong = append(wrong, violation{field: name, rule: ruleQueryDuplicate})
		case !slices.ContainsFunc(given, func(v string) bool { return !fits(field, v) }):
		case field.Kind() == protoreflect.EnumKind:
			wrong = append(wrong, violation{field: name, rule: "enum.defined_only"})
		default:
			wrong = append(wrong, violation{field: name, rule: ruleQueryValue})
		}
		if known {
			seen[field] = true
		}
	}
	slices.SortFunc(wrong, func(a, b violation) int {
		if a.field < b.field {
			return -1
		}
		return 1
	})
	return wrong
}

func fits(f protoreflect.FieldDescriptor, value string) bool {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return value == "true" || value == "false"
	case protoreflect.Int32Kind:
		_, err := strconv.ParseInt(value, 10, 32)
		return err == nil
	case protoreflect.EnumKind:
		return f.Enum().Values().ByName(protoreflect.Name(value)) != nil
	case protoreflect.StringKind:
		return true
	case protoreflect.MessageKind:
		return f.Message().FullName() == "google.protobuf.FieldMask"
	default:
		return false
	}
}

// shorten keeps a name that a client made up from filling our answer.
func shorten(name string) string {
	const longest = 100
	if runes := []rune(name); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return name
}

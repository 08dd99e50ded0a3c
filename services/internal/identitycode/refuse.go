package identitycode

import (
	"strings"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
)

// Text is one free text of a message, with the path of its field.
type Text struct{ Path, Value string }

// Refuse answers IDENTITY_CODE_IN_TEXT with each text that holds an identity code; nil when none does.
func Refuse(texts ...Text) error {
	var fields []apperr.Field
	for _, t := range texts {
		if len(Find(t.Value)) > 0 {
			fields = append(fields, apperr.Field{
				Path: t.Path, Rule: "text.identity_code", Text: "remove the personal identity code",
			})
		}
	}
	if len(fields) == 0 {
		return nil
	}
	return &apperr.Error{Reason: apperr.IdentityCodeInText, Fields: fields}
}

// Require refuses a text that says nothing, and one that holds an identity code.
func Require(path, text string) error {
	if strings.TrimSpace(text) == "" {
		return apperr.Invalid(path, "string.min_len", "write something")
	}
	return Refuse(Text{Path: path, Value: text})
}

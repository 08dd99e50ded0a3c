package postgres

import "strings"

// Literal answers a pattern of LIKE that matches the text and nothing else, whatever it holds.
func Literal(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

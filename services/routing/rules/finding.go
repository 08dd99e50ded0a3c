package rules

import "slices"

// Kind of a finding.
type Kind string

// What Check finds. Those of the first group stand in a row by themselves; the others come from rows together, or from the
// units of the day.
const (
	Size         Kind = "SIZE"          // no rule, or more than MaxRules
	BadID        Kind = "BAD_ID"        // empty, or that of another row
	UnknownCode  Kind = "UNKNOWN_CODE"  // in a condition
	UnknownParty Kind = "UNKNOWN_PARTY" // no actor and no unit of the directory
	WeightRange  Kind = "WEIGHT_RANGE"
	MissingText  Kind = "MISSING_TEXT"
	LongText     Kind = "LONG_TEXT"

	// Duplicate rows have the same conditions and lead.
	Duplicate Kind = "DUPLICATE"
	// Unreachable: taking the row away changes no outcome, whatever the facts and the units.
	Unreachable Kind = "UNREACHABLE"
	// Gap: no rule fires for requests with one of these needs alone.
	Gap Kind = "GAP"
	// Tie: rules of one weight name two leads, for one of these needs together with one of the others.
	Tie Kind = "TIE"

	Closed     Kind = "CLOSED"      // the party does not work on the day
	NoLeads    Kind = "NO_LEADS"    // the party takes no leads
	NoLanguage Kind = "NO_LANGUAGE" // the party does not work in a language of the rule
	// NoUnit: the rule decides, and its lead has no unit that takes the facts.
	NoUnit Kind = "NO_UNIT"
)

// Finding is one thing that whoever publishes should know.
type Finding struct {
	Kind Kind `json:"kind"`
	// Blocks publishing; else it warns.
	Blocks bool `json:"blocks,omitempty"`
	// Rules by id; of rows without an id of their own the number, from 1.
	Rules []string `json:"rules,omitempty"`
	// Field of the row, as the JSON form names it.
	Field string `json:"field,omitempty"`
	// Parties that the finding is about.
	Parties []Party `json:"parties,omitempty"`
	// Facts for which it holds; an empty list: all.
	Facts When `json:"facts,omitzero"`
	// With are needs, one of which stands beside one of the facts'; empty: none has to.
	With []string `json:"with,omitempty"`
	// Also are forms, one of which is wished beside one of the facts'; empty: none has to be.
	Also []string `json:"also,omitempty"`
}

// Blocked reports whether a finding keeps a set from being published.
func Blocked(list []Finding) bool {
	return slices.ContainsFunc(list, func(f Finding) bool { return f.Blocks })
}

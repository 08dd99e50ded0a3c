// Package rules decides where a request goes by a table that a teacher can read, and tells why. It is pure: no clock, no
// database, no chance; the same facts, table, data and day give the same answer.
//
// What the table means:
//   - A rule fires where each of its conditions holds: a condition lists codes, one of which must fit; an empty one always holds.
//   - Of the rules that fire those with the highest weight decide, and where they name one lead, that one leads.
//   - Two leads are a tie and no rule at all is a gap: coordination decides, as for every request with a risk, and wherever
//     one of the rules that decide says coordination.
//   - An actor leads by its nearest unit that is open, takes leads, speaks the language, serves the area and takes the needs
//     that brought the actor in; where it has none coordination decides, and never the second best.
//   - The partners of every rule that fires are proposed, except the lead; coordination is told of all leads instead.
//
// So the order of the rows means nothing, nor whether two needs stand in one row or in two of the same weight.
package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/vip-verkosto/vaatu/services/cases"
)

// Set is one version of the table. Its JSON form is what is stored and compared:
//
//	{"version": "…", "rules": [{
//	  "id": "vision", "when": {"needs": ["VISION"], "areas": ["KYS", "ALAND", "UNKNOWN"], "languages": ["fi"],
//	    "levels": ["BASIC"], "about": ["GROUP"], "urgencies": ["SOON"], "permissions": ["CONSENT", "BOTH"],
//	    "forms": ["PHONE"]},
//	  "lead": "VALTERI", "partners": ["HOSPITAL_TEACHING"], "weight": 10, "reason": {"fi": "…", "sv": "…", "en": "…"}}]}
//
// Codes stand without the prefix of their enum, and empty lists are left out.
type Set struct {
	Version string `json:"version"`
	Rules   []Rule `json:"rules"`
}

// Rule is one row of the table.
type Rule struct {
	// ID names the row for as long as it lives, from version to version.
	ID       string  `json:"id"`
	When     When    `json:"when"`
	Lead     Party   `json:"lead"`
	Partners []Party `json:"partners,omitempty"`
	// Weight from 1 to MaxWeight.
	Weight int32  `json:"weight"`
	Reason Reason `json:"reason"`
}

// When is a condition for each kind of fact. Which permissions are needed is none: that is what the unit that was found asks for.
type When struct {
	Needs []string `json:"needs,omitempty"`
	// Areas are the five areas, and Aland and Unknown.
	Areas     []string `json:"areas,omitempty"`
	Languages []string `json:"languages,omitempty"`
	Levels    []string `json:"levels,omitempty"`
	About     []string `json:"about,omitempty"`
	Urgencies []string `json:"urgencies,omitempty"`
	// Permissions are those that the school has recorded when the request is routed: NONE, CONSENT, AUTHORISATION or BOTH.
	Permissions []string `json:"permissions,omitempty"`
	// Forms are those that the school wishes, of which one must fit, and NoForm.
	Forms []string `json:"forms,omitempty"`
}

// NoForm stands for a request that wishes no form of consultation.
const NoForm = "NONE"

// Places that are in no area.
const (
	Aland   = "ALAND"
	Unknown = "UNKNOWN"
)

// Party is who may lead or join: the code of an actor, the id of a unit, or Coordination, which may only lead.
type Party string

// Coordination decides by hand.
const Coordination Party = cases.Coordination

// Reason says in a few words, without a full stop, why the rule is there. English is an aid and may be empty.
type Reason struct {
	Fi string `json:"fi"`
	Sv string `json:"sv"`
	En string `json:"en,omitempty"`
}

// Limits of a set.
const (
	MaxWeight = 1000
	MaxRules  = 500
	// MaxReason is counted in characters.
	MaxReason = 120
)

// Parse reads the JSON form. What it refuses is its shape, by row (from 1) and field; what the rows mean is Check's.
func Parse(text []byte) (Set, error) {
	var raw struct {
		Version string            `json:"version"`
		Rules   []json.RawMessage `json:"rules"`
	}
	if err := strict(text, &raw); err != nil {
		return Set{}, fmt.Errorf("rule set: %w", err)
	}
	set := Set{Version: raw.Version, Rules: make([]Rule, len(raw.Rules))}
	for i, row := range raw.Rules {
		if err := strict(row, &set.Rules[i]); err != nil {
			return Set{}, fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	return set, nil
}

// strict reads one JSON value and refuses fields that nobody knows.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(into)
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Errorf("field %q is a %s", wrong.Field, wrong.Value)
	}
	if err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("text after the end")
	}
	return nil
}

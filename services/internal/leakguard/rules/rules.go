// Package rules holds what the leak guard knows: patterns, names, words. The file rules.json is read here and, as it is, by
// the web application, so that nothing is written twice; its patterns are such that both engines take them alike.
package rules

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
)

//go:embed rules.json
var file []byte

// Pattern of something that is found by its form.
type Pattern struct {
	// Kind of the finding; none: a number that means no person, so that nothing is found in it.
	Kind string `json:"kind"`
	// Near names what a match has somewhere in it, and by which it is looked for; none: it is looked for everywhere.
	Near string `json:"near"`
	// Pattern may have groups: the one that matched is what a replacement keeps.
	Pattern string `json:"pattern"`
	// Glued: a letter may stand right before.
	Glued bool `json:"glued"`
	// Inside: not at the beginning of a sentence.
	Inside bool `json:"inside"`
	// After: only right after one of these words, separated by blanks; empty for anywhere.
	After string `json:"after"`
	// Why says what a pattern without a kind finds.
	Why string `json:"why"`
}

// Words are lines of words by language.
type Words map[string][]string

// Rules of the guard. Lists are lines of words with blanks between; a name is written `name` or `name/stem`, the stem being
// what Finnish cases are put to where it does not follow from the name.
type Rules struct {
	IdentityCode string    `json:"identityCode"`
	Patterns     []Pattern `json:"patterns"`
	// Near: patterns that are cheap to look for.
	Near map[string]string `json:"near"`
	// Surname: endings of surnames, by whether a sentence may begin with one.
	Surname struct {
		Anywhere string `json:"anywhere"`
		Inside   string `json:"inside"`
	} `json:"surname"`
	// Pupil: what stands for a name, by its case ending; Vn is the last vowel once more and n.
	Pupil   map[string]map[string]string `json:"pupil"`
	Clitics []string                     `json:"clitics"`
	// Instead: what stands for another finding, by kind and language.
	Instead map[string]map[string]string `json:"instead"`
	// Definite: the Swedish form in a replacement.
	Definite map[string]string `json:"definite"`
	Names    []string          `json:"names"`
	// Common: names that are words too, Forms: forms of names that are; names in the middle of a sentence with a capital only.
	Common Words `json:"common"`
	Forms  Words `json:"forms"`
	// Capital: names that are rare words; with a capital only.
	Capital Words `json:"capital"`
	// Places: names that are municipalities too; in a local case they are these.
	Places []string `json:"places"`
	// Never: begin with a capital, and are nobody.
	Never []string `json:"never"`
	// Public: authors and figures of whom schools read, whole and in base form.
	Public []string `json:"public"`
	// Titles: after these a capital begins a name.
	Titles []string `json:"titles"`
	// NotSchool: words that begin no school's name.
	NotSchool []string `json:"notSchool"`
	// Function: words by which a language is known.
	Function Words `json:"function"`
}

// All rules.
var All = read()

func read() Rules {
	var r Rules
	if err := json.Unmarshal(file, &r); err != nil {
		panic(fmt.Sprintf("rules.json: %v", err)) // it is a part of the program
	}
	return r
}

// IdentityCode is the form of a personal identity code: day, month, year, separator, number, check character.
var IdentityCode = regexp.MustCompile("(?i)" + All.IdentityCode)

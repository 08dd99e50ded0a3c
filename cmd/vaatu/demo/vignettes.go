// Package demo fills an empty development database with made-up cases: vignettes in the words of teachers, worked on
// through the services' own clients.
package demo

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed vignettes_*.json
var files embed.FS

// Vignette is one made-up request with what follows it, all in one language. Codes stand without their prefix.
type Vignette struct {
	// Language is fi or sv.
	Language         string   `json:"language"`
	About            string   `json:"about"`
	Level            string   `json:"level"`
	Grades           []int    `json:"grades"`
	Needs            []string `json:"needs"`
	SupportInPlace   []string `json:"support_in_place"`
	ServicesInvolved []string `json:"services_involved"`
	WishedForms      []string `json:"wished_forms"`
	Urgency          string   `json:"urgency"`
	Situation        string   `json:"situation"`
	Tried            string   `json:"tried"`
	Question         string   `json:"question"`

	ExpertQuestion string `json:"expert_question"`
	Reply          string `json:"reply"`
	Message        string `json:"message"`
	Advice         Advice `json:"advice"`
	CloseComment   string `json:"close_comment"`
}

// Advice of a vignette.
type Advice struct {
	Summary  string `json:"summary"`
	Steps    []Step `json:"steps"`
	AskAgain string `json:"ask_again"`
}

// Step of an advice; ByWhenDays counts from its publication.
type Step struct {
	Text       string `json:"text"`
	Who        string `json:"who"`
	ByWhenDays int    `json:"by_when_days"`
}

// Vignettes answers all of them, in the order of their files.
func Vignettes() ([]Vignette, error) {
	names, err := fs.Glob(files, "vignettes_*.json")
	if err != nil {
		return nil, fmt.Errorf("listing vignettes: %w", err)
	}
	var all []Vignette
	for _, name := range names {
		raw, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading vignettes: %w", err)
		}
		var some []Vignette
		if err := json.Unmarshal(raw, &some); err != nil {
			return nil, fmt.Errorf("reading %s: %w", name, err)
		}
		all = append(all, some...)
	}
	return all, nil
}

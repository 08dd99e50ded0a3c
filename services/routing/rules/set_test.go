package rules

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatIsShippedStandsInTheFormInWhichItIsWritten(t *testing.T) {
	t.Parallel()
	written, err := json.Marshal(Shipped())
	if err != nil {
		t.Fatal(err)
	}
	var compact, shippedAs any
	if json.Unmarshal(written, &compact) != nil || json.Unmarshal(shipped, &shippedAs) != nil {
		t.Fatal("no JSON")
	}
	if diff := cmp.Diff(shippedAs, compact); diff != "" {
		t.Errorf("shipped (-) and written again (+):\n%s", diff)
	}
}

func TestAWrongSetIsRefusedByRowAndField(t *testing.T) {
	t.Parallel()
	const row = `{"id": "a", "when": {}, "lead": "ELMERI", "weight": 1, "reason": {"fi": "f", "sv": "s"}}`
	for text, want := range map[string]string{
		``:                              "rule set: EOF",
		`[]`:                            `rule set: field "" is a array`,
		`{"version": "1", "rows": []}`:  `rule set: json: unknown field "rows"`,
		`{"version": "1"} {}`:           "rule set: text after the end",
		`{"rules": [` + row + `, 3]}`:   `row 2: field "" is a number`,
		`{"rules": [{"weight": "1"}]}`:  `row 1: field "weight" is a string`,
		`{"rules": [{"weight": 1e12}]}`: `row 1: field "weight" is a number 1e12`,
		`{"rules": [` + row + `, {"when": {"needs": "VISION"}}]}`:                                `row 2: field "when.needs" is a string`,
		`{"rules": [{"when": {"need": []}}]}`:                                                    `row 1: json: unknown field "need"`,
		`{"rules": [` + strings.Replace(row, "{}", `{"levels": ["HIGH"]}`, 1) + `]}`:             `row 1: field "when.levels": unknown code "HIGH"`,
		`{"rules": [` + strings.Replace(row, `"ELMERI"`, `""`, 1) + `]}`:                         `row 1: field "lead" is empty`,
		`{"rules": [` + row + `,` + row + `]}`:                                                   `row 2: field "id": "a" is empty or twice`,
		`{"rules": [` + strings.Repeat(row+`,`, 0) + strings.Replace(row, `"a"`, `""`, 1) + `]}`: `row 1: field "id": "" is empty or twice`,
	} {
		set, err := Parse([]byte(text))
		if err == nil {
			_, err = Compile(set)
		}
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v; want %s", text, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(shipped)
	f.Add([]byte(`{"rules": [{"id": "a", "when": {"needs": ["X"]}, "lead": "COORDINATION", "weight": -1}, null]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		set, err := Parse(text)
		if err != nil {
			return
		}
		for i, r := range set.Rules { // Check without its survey, which is slow
			checkRow(name(i, set.Rules), r)
			checkParties(r, nil, today)
		}
		if table, err := Compile(set); err == nil {
			table.Decide(at("OYS", "fi", "VISION"), nil, today)
		}
		written, err := json.Marshal(set)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(written)
		if err != nil {
			t.Fatalf("what was written is refused: %v", err)
		}
		if changes := Diff(set, again); len(changes) > 0 {
			t.Fatalf("written and read again, it differs: %v", changes)
		}
	})
}

func TestADifferenceNamesRowsAndFields(t *testing.T) {
	t.Parallel()
	before, after := Shipped(), edited("new", func(r *Rule) { r.Lead = "ELMERI" })
	if changes := Diff(before, Shipped()); len(changes) > 0 {
		t.Errorf("a set differs from itself: %v", changes)
	}
	after.Rules[0].Weight = 20
	after.Rules[0].Partners = nil
	after.Rules[2].When.Needs = []string{"VISION", "LANGUAGE", "HEARING"} // the same ones
	after.Rules[2].When.Levels = []string{"BASIC"}
	gone := after.Rules[10].ID
	after.Rules = append(after.Rules[:10:10], after.Rules[11:]...)
	type change struct {
		ID     string
		Fields []FieldChange
	}
	var got []change
	for _, c := range Diff(before, after) {
		if (c.Before == nil) != (c.ID == "new") || (c.After == nil) != (c.ID == gone) {
			t.Errorf("%s was %v and is %v", c.ID, c.Before, c.After)
		}
		got = append(got, change{c.ID, c.Fields})
	}
	want := []change{
		{"autism", []FieldChange{{"partners", []string{"ELMERI"}, nil}, {"weight", []string{"10"}, []string{"20"}}}},
		{"hearing-language-vision", []FieldChange{{"when.levels", nil, []string{"BASIC"}}}},
		{"new", nil},
		{gone, nil},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changes (-want +got)\n%s", diff)
	}
}

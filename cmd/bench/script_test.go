package main

import (
	"strings"
	"testing"
)

func TestAScriptRepeatsTheStatementsWithIdsOfItsOwn(t *testing.T) {
	t.Parallel()
	text := func(s string) []byte { return []byte(s) }
	insert := "INSERT INTO case_events (case_id, version, data) VALUES ($1, $2, $3)"
	params := statement{sql: insert, params: [][]byte{text("the case"), text("7"), nil}}
	s := swap{
		values:  map[string]string{"the case": "(drawn)"},
		columns: map[string]string{"case_events.version": ":v"},
	}
	made := script{variables: map[string]string{}}
	var places []string
	for i, p := range params.params {
		var value *string
		if p != nil {
			v := string(p)
			value = &v
		}
		places = append(places, made.place("p"+string(rune('0'+i)), value, s.values))
	}
	s.intoColumns(insert, places)
	want := "INSERT INTO case_events (case_id, version, data) VALUES ((drawn), :v, NULL)"
	if got := substitute(insert, places); got != want {
		t.Errorf("the statement is\n%s; want\n%s", got, want)
	}
}

func TestManyParametersKeepTheirPlaces(t *testing.T) {
	t.Parallel()
	var places []string
	for i := range 12 {
		places = append(places, string(rune('a'+i)))
	}
	if got := substitute("$1 $2 $10 $12 $13", places); got != "a b j l $13" {
		t.Errorf("substituted %q", got)
	}
}

func TestAnEmptyTextIsNoVariable(t *testing.T) {
	t.Parallel()
	made := script{variables: map[string]string{}}
	empty := ""
	if got := made.place("p", &empty, nil); got != "''" || len(made.variables) > 0 {
		t.Errorf("an empty text became %s with %v; pgbench refuses empty variables", got, made.variables)
	}
}

func TestEveryCounterOfAScriptIsSet(t *testing.T) {
	t.Parallel()
	for _, variable := range []string{"t", "k", "n", "v"} {
		if !strings.Contains(drawing, `\set `+variable+" ") {
			t.Errorf("%s is drawn and never set", variable)
		}
	}
}

package cases_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

var update = flag.Bool("update", false, "write the drawings of the life cycle anew")

// steps answers where each action leads from each phase, in worlds that were walked through.
func steps(worlds []*world) map[cases.Phase]map[cases.Action][]cases.Phase {
	all := map[cases.Phase]map[cases.Action][]cases.Phase{}
	for _, w := range worlds {
		for _, n := range w.order {
			from := n.c.Phase()
			if all[from] == nil {
				all[from] = map[cases.Action][]cases.Phase{}
			}
			for _, way := range n.ways {
				a, to := cases.ActionOf(way.cmd), way.to.c.Phase()
				if !slices.Contains(all[from][a], to) {
					all[from][a] = append(all[from][a], to)
				}
			}
		}
	}
	return all
}

// table writes the life cycle for doc.go: one block an action, one line of each kind a form of it.
func table(steps map[cases.Phase]map[cases.Action][]cases.Phase) string {
	var b strings.Builder
	seen := map[cases.Action]bool{}
	for _, r := range cases.Lifecycle {
		if seen[r.Action] {
			continue
		}
		seen[r.Action] = true
		fmt.Fprintf(&b, "//\n//\t%s\n", r.Action)
		for _, row := range cases.Lifecycle {
			if row.Action != r.Action {
				continue
			}
			form(&b, row)
		}
		for _, from := range cases.Phases {
			to := slices.DeleteFunc(slices.Clone(steps[from][r.Action]), func(p cases.Phase) bool { return p == from })
			if len(to) > 0 {
				fmt.Fprintf(&b, "//\t  %s → %s\n", from, joined(inOrder(to)))
			}
		}
	}
	b.WriteString("//\n")
	return b.String()
}

// form writes one row of the table.
func form(b *strings.Builder, row cases.Row) {
	var events []string
	for _, d := range row.Leaves {
		events = append(events, cases.Event{Data: d}.Kind())
	}
	fmt.Fprintf(b, "//\t  by     %s\n", strings.Join(whoMay(row), ", "))
	if len(row.Conditions) > 0 {
		fmt.Fprintf(b, "//\t  when   %s\n", joined(row.Conditions))
	}
	fmt.Fprintf(b, "//\t  in     %s\n", joined(row.Phases))
	fmt.Fprintf(b, "//\t  events %s\n", strings.Join(events, ", "))
}

// whoMay answers who holds the row's permission, as role and relation.
func whoMay(r cases.Row) []string {
	var who []string
	for _, rule := range permission.Rules {
		if rule.Permission != r.Permission {
			continue
		}
		for _, role := range rule.Roles {
			one := string(role)
			if rule.Relation != permission.Anyone {
				one += " (" + string(rule.Relation) + ")"
			}
			who = append(who, one)
		}
	}
	return who
}

func joined[S ~string](codes []S) string {
	all := make([]string, len(codes))
	for i, c := range codes {
		all[i] = string(c)
	}
	return strings.Join(all, ", ")
}

// inOrder sorts phases as a case passes them.
func inOrder(phases []cases.Phase) []cases.Phase {
	return slices.SortedFunc(slices.Values(phases), func(a, b cases.Phase) int {
		return slices.Index(cases.Phases, a) - slices.Index(cases.Phases, b)
	})
}

// drawing writes the phases and what leads from one to another, for README.
func drawing(steps map[cases.Phase]map[cases.Action][]cases.Phase) string {
	var b strings.Builder
	b.WriteString("```mermaid\nstateDiagram-v2\n    [*] --> QUEUED: FILE\n    [*] --> TRIAGE: FILE\n    [*] --> AWAITING_PERMISSION: FILE\n")
	for _, from := range cases.Phases {
		by := map[cases.Phase][]string{}
		for _, a := range slices.Sorted(maps.Keys(steps[from])) {
			for _, to := range steps[from][a] {
				if to != from {
					by[to] = append(by[to], string(a))
				}
			}
		}
		for _, to := range inOrder(slices.Collect(maps.Keys(by))) {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", from, to, strings.Join(by[to], ", "))
		}
	}
	b.WriteString("    ERASED --> [*]\n```\n")
	return b.String()
}

// current compares what stands between two marks of a file with what should, and writes it with -update.
func current(t *testing.T, path, begin, end, want string) {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(raw), begin)
	stands, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no marks %q and %q", path, begin, end)
	}
	if stands == want {
		return
	}
	if !*update {
		t.Errorf("%s is not current: run the test with -update", path)
		return
	}
	if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o600); err != nil {
		t.Fatal(err)
	}
}

package services_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// writes finds SQL that changes one of the aggregate's tables. Names may carry a schema, quotes and an alias.
var writes = regexp.MustCompile(`(?is)\b(insert\s+into|update(\s+only)?|delete\s+from(\s+only)?|merge\s+into|truncate(\s+table)?|copy)\s+` +
	`("?public"?\s*\.\s*)?"?(cases|assignments|case_questions|case_hand_overs|case_permits|case_events)"?\b`)

// names finds one of the tables where it is handed on as a Go string: to be put into a statement, or to be copied into.
var names = regexp.MustCompile(`^(public\.)?(cases|assignments|case_questions|case_hand_overs|case_permits|case_events)$`)

func TestOnlyTheAggregateWritesItsTables(t *testing.T) {
	t.Parallel()
	root := ".."
	files, writers := 0, 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && rel != "." || d.Name() == "node_modules" || rel == "gateway/web") {
			return fs.SkipDir
		}
		if d.IsDir() || strings.HasSuffix(rel, "_test.go") || strings.HasSuffix(rel, ".pb.go") || strings.HasSuffix(rel, ".pb.gw.go") {
			return nil
		}
		var found []string
		switch filepath.Ext(rel) {
		case ".go":
			found = inGo(t, path, strings.HasPrefix(rel, "services/"))
		case ".sql":
			found = inSQL(t, path)
		default:
			return nil
		}
		files++
		// The aggregate's own package, not what stands below it, the one function that erases for it, and the benchmark, which
		// makes a copy of a database ready for pgbench.
		if filepath.ToSlash(filepath.Dir(rel)) == "services/cases" || filepath.Base(rel) == "00007_erasure.sql" || rel == "cmd/bench/scripts.go" {
			writers += len(found)
			return nil
		}
		for _, f := range found {
			t.Errorf("%s: %s: only services/cases writes the tables of a case", rel, f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 || writers == 0 {
		t.Errorf("%d files were read and %d writers found in services/cases: the search itself is broken", files, writers)
	}
}

// inGo answers the string literals of a Go file that write, each chain of concatenated ones as one; and, where there is
// a database at hand, those that are a table's name alone.
func inGo(t *testing.T, path string, database bool) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	check := func(text string) {
		if m := writes.FindString(text); m != "" {
			found = append(found, m)
		} else if database && names.MatchString(text) {
			found = append(found, strconv.Quote(text))
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok {
			check(joined(e))
		}
		return true
	})
	return slices.Compact(found)
}

// joined answers the text of literals joined by +; what is not a literal stands as a space.
func joined(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return joined(e.X) + joined(e.Y)
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); e.Kind == token.STRING && err == nil {
			return text
		}
	}
	return " "
}

// inSQL answers the writing statements of a migration, comments aside.
func inSQL(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	statements := regexp.MustCompile(`--[^\n]*|'(?:[^']|'')*'`).ReplaceAllString(string(text), " ")
	return writes.FindAllString(statements, -1)
}

func TestTheSearchForWritersFindsThem(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]bool{
		"INSERT INTO cases (id) VALUES ($1)":                              true,
		"insert\n\tinto public.assignments (id)":                          true,
		`UPDATE "case_questions" SET due = $1`:                            true,
		"UPDATE ONLY case_events SET kind = ''":                           true,
		"WITH gone AS (DELETE FROM cases RETURNING id)":                   true,
		"COPY case_events FROM STDIN":                                     true,
		"TRUNCATE assignments":                                            true,
		"INSERT INTO case_keys (id) VALUES ($1)":                          false,
		"INSERT INTO case_content (id) VALUES ($1)":                       false,
		"INSERT INTO notify.deliveries SELECT c.id FROM cases c":          false,
		"SELECT id FROM cases FOR UPDATE":                                 false,
		"UPDATE intake.drafts SET revision = 1":                           false,
		"GRANT SELECT, INSERT, UPDATE ON cases, assignments TO vaatu_app": false,
	} {
		if got := writes.MatchString(sql); got != want {
			t.Errorf("%q writes: %v, want %v", sql, got, want)
		}
	}
}

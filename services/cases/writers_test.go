package cases_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// writing finds a statement that changes a table of the aggregate.
var writing = regexp.MustCompile(`(?is)\b(INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE|COPY)\s+(ONLY\s+)?(public\.)?` +
	`(cases|assignments|case_questions|case_events|case_content)\b`)

func TestNobodyElseWritesTheAggregate(t *testing.T) {
	t.Parallel()
	for planted, want := range map[string]bool{
		"INSERT INTO cases (id)": true, "update\n\tpublic.assignments SET": true, "DELETE FROM ONLY case_events": true,
		"INSERT INTO case_keys": false, "UPDATE access.grants": false, "updates cases": false,
	} {
		if writing.MatchString(planted) != want {
			t.Errorf("%q is found: %v; want %v", planted, !want, want)
		}
	}
	root, looked := filepath.Join("..", ".."), 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); name == "node_modules" || name == ".build" || name == ".git" || path == filepath.Join(root, "services", "cases") {
				return filepath.SkipDir
			}
			return nil
		}
		source := strings.HasSuffix(path, ".go") || strings.HasSuffix(path, ".sql")
		if !source || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		looked++
		text, err := os.ReadFile(path)
		if found := writing.FindString(string(text)); found != "" {
			t.Errorf("%s: %q; only services/cases writes there", path, found)
		}
		return err
	})
	if err != nil || looked < 100 {
		t.Errorf("looked into %d files, %v", looked, err)
	}
}

package migrations

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// released is the last migration of the first release: those up to it make an empty database.
const released = "00008"

// rules are what a migration may not hold, since the release before serves meanwhile; each with what to do instead.
var rules = []struct {
	found  *regexp.Regexp
	unless *regexp.Regexp
	remedy string
}{
	{re(`(?i)\bCREATE\s+(UNIQUE\s+)?INDEX\b`), re(`(?i)\bINDEX\s+CONCURRENTLY\b`), "make the index CONCURRENTLY"},
	{re(`(?i)\bDROP\s+INDEX\b`), re(`(?i)\bINDEX\s+CONCURRENTLY\b`), "drop the index CONCURRENTLY"},
	{re(`(?i)\bADD\s+COLUMN\b.*\bNOT\s+NULL\b`), re(`(?i)\bDEFAULT\b`), "give the column a constant default, or let it be empty"},
	{re(`(?i)\bADD\s+CONSTRAINT\b`), re(`(?i)\bNOT\s+VALID\b`), "add the constraint NOT VALID and validate it in the next migration"},
	{re(`(?i)\bSET\s+NOT\s+NULL\b`), nil, "add a CHECK that is NOT VALID and validate it in the next migration"},
	{re(`(?i)\b(ALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE|RENAME)\b`), nil, "add a new column, write both, and drop the old one later"},
	{re(`(?i)\b(VACUUM\s+FULL|CLUSTER|REINDEX|LOCK\s+TABLE)\b`), nil, "do it outside a migration"},
}

func re(s string) *regexp.Regexp { return regexp.MustCompile(s) }

// broken answers what a migration may not do, one line a statement. A table that the migration itself makes is nobody's yet.
func broken(sql string) []string {
	sql = re(`--[^\n]*`).ReplaceAllString(sql, "")
	var made []string
	for _, m := range re(`(?i)\bCREATE\s+TABLE\s+(\S+)`).FindAllStringSubmatch(sql, -1) {
		made = append(made, m[1])
	}
	var all []string
	for statement := range strings.SplitSeq(sql, ";") {
		own := slices.ContainsFunc(made, func(table string) bool {
			return re(`(?i)\bON\s+`+regexp.QuoteMeta(table)+`\b`).MatchString(statement) ||
				re(`(?i)\bTABLE\s+`+regexp.QuoteMeta(table)+`\b`).MatchString(statement)
		})
		for _, r := range rules {
			if !own && r.found.MatchString(strings.ReplaceAll(statement, "\n", " ")) && (r.unless == nil || !r.unless.MatchString(statement)) {
				all = append(all, r.remedy)
			}
		}
	}
	return all
}

func TestAMigrationLetsTheReleaseBeforeServe(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(files, "sql/*.sql")
	if err != nil || len(names) < 8 {
		t.Fatalf("%d migrations, %v", len(names), err)
	}
	for _, name := range names {
		if strings.TrimPrefix(name, "sql/")[:len(released)] <= released {
			continue
		}
		sql, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, remedy := range broken(string(sql)) {
			t.Errorf("%s: %s", name, remedy)
		}
	}
}

func TestALongLockIsFound(t *testing.T) {
	t.Parallel()
	for sql, bad := range map[string]int{
		"CREATE INDEX i ON cases (x);":                                                 1,
		"CREATE INDEX CONCURRENTLY i ON cases (x);":                                    0,
		"CREATE TABLE fresh (x int NOT NULL); CREATE UNIQUE INDEX i ON fresh (x);":     0,
		"ALTER TABLE cases ADD COLUMN x int NOT NULL;":                                 1,
		"ALTER TABLE cases ADD COLUMN x int NOT NULL DEFAULT 0;":                       0,
		"ALTER TABLE cases\n  ADD CONSTRAINT c CHECK (x > 0);":                         1,
		"ALTER TABLE cases ADD CONSTRAINT c CHECK (x > 0) NOT VALID;":                  0,
		"ALTER TABLE cases ALTER COLUMN x SET NOT NULL;":                               1,
		"ALTER TABLE cases ALTER COLUMN x TYPE bigint; ALTER TABLE cases RENAME TO c;": 2,
		"-- CREATE INDEX i ON cases (x);\nALTER TABLE cases ADD COLUMN y text;":        0,
		"DROP INDEX i; LOCK TABLE cases;":                                              2,
	} {
		if got := broken(sql); len(got) != bad {
			t.Errorf("%s: %v; want %d remedies", sql, got, bad)
		}
	}
}

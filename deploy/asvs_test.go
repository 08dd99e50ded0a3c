// Package deploy holds what stands beside the program: papers for whoever runs and oversees it, and the table of security
// requirements. Its tests keep the table true to the tree.
package deploy_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = ".."

// requirement is a row of asvs.tsv.
type requirement struct {
	line                                  int
	id, level, text, applies, status, how string
	evidence                              []string
}

func table(t *testing.T) []requirement {
	t.Helper()
	raw, err := os.ReadFile("asvs.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all []requirement
	n := 0
	for line := range strings.Lines(string(raw)) {
		n++
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case strings.HasPrefix(line, "#"), f[0] == "id":
		case len(f) != 7:
			t.Fatalf("line %d has %d columns, want 7", n, len(f))
		default:
			r := requirement{n, f[0], f[1], f[2], f[3], f[4], f[5], nil}
			if f[6] != "" {
				r.evidence = strings.Split(f[6], "; ")
			}
			all = append(all, r)
		}
	}
	return all
}

func TestEveryRequirementOfLevelsOneAndTwoHasARowThatSaysHowItStands(t *testing.T) {
	t.Parallel()
	id, seen, levels := regexp.MustCompile(`^V([1-9]|1[0-7])\.[1-9]\.[1-9][0-9]?$`), map[string]bool{}, map[string]int{}
	for _, r := range table(t) {
		if !id.MatchString(r.id) || seen[r.id] {
			t.Errorf("line %d: %s is no id, or is there twice", r.line, r.id)
		}
		seen[r.id] = true
		levels[r.level]++
		if r.text == "" || r.how == "" {
			t.Errorf("line %d: %s says not what it wants or how it is met", r.line, r.id)
		}
		switch {
		case r.applies == "no" && r.status == "-" && len(r.evidence) == 0:
		case r.applies == "yes" && slices.Contains([]string{"met", "partly", "open"}, r.status) && len(r.evidence) > 0:
		default:
			t.Errorf("line %d: %s applies %q, stands %q, by %q", r.line, r.id, r.applies, r.status, r.evidence)
		}
	}
	if levels["1"] != 70 || levels["2"] != 183 || len(levels) != 2 { // as many as version 5.0.0 has
		t.Errorf("requirements by level: %v", levels)
	}
}

func TestEveryTestAndFileThatTheTableNamesIsThere(t *testing.T) {
	t.Parallel()
	there := titles(t)
	for _, r := range table(t) {
		for _, e := range r.evidence {
			if there[e] {
				continue
			}
			if _, err := os.Stat(filepath.Join(root, e)); err != nil {
				t.Errorf("line %d: %s names %q, which is neither a test nor a file", r.line, r.id, e)
			}
		}
	}
}

// The papers name tests between backticks; each must be there.
func TestEveryTestThatAPaperNamesIsThere(t *testing.T) {
	t.Parallel()
	there, papers := titles(t), 0
	paths, err := filepath.Glob("papers/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		papers++
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, named := range regexp.MustCompile("`(Test[A-Za-z0-9]+)`").FindAllStringSubmatch(string(raw), -1) {
			if !there[named[1]] {
				t.Errorf("%s names %s, which is not there", path, named[1])
			}
		}
	}
	if papers < 5 {
		t.Errorf("%d papers were found", papers)
	}
}

// titles are the names of all tests in the tree: of Go, of the browser and of the web application.
func titles(t *testing.T) map[string]bool {
	t.Helper()
	goTest := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	webTest := regexp.MustCompile(`(?m)^\s*test\(\s*"([^"]+)"`)
	found := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".build" || entry.Name() == ".git") {
			return fs.SkipDir
		}
		pattern := goTest
		switch {
		case strings.HasSuffix(path, "_test.go"):
		case strings.HasSuffix(path, ".test.ts"), strings.HasSuffix(path, ".test.tsx"), strings.HasSuffix(path, ".spec.ts"):
			pattern = webTest
		default:
			return nil
		}
		raw, err := os.ReadFile(path)
		for _, m := range pattern.FindAllStringSubmatch(string(raw), -1) {
			found[m[1]] = true
		}
		return err
	})
	if err != nil || len(found) < 500 {
		t.Fatalf("%d tests were found, %v", len(found), err)
	}
	return found
}

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each mutant still applies: without running any, which takes hours.
func TestEachMutantAppliesAndHasANameOfItsOwn(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, m := range mutants {
		source, err := os.ReadFile(filepath.Join("..", "..", m.file))
		if n := strings.Count(string(source), m.old); err != nil || n != 1 {
			t.Errorf("%s: the text to change occurs %d times in %s, %v; want once", m.name, n, m.file, err)
		}
		if names[m.name] {
			t.Errorf("%s is the name of two", m.name)
		}
		names[m.name] = true
	}
}

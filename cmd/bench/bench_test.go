package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// The empty service is this program itself.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && strings.HasPrefix(os.Args[1], "--empty=") {
		main()
		return
	}
	m.Run()
}

// The whole way once, as short as it can be: it proves that the program works, not what it measures.
func TestAShortRunIsSound(t *testing.T) {
	t.Parallel()
	program := os.Getenv("VAATU_BINARY")
	if _, err := os.Stat(program); err != nil {
		t.Fatal("there is no program to measure: make build, and name it in VAATU_BINARY")
	}
	var out, said bytes.Buffer
	err := run(t.Context(), []string{
		"--vaatu=" + program, "--sizes=300", "--clients=2,16", "--side-rounds=1", "--duration=100ms", "--warm=10ms",
		"--only=queue,claim,file", "--limit=5m",
	}, &out, &said)
	if err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	for _, want := range []string{
		"| queue page of 50 | 2 | JSON |", "| claim | 2 | pgbench |", "| file | 2 | gRPC |",
		"| file | 2 | empty service |", "| queue page of 50 | 16 | pgbench, no row level security |", "| queue page of 50 | 16 | JSON, no row level security |", "| P13 |",
		"The database holds exactly the", "Every case equals the replay of its events.",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out.String())
		}
	}
}

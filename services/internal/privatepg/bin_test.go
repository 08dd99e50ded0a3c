package privatepg

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// install makes a folder that looks like one of PostgreSQL's programs.
func install(t *testing.T, bin string) string {
	t.Helper()
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"initdb", "postgres"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return bin
}

func TestTheNewestInstalledVersionIsTaken(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if got := newest(root); got != "" {
		t.Errorf("found %q in an empty folder", got)
	}
	install(t, filepath.Join(root, "14", "bin"))
	if got := newest(root); got != "" {
		t.Errorf("found %q; want none, as 14 is too old", got)
	}
	install(t, filepath.Join(root, "9", "bin"))
	install(t, filepath.Join(root, "15", "bin"))
	want := install(t, filepath.Join(root, "16", "bin"))
	if err := os.MkdirAll(filepath.Join(root, "17", "bin"), 0o755); err != nil {
		t.Fatal(err) // a folder without the server: only the client is installed
	}
	if got := newest(root); got != want {
		t.Errorf("found %q; want %q", got, want)
	}
}

func TestAConfiguredFolderIsTakenOrRefused(t *testing.T) {
	t.Parallel()
	bin := install(t, filepath.Join(t.TempDir(), "mine"))
	if got, err := FindBin(bin, ""); err != nil || got != bin {
		t.Errorf("found %q, %v; want %q", got, err, bin)
	}
	if _, err := FindBin(t.TempDir(), ""); !errors.Is(err, ErrNotInstalled) {
		t.Errorf("an empty folder answers %v; want ErrNotInstalled", err)
	}
}

func TestNpmsFolderIsNamedAfterTheMachine(t *testing.T) {
	t.Parallel()
	arch := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]
	want := filepath.Join("m", "@embedded-postgres", "linux-"+arch, "native", "bin")
	if got := npmBin("m"); got != want {
		t.Errorf("npm's folder is %q; want %q", got, want)
	}
}

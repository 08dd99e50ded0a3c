package privatepg

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
)

// oldest is the first major version whose SQL we rely on.
const oldest = 15

// ErrNotInstalled tells that no PostgreSQL of version 15 or later was found.
var ErrNotInstalled = errors.New("PostgreSQL 15 or later is not installed")

// installed is where distributions put one folder for each major version.
const installed = "/usr/lib/postgresql"

// FindBin answers the folder of initdb and postgres: the configured one if any,
// else the highest version the distribution installed, else npm's.
func FindBin(configured, nodeModules string) (string, error) {
	if configured != "" {
		if !hasPrograms(configured) {
			return "", fmt.Errorf("%w: no initdb and postgres in %s", ErrNotInstalled, configured)
		}
		return configured, nil
	}
	if bin := newest(installed); bin != "" {
		return bin, nil
	}
	if bin := npmBin(nodeModules); nodeModules != "" && hasPrograms(bin) {
		return bin, nil
	}
	return "", fmt.Errorf("%w: looked in %s/*/bin and among the npm packages", ErrNotInstalled, installed)
}

func newest(root string) string {
	best, bin := oldest-1, ""
	entries, _ := os.ReadDir(root) // no folder means none installed
	for _, entry := range entries {
		version, err := strconv.Atoi(entry.Name())
		path := filepath.Join(root, entry.Name(), "bin")
		if err == nil && version > best && hasPrograms(path) {
			best, bin = version, path
		}
	}
	return bin
}

func npmBin(nodeModules string) string {
	arch := map[string]string{"amd64": "x64"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	return filepath.Join(nodeModules, "@embedded-postgres", runtime.GOOS+"-"+arch, "native", "bin")
}

func hasPrograms(dir string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.IsDir() || info.Mode()&0o111 == 0 {
			return false
		}
	}
	return true
}

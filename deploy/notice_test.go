package deploy_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The Mozilla Public License wants that whoever gets the program is told where the source of such a module is.
func TestTheNoticeNamesEachModuleOfTheProgramUnderTheMozillaLicence(t *testing.T) {
	t.Parallel()
	notice, err := os.ReadFile(filepath.Join(root, "NOTICE"))
	if err != nil {
		t.Fatal(err)
	}
	const ofModule = "{{with .Module}}{{.Path}} {{.Dir}}{{end}}"
	listed, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", ofModule, "../cmd/vaatu").Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]string{}
	for line := range strings.Lines(string(listed)) {
		if path, dir, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			modules[path] = dir
		}
	}
	found := 0
	for path, dir := range modules {
		licence, _ := os.ReadFile(filepath.Join(dir, "LICENSE")) // other names are of other licences
		if !bytes.Contains(bytes.ToLower(licence[:min(len(licence), 200)]), []byte("mozilla public license")) {
			continue
		}
		found++
		if !bytes.Contains(notice, []byte("    "+path+"\n")) {
			t.Errorf("NOTICE does not name %s", path)
		}
	}
	if said := bytes.Count(notice, []byte("\n    github.com/")); found == 0 || said != found {
		t.Errorf("%d modules are under the Mozilla licence, NOTICE names %d", found, said)
	}
}

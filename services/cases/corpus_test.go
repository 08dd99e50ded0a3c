package cases_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/vip-verkosto/vaatu/services/cases"
)

// TestEventsOfEveryReleaseAreRead reads what each release has stored: one file a release, one event a line. A file that
// is here is never changed; a release that stores events in another way adds its own.
func TestEventsOfEveryReleaseAreRead(t *testing.T) {
	t.Parallel()
	releases, err := filepath.Glob(filepath.Join("testdata", "events", "*.jsonl"))
	if err != nil || len(releases) == 0 {
		t.Fatalf("%d releases, %v", len(releases), err)
	}
	for _, release := range releases {
		file, err := os.Open(release)
		if err != nil {
			t.Fatal(err)
		}
		read := map[string]bool{}
		for lines := bufio.NewScanner(file); lines.Scan(); {
			var stored struct {
				Kind string          `json:"kind"`
				Data json.RawMessage `json:"data"`
			}
			if err := json.Unmarshal(lines.Bytes(), &stored); err != nil {
				t.Fatalf("%s: %v", release, err)
			}
			data, err := cases.DecodeData(stored.Kind, stored.Data)
			if err != nil {
				t.Errorf("%s: %v", release, err)
				continue
			}
			read[stored.Kind] = true
			cases.Apply(cases.Case{}, cases.Event{Data: data}) // total: also on a state that does not fit
		}
		_ = file.Close()
		if len(read) < 10 {
			t.Errorf("%s holds %d kinds of events", release, len(read))
		}
	}
}

package identitycode_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
)

func TestFindsCodesWithEachSeparatorWhereTheyStand(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]identitycode.Place{
		"131052-308T":                          {{0, 11}},
		"oppilas 131052-308T ja muuta":         {{8, 19}},
		"ääkköset 🙂 131052-308t":               {{12, 23}},
		"131052–308T":                          {{0, 11}},
		"131052-308U":                          nil,
		"tunnus 991352-308T":                   nil,
		"puhelin 040 1234567":                  nil,
		"hetu131052-308T":                      {{4, 15}},
		"_131052-308T_":                        {{1, 12}},
		"hetu131052-308T,131052-308T":          {{4, 15}, {16, 27}},
		"viite 1131052-308T":                   nil,
		"viite 131052-308T7":                   nil,
		"131052-308Tunnus":                     nil,
		"1310521310521-31052-308T 131052-308T": {{25, 36}},
		"kaksi: 131052-308T, 131052-308T, ei.": {{7, 18}, {20, 31}},
	} {
		if diff := cmp.Diff(want, identitycode.Find(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestAgreesWithThePublishedCodes(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("VAATU_REFERENCE_DATA")
	if dir == "" {
		t.Skip("VAATU_REFERENCE_DATA is not set")
	}
	file, err := os.Open(filepath.Join(dir, "hetu_vectors.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if found := len(identitycode.Find("koodi "+row[0]+".")) == 1; found != (row[1] == "true") {
			t.Errorf("%s (%s): found %t", row[0], row[2], found)
		}
	}
}

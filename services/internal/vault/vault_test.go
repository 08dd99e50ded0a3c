package vault_test

import (
	"errors"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

var place = vault.Place{Table: "case_content", Column: "sealed", ID: "row", Revision: 1}

func TestSealedContentOpensInItsPlaceOnly(t *testing.T) {
	t.Parallel()
	v, err := vault.New()
	if err != nil {
		t.Fatal(err)
	}
	key, wrapped, err := v.NewKey("case-1")
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := key.Seal([]byte("oppilas"), place)
	if err != nil {
		t.Fatal(err)
	}
	again, err := v.Unwrap("case-1", wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := again.Open(sealed, place); err != nil || string(plain) != "oppilas" {
		t.Fatalf("open: %q, %v", plain, err)
	}
	cut := sealed[:len(sealed)-1]
	for name, wrong := range map[string]struct {
		sealed []byte
		place  vault.Place
	}{
		"another row":      {sealed, vault.Place{Table: "case_content", Column: "sealed", ID: "other", Revision: 1}},
		"another revision": {sealed, vault.Place{Table: "case_content", Column: "sealed", ID: "row", Revision: 2}},
		"another table":    {sealed, vault.Place{Table: "drafts", Column: "sealed", ID: "row", Revision: 1}},
		"a cut blob":       {cut, place},
	} {
		if _, err := again.Open(wrong.sealed, wrong.place); !errors.Is(err, vault.ErrSealed) {
			t.Errorf("%s: %v, want ErrSealed", name, err)
		}
	}
	if _, err := v.Unwrap("case-2", wrapped); !errors.Is(err, vault.ErrSealed) {
		t.Errorf("key moved to another case: %v, want ErrSealed", err)
	}
}

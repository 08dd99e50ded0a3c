package vault_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

func TestAHintIsReadByTheInstallationAlone(t *testing.T) {
	t.Parallel()
	v := fitted(t)
	short, err := v.SealHint([]byte(`{"id":"1"}`))
	if err != nil {
		t.Fatal(err)
	}
	long, err := v.SealHint([]byte(`{"id":"` + strings.Repeat("1", 300) + `"}`))
	if err != nil || len(short) != len(long) {
		t.Errorf("their lengths say which is which: %d, %d, %v", len(short), len(long), err)
	}
	if plain, err := v.OpenHint(short); err != nil || strings.TrimRight(string(plain), " ") != `{"id":"1"}` {
		t.Errorf("it opens as %q, %v", plain, err)
	}
	again, err := v.SealHint([]byte(`{"id":"1"}`))
	if err != nil || again == short {
		t.Errorf("equal hints are seen to be equal: %v", err)
	}
	for name, forged := range map[string]string{"in clear": `{"id":"1"}`, "nothing": "", "altered": "A" + short[1:] + "AA"} {
		if _, err := v.OpenHint(forged); !errors.Is(err, vault.ErrSealed) {
			t.Errorf("%s: %v, want ErrSealed", name, err)
		}
	}
	if _, err := fitted(t).OpenHint(short); !errors.Is(err, vault.ErrSealed) {
		t.Errorf("another installation: %v, want ErrSealed", err)
	}
	var none *vault.Vault
	if _, err := none.SealHint(nil); !errors.Is(err, vault.ErrUnavailable) {
		t.Errorf("without a secret: %v, want ErrUnavailable", err)
	}
}

// fitted answers a vault that knows the secret of an installation.
func fitted(t *testing.T) *vault.Vault {
	t.Helper()
	v, err := vault.New()
	if err != nil {
		t.Fatal(err)
	}
	secret, err := v.NewSecret()
	if err == nil {
		err = v.Adopt(secret)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

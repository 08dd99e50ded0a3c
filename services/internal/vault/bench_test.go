package vault_test

import (
	"path/filepath"
	"testing"

	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

// What sealing costs a filing: a new data key, and a request of four kilobytes.
func BenchmarkFiling(b *testing.B) {
	v, plain := benched(b), make([]byte, 4<<10)
	for b.Loop() {
		key, _, err := v.NewKey("case-1")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := key.Seal(plain, place); err != nil {
			b.Fatal(err)
		}
	}
}

// What it costs the page of a case: its data key, and ten texts of a kilobyte.
func BenchmarkCasePage(b *testing.B) {
	v := benched(b)
	key, wrapped, err := v.NewKey("case-1")
	if err != nil {
		b.Fatal(err)
	}
	sealed, err := key.Seal(make([]byte, 1<<10), place)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		key, err := v.Unwrap("case-1", wrapped)
		for range 10 {
			if err == nil {
				_, err = key.Open(sealed, place)
			}
		}
		if err != nil {
			b.Fatal(err)
		}
	}
}

func benched(b *testing.B) *vault.Vault {
	b.Helper()
	path := filepath.Join(b.TempDir(), "keyset.json")
	if err := vault.Create(path); err != nil {
		b.Fatal(err)
	}
	v, err := vault.Open(vault.Config{Keyset: path})
	if err != nil {
		b.Fatal(err)
	}
	return v
}

func BenchmarkHint(b *testing.B) {
	v, err := vault.New()
	if err != nil {
		b.Fatal(err)
	}
	secret, err := v.NewSecret()
	if err != nil || v.Adopt(secret) != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if sealed, err := v.SealHint(make([]byte, 400)); err != nil || sealed == "" {
			b.Fatal(err)
		}
	}
}

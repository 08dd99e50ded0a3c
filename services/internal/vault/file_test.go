package vault_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/vip-verkosto/vaatu/services/internal/vault"
)

func TestAKeysetFileIsMadeOnceAndOpensWhatItSealed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys", "kek.json")
	if _, err := vault.Open(vault.Config{Keyset: path}); err == nil {
		t.Fatal("a missing keyset opened")
	}
	var wrapped []byte
	for range 2 {
		if err := vault.CreateMissing(path); err != nil {
			t.Fatal(err)
		}
		v := opened(t, vault.Config{Keyset: path})
		if wrapped == nil {
			_, wrapped, _ = v.NewKey("case-1")
		}
		if _, err := v.Unwrap("case-1", wrapped); err != nil {
			t.Fatal(err)
		}
	}
	if err := vault.Create(path); err == nil {
		t.Error("a keyset was replaced")
	}
}

// The steps of a rotation, and a service that runs meanwhile.
func TestAKeyIsAddedPromotedAndRetiredWhileAVaultIsOpen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kek.json")
	if err := vault.Create(path); err != nil {
		t.Fatal(err)
	}
	v := opened(t, vault.Config{Keyset: path})
	_, old, err := v.NewKey("case-1")
	if err != nil {
		t.Fatal(err)
	}
	next, err := vault.Next(path)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := vault.Next(path); err != nil || again != next {
		t.Errorf("a second call makes %s, %v; want %s once more", again, err, next)
	}
	if _, wrapped, _ := v.NewKey("case-2"); !bytes.Equal(wrapped[:5], old[:5]) {
		t.Error("the new key wraps before it was promoted")
	}
	if err := vault.Promote(path, next); err != nil {
		t.Fatal(err)
	}
	_, wrapped, err := v.NewKey("case-3")
	if err != nil || bytes.Equal(wrapped[:5], old[:5]) {
		t.Errorf("after the promotion the old key wraps: %v", err)
	}
	again, err := v.Rewrap("case-1", old)
	if err != nil || !bytes.Equal(again[:5], wrapped[:5]) {
		t.Errorf("what was wrapped before is not wrapped anew: %v", err)
	}
	if gone, err := vault.Retire(path, func(string) bool { return true }); err != nil || len(gone) > 0 {
		t.Errorf("%v, that is used, was retired: %v", gone, err)
	}
	if gone, err := vault.Retire(path, func(string) bool { return false }); err != nil || len(gone) != 1 {
		t.Errorf("retired are %v, %v; want the old one", gone, err)
	}
	if all, primary, err := vault.Versions(path); err != nil || !slices.Equal(all, []string{next}) || primary != next {
		t.Errorf("left are %v with %s, %v", all, primary, err)
	}
	if _, err := v.Unwrap("case-1", old); !errors.Is(err, vault.ErrSealed) {
		t.Errorf("a key that was retired opens: %v", err)
	}
	if _, err := v.Unwrap("case-1", again); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the keyset's file is %v, %v", info.Mode(), err)
	}
	// A file that is being damaged leaves what was read before in use.
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Unwrap("case-1", again); err != nil {
		t.Errorf("with a damaged file: %v", err)
	}
}

func TestOfManyWhoEditAKeysetAtOnceNobodyLosesAKey(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kek.json")
	if err := vault.Create(path); err != nil {
		t.Fatal(err)
	}
	_, old, err := vault.Versions(path)
	if err != nil {
		t.Fatal(err)
	}
	added := make(chan string, 16)
	var group errgroup.Group
	for range cap(added) {
		group.Go(func() error {
			next, err := vault.Next(path)
			added <- next
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	next := <-added
	for range cap(added) - 1 {
		if other := <-added; other != next {
			t.Errorf("one was told of the key %s, another of %s", next, other)
		}
	}
	// One that a rotation has yet to promote wraps nothing, and stays.
	if gone, err := vault.Retire(path, func(string) bool { return false }); err != nil || len(gone) > 0 {
		t.Errorf("retired are %v, %v; want none, as the newest is to be promoted", gone, err)
	}
	if all, primary, err := vault.Versions(path); err != nil || !slices.Equal(all, []string{old, next}) || primary != old {
		t.Errorf("there are %v with %s, %v", all, primary, err)
	}
}

func TestAFingerprintOutlivesTheKeyThatWrapsItsSecret(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "kek.json")
	if err := vault.Create(path); err != nil {
		t.Fatal(err)
	}
	v := opened(t, vault.Config{Keyset: path})
	if _, err := v.Fingerprint([]byte("request")); !errors.Is(err, vault.ErrUnavailable) {
		t.Errorf("without a secret a fingerprint is met with %v, want ErrUnavailable", err)
	}
	secret, err := v.NewSecret()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Adopt(secret); err != nil {
		t.Fatal(err)
	}
	one, _ := v.Fingerprint([]byte("request"))
	next, err := vault.Next(path)
	if err == nil {
		err = vault.Promote(path, next)
	}
	if err != nil {
		t.Fatal(err)
	}
	if secret, err = v.RewrapSecret(secret); err != nil {
		t.Fatal(err)
	}
	if _, err := vault.Retire(path, func(string) bool { return false }); err != nil {
		t.Fatal(err)
	}
	after := opened(t, vault.Config{Keyset: path})
	if err := after.Adopt(secret); err != nil {
		t.Fatal(err)
	}
	if again, err := after.Fingerprint([]byte("request")); err != nil || !bytes.Equal(one, again) {
		t.Errorf("the fingerprint has changed: %v", err)
	}
	if other, _ := after.Fingerprint([]byte("another")); bytes.Equal(one, other) {
		t.Error("two requests have one fingerprint")
	}
}

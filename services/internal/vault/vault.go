// Package vault seals free text. Each case has a data key of its own, wrapped by a key-encryption key that stays outside
// the database; whoever deletes the wrapped key has erased the case's content. Sealed blobs are bound to their place
// by associated data: a blob that was moved, swapped or cut does not open.
package vault

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// keySize of a data key in bytes: AES-256-GCM.
const keySize = 32

// ErrSealed is answered when a key or a blob does not open: wrong keyset, wrong place, or altered.
var ErrSealed = errors.New("sealed content does not open")

// Vault wraps and unwraps data keys.
type Vault struct {
	kek tink.AEAD
	mac []byte
}

// Open reads the key-encryption keyset from a file. A missing file is an error that names it.
func Open(path string) (*Vault, error) {
	stored, err := os.ReadFile(path) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, fmt.Errorf("reading the keyset: %w", err)
	}
	handle, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(stored)))
	if err != nil {
		return nil, fmt.Errorf("reading the keyset %s: %w", path, err)
	}
	return with(handle, stored)
}

// OpenOrCreate is Open, but makes a new keyset, readable by its owner only, where there is none. For development: a
// production keyset is made once, by hand, and kept apart from the database.
func OpenOrCreate(path string) (*Vault, error) {
	v, err := Open(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return v, err
	}
	if err := Create(path); err != nil {
		return nil, err
	}
	return Open(path)
}

// Create makes a new keyset in a file, readable by its owner only; one that exists is never replaced.
func Create(path string) error {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return fmt.Errorf("making a keyset: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("making the keyset's folder: %w", err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return fmt.Errorf("making the keyset's file: %w", err)
	}
	err = insecurecleartextkeyset.Write(handle, keyset.NewJSONWriter(file))
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing the keyset: %w", err)
	}
	return nil
}

// New answers a vault with a fresh key-encryption key that lives in memory only.
func New() (*Vault, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("making a keyset: %w", err)
	}
	secret := make([]byte, keySize)
	if _, err := rand.Read(secret); err != nil {
		return nil, fmt.Errorf("making a secret: %w", err)
	}
	return with(handle, secret)
}

// with answers a vault; the key of fingerprints follows from the secret.
func with(handle *keyset.Handle, secret []byte) (*Vault, error) {
	kek, err := aead.New(handle)
	if err != nil {
		return nil, fmt.Errorf("using the keyset: %w", err)
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("fingerprint"))
	return &Vault{kek: kek, mac: mac.Sum(nil)}, nil
}

// Fingerprint answers a keyed hash: equal for equal data, and of no use for guessing the data without the keyset.
func (v *Vault) Fingerprint(data []byte) []byte {
	mac := hmac.New(sha256.New, v.mac)
	mac.Write(data)
	return mac.Sum(nil)
}

// NewKey answers a new data key for a case and the same key wrapped, to be stored.
func (v *Vault) NewKey(caseID string) (Key, []byte, error) {
	raw := make([]byte, keySize)
	if _, err := rand.Read(raw); err != nil {
		return Key{}, nil, fmt.Errorf("making a data key: %w", err)
	}
	wrapped, err := v.kek.Encrypt(raw, wrapPlace(caseID))
	if err != nil {
		return Key{}, nil, fmt.Errorf("wrapping a data key: %w", err)
	}
	key, err := newKey(caseID, raw)
	return key, wrapped, err
}

// Unwrap answers the data key of a case. ErrSealed when it was wrapped for another case or by another keyset.
func (v *Vault) Unwrap(caseID string, wrapped []byte) (Key, error) {
	raw, err := v.kek.Decrypt(wrapped, wrapPlace(caseID))
	if err != nil {
		return Key{}, fmt.Errorf("unwrapping a data key: %w", ErrSealed)
	}
	return newKey(caseID, raw)
}

func wrapPlace(caseID string) []byte { return []byte("case:" + caseID) }

// Key is the data key of one case.
type Key struct {
	caseID string
	aead   tink.AEAD
}

func newKey(caseID string, raw []byte) (Key, error) {
	a, err := subtle.NewAESGCM(raw)
	if err != nil {
		return Key{}, fmt.Errorf("using a data key: %w", err)
	}
	return Key{caseID: caseID, aead: a}, nil
}

// Place is where a sealed blob belongs: table, column, row and revision.
type Place struct {
	Table    string
	Column   string
	ID       string
	Revision int
}

func (k Key) bind(p Place) []byte {
	return fmt.Appendf(nil, "%s|%s|%s|%s|%d", k.caseID, p.Table, p.Column, p.ID, p.Revision)
}

// Seal encrypts plain for its place.
func (k Key) Seal(plain []byte, p Place) ([]byte, error) {
	sealed, err := k.aead.Encrypt(plain, k.bind(p))
	if err != nil {
		return nil, fmt.Errorf("sealing content: %w", err)
	}
	return sealed, nil
}

// Open decrypts what was sealed for the same place. ErrSealed otherwise.
func (k Key) Open(sealed []byte, p Place) ([]byte, error) {
	plain, err := k.aead.Decrypt(sealed, k.bind(p))
	if err != nil {
		return nil, fmt.Errorf("opening content: %w", ErrSealed)
	}
	return plain, nil
}

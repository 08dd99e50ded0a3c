// Package vault seals free text. Each case has a data key of its own, wrapped by a key-encryption key that stays outside
// the database: in a file, or in a key management service. Whoever deletes the wrapped key has erased the case's content.
// Sealed blobs are bound to their place by associated data: a blob that was moved, swapped or cut does not open.
package vault

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
)

// keySize of a data key in bytes: AES-256-GCM.
const keySize = 32

var (
	// ErrSealed is answered when a key or a blob does not open: wrong key, wrong place, or altered.
	ErrSealed = errors.New("sealed content does not open")
	// ErrUnavailable is answered when the key management service does not answer, or does not let us in.
	ErrUnavailable = apperr.New(apperr.ContentUnavailable)
)

// Config says where the key-encryption key is.
type Config struct {
	// Keyset is a file, or the address of a key in a transit engine as hcvault://HOST:PORT/transit/keys/NAME.
	Keyset string
	// TokenFile holds what lets us in there, read anew for each call; CA is the authority of its certificate, the system's
	// when empty.
	TokenFile, CA string
}

// Vault wraps and unwraps data keys.
type Vault struct {
	kek tink.AEAD
	// held are data keys that need not be asked for again for a while; nil where asking costs nothing.
	held *held

	mu sync.Mutex
	// secret is what fingerprints are made with: wrapped as the database has it, and in clear once it was needed.
	wrapped, secret []byte
	// hints is the key of hints, as long as the secret is known in clear.
	hints tink.AEAD
}

// Open answers a vault on a key-encryption key that exists. A file that is missing is an error that names it; a service
// that does not answer is none yet.
func Open(c Config) (*Vault, error) {
	if strings.HasPrefix(c.Keyset, transitScheme) {
		kek, err := openTransit(c)
		if err != nil {
			return nil, err
		}
		return &Vault{kek: kek, held: &held{}}, nil
	}
	kek, err := openFile(c.Keyset)
	if err != nil {
		return nil, err
	}
	return &Vault{kek: kek}, nil
}

// New answers a vault with a fresh key-encryption key that lives in memory only.
func New() (*Vault, error) {
	handle, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, fmt.Errorf("making a keyset: %w", err)
	}
	kek, err := aead.New(handle)
	if err != nil {
		return nil, fmt.Errorf("using the keyset: %w", err)
	}
	return &Vault{kek: kek}, nil
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

// Unwrap answers the data key of a case. ErrSealed when it was wrapped for another case or by another key. It may ask a
// service, for which no transaction should wait: see Held.
func (v *Vault) Unwrap(caseID string, wrapped []byte) (Key, error) {
	if key, ok := v.held.get(caseID, wrapped); ok {
		return key, nil
	}
	raw, err := v.open(wrapped, wrapPlace(caseID))
	if err != nil {
		return Key{}, fmt.Errorf("unwrapping a data key: %w", err)
	}
	key, err := newKey(caseID, raw)
	if err == nil {
		v.held.put(caseID, wrapped, key)
	}
	return key, err
}

// Held is Unwrap where somebody waits, as in a transaction: it asks no service. A key that would have to be asked for is an
// error that With knows what to do with.
func (v *Vault) Held(caseID string, wrapped []byte) (Key, error) {
	if v.held == nil {
		return v.Unwrap(caseID, wrapped)
	}
	if key, ok := v.held.get(caseID, wrapped); ok {
		return key, nil
	}
	return Key{}, &notHeld{caseID, wrapped}
}

// notHeld is the key that fn of With needs.
type notHeld struct {
	caseID  string
	wrapped []byte
}

func (e *notHeld) Error() string { return "the data key of case " + e.caseID + " is not at hand" }

// AppError answers what a caller hears where nobody asked for the key.
func (e *notHeld) AppError() *apperr.Error { return ErrUnavailable }

// mostRuns of what With runs: a key that was asked for may be wrapped anew, or give way to others, before it is used.
const mostRuns = 5

// With runs fn, which opens keys by Held. When one is not at hand fn ends, the key is asked for while nobody waits for
// anything of the database, and fn runs again.
func (v *Vault) With(fn func() error) error {
	for run := 1; ; run++ {
		err := fn()
		need, ok := errors.AsType[*notHeld](err)
		if !ok || run == mostRuns {
			return err
		}
		if _, err := v.Unwrap(need.caseID, need.wrapped); err != nil {
			return err
		}
	}
}

// Forget drops the data key of a case that was erased, rather than in a while. A store that opens nothing has no vault.
func (v *Vault) Forget(caseID string) {
	if v != nil {
		v.held.drop(caseID)
	}
}

// Rewrap answers a data key wrapped by the present key-encryption key.
func (v *Vault) Rewrap(caseID string, wrapped []byte) ([]byte, error) {
	return v.rewrap(wrapped, wrapPlace(caseID))
}

// Works answers nil when keys can be wrapped now.
func (v *Vault) Works() error {
	_, err := v.kek.Encrypt([]byte("works"), []byte("works"))
	return err
}

// NewSecret answers a new secret of an installation, wrapped.
func (v *Vault) NewSecret() ([]byte, error) {
	raw := make([]byte, keySize)
	if _, err := rand.Read(raw); err != nil {
		return nil, fmt.Errorf("making a secret: %w", err)
	}
	wrapped, err := v.kek.Encrypt(raw, secretPlace)
	if err != nil {
		return nil, fmt.Errorf("wrapping the installation's secret: %w", err)
	}
	return wrapped, nil
}

// RewrapSecret answers the secret of an installation wrapped by the present key-encryption key.
func (v *Vault) RewrapSecret(wrapped []byte) ([]byte, error) { return v.rewrap(wrapped, secretPlace) }

// Adopt tells the vault the installation's secret, which each key-encryption key in use has wrapped. ErrSealed when one
// does not open: then the vault has not all keys that the database needs. With ErrUnavailable it is adopted all the same.
func (v *Vault) Adopt(wrapped ...[]byte) error {
	for _, w := range wrapped {
		v.mu.Lock()
		v.wrapped = w
		v.mu.Unlock()
		secret, err := v.open(w, secretPlace)
		if err != nil {
			return fmt.Errorf("opening the installation's secret: %w", err)
		}
		hints, err := newHintKey(secret)
		if err != nil {
			return err
		}
		v.mu.Lock()
		v.secret, v.hints = secret, hints
		v.mu.Unlock()
	}
	return nil
}

// Fingerprint answers a keyed hash: equal for equal data whatever became of the key-encryption key, and of no use for
// guessing the data without the secret. ErrUnavailable until there is one.
func (v *Vault) Fingerprint(data []byte) ([]byte, error) {
	v.mu.Lock()
	secret, wrapped := v.secret, v.wrapped
	v.mu.Unlock()
	if wrapped == nil {
		return nil, ErrUnavailable
	}
	if secret == nil {
		if err := v.Adopt(wrapped); err != nil {
			return nil, err
		}
		return v.Fingerprint(data)
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write(data)
	return mac.Sum(nil), nil
}

var secretPlace = []byte("installation")

func wrapPlace(caseID string) []byte { return []byte("case:" + caseID) }

// open decrypts by the key-encryption key.
func (v *Vault) open(wrapped, place []byte) ([]byte, error) {
	raw, err := v.kek.Decrypt(wrapped, place)
	switch {
	case errors.Is(err, ErrUnavailable):
		return nil, err
	case err != nil || len(raw) != keySize:
		return nil, ErrSealed
	}
	return raw, nil
}

func (v *Vault) rewrap(wrapped, place []byte) ([]byte, error) {
	raw, err := v.open(wrapped, place)
	if err != nil {
		return nil, fmt.Errorf("unwrapping a key: %w", err)
	}
	again, err := v.kek.Encrypt(raw, place)
	if err != nil {
		return nil, fmt.Errorf("wrapping a key again: %w", err)
	}
	return again, nil
}

package vault

import (
	"fmt"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Key is the data key of one case.
type Key struct {
	caseID string
	raw    []byte
	aead   tink.AEAD
}

func newKey(caseID string, raw []byte) (Key, error) {
	a, err := subtle.NewAESGCM(raw)
	if err != nil {
		return Key{}, fmt.Errorf("using a data key: %w", err)
	}
	return Key{caseID: caseID, raw: raw, aead: a}, nil
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

package vault

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// Hints are what the processes of an installation tell each other over the database, where every role may listen: sealed, and
// filled up to a multiple of hintBlock bytes, so that neither their words nor their length say anything.
const hintBlock = 512

var hintPlace = []byte("hint")

// SealHint seals a hint, without asking any service. ErrUnavailable while the installation's secret is not at hand.
func (v *Vault) SealHint(plain []byte) (string, error) {
	key, err := v.hintKey()
	if err != nil {
		return "", err
	}
	filled := slices.Concat(plain, bytes.Repeat([]byte(" "), hintBlock-len(plain)%hintBlock))
	sealed, err := key.Encrypt(filled, hintPlace)
	if err != nil {
		return "", fmt.Errorf("sealing a hint: %w", err)
	}
	return base64.RawStdEncoding.EncodeToString(sealed), nil
}

// OpenHint answers a hint with the spaces that fill it up. ErrSealed for what no process of the installation has sealed.
func (v *Vault) OpenHint(sealed string) ([]byte, error) {
	key, err := v.hintKey()
	if err != nil {
		return nil, err
	}
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil {
		return nil, ErrSealed
	}
	plain, err := key.Decrypt(raw, hintPlace)
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

func (v *Vault) hintKey() (tink.AEAD, error) {
	if v == nil {
		return nil, ErrUnavailable
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.hints == nil {
		return nil, ErrUnavailable
	}
	return v.hints, nil
}

// newHintKey draws the key of hints from the installation's secret, which every process has. Its nonces are long enough to be
// drawn for ever.
func newHintKey(secret []byte) (tink.AEAD, error) {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("the key of hints"))
	key, err := subtle.NewXChaCha20Poly1305(mac.Sum(nil))
	if err != nil {
		return nil, fmt.Errorf("using the key of hints: %w", err)
	}
	return key, nil
}

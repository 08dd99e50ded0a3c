package vault

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http" //nolint:depguard // the client of the key management service is given its transport
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/vault/api"
	"github.com/tink-crypto/tink-go-hcvault/v2/integration/hcvault"
	"github.com/tink-crypto/tink-go/v2/tink"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
)

const (
	// transitScheme begins the address of a key in a transit engine of OpenBao or HashiCorp Vault.
	transitScheme = "hcvault://"
	// transitTimeout bounds each call; none is repeated, as people wait.
	transitTimeout = 2 * time.Second
)

// transit is a key-encryption key that never leaves its service.
type transit struct {
	tink.AEAD

	client    *api.Client
	tokenFile string
}

func openTransit(c Config) (*transit, error) {
	address, err := url.Parse(c.Keyset)
	if err != nil {
		return nil, fmt.Errorf("reading the address of the keyset: %w", err)
	}
	encrypted, err := transitTLS(c.CA)
	if err != nil {
		return nil, err
	}
	// What is said here counts: a client that the api makes by itself heeds an environment that may take TLS away.
	client, err := api.NewClient(&api.Config{Address: "https://" + address.Host, HttpClient: &http.Client{
		Timeout: transitTimeout, Transport: &http.Transport{TLSClientConfig: encrypted, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 16},
		CheckRedirect: stay,
	}})
	if err != nil {
		return nil, fmt.Errorf("preparing the key management service: %w", err)
	}
	kms, err := hcvault.NewClientWithAEADOptions(transitScheme+address.Host, client.Logical())
	if err != nil {
		return nil, fmt.Errorf("preparing the key management service: %w", err)
	}
	kek, err := kms.GetAEAD(c.Keyset)
	if err != nil {
		return nil, fmt.Errorf("the address %s names no key, as in hcvault://HOST:PORT/transit/keys/NAME: %w", c.Keyset, err)
	}
	t := &transit{AEAD: kek, client: client, tokenFile: c.TokenFile}
	if err := t.signIn(); err != nil {
		return nil, err
	}
	return t, nil
}

// stay lets token and keys go where the setting says and nowhere else: a redirection may lead away from TLS.
func stay(*http.Request, []*http.Request) error {
	return errors.New("the key management service sends elsewhere")
}

func transitTLS(authority string) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if authority == "" {
		return config, nil
	}
	pem, err := os.ReadFile(authority) //nolint:gosec // a setting
	if err != nil {
		return nil, fmt.Errorf("reading the authority of the key management service: %w", err)
	}
	config.RootCAs = x509.NewCertPool()
	if !config.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("there is no certificate in %s", authority)
	}
	return config, nil
}

// signIn reads the token, which an agent renews on the disk.
func (t *transit) signIn() error {
	token, err := os.ReadFile(t.tokenFile)
	if err != nil {
		return fmt.Errorf("reading the token for the key management service: %w", err)
	}
	t.client.SetToken(strings.TrimSpace(string(token)))
	return nil
}

// Encrypt wraps a key.
func (t *transit) Encrypt(plain, place []byte) ([]byte, error) {
	return t.call(t.AEAD.Encrypt, plain, place)
}

// Decrypt unwraps a key.
func (t *transit) Decrypt(sealed, place []byte) ([]byte, error) {
	return t.call(t.AEAD.Decrypt, sealed, place)
}

func (t *transit) call(do func(data, place []byte) ([]byte, error), data, place []byte) ([]byte, error) {
	if err := t.signIn(); err != nil {
		return nil, unavailable(err)
	}
	answer, err := do(data, place)
	if refusal, ok := errors.AsType[*api.ResponseError](err); ok && refusal.StatusCode == http.StatusBadRequest {
		return nil, fmt.Errorf("the key management service refuses: %w", errors.Join(refusal, ErrSealed))
	}
	if err != nil {
		return nil, unavailable(err)
	}
	return answer, nil
}

func unavailable(cause error) error {
	return &apperr.Error{Reason: apperr.ContentUnavailable, Cause: fmt.Errorf("asking the key management service: %w", cause)}
}

package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/time/rate"
)

const (
	// keysPause is how often a provider is asked for its keys for long, and keysAtOnce how often in a row: whoever sends
	// tokens with made-up keys must not make us ask it each time.
	keysPause  = 5 * time.Second
	keysAtOnce = 3
)

// newKeys answers the keys of a provider that was discovered. They are asked for when a token names one that is not known.
func (p *provider) newKeys() (oidc.KeySet, error) {
	var said struct {
		Keys string `json:"jwks_uri"`
	}
	if err := p.discovered.Load().Claims(&said); err != nil {
		return nil, fmt.Errorf("reading where %s has its keys: %w", p.Name, err)
	}
	client := &http.Client{Timeout: providerDeadline, Transport: &calm{limit: rate.NewLimiter(rate.Every(keysPause), keysAtOnce)}}
	return oidc.NewRemoteKeySet(oidc.ClientContext(context.Background(), client), said.Keys), nil
}

// calm asks for keys now and then only.
type calm struct {
	limit *rate.Limiter
	// down: the last question was not answered.
	down atomic.Bool
}

// errKeysFresh is answered in place of keys that were asked for a moment ago.
var errKeysFresh = errors.New("the keys were asked for a moment ago")

// RoundTrip asks, or says how it went lately.
func (c *calm) RoundTrip(r *http.Request) (*http.Response, error) {
	if !c.limit.Allow() {
		if c.down.Load() {
			return nil, errProviderDown
		}
		return nil, errKeysFresh
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	c.down.Store(err != nil || answer.StatusCode != http.StatusOK)
	return answer, err
}

// askedKeys remembers of one verification whether the provider did not answer.
type askedKeys struct {
	oidc.KeySet

	down bool
}

// VerifySignature answers the payload of a token.
func (k *askedKeys) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := k.KeySet.VerifySignature(ctx, jwt)
	// Only a failure to get the keys wraps a cause: a wrong signature has none.
	k.down = errors.Unwrap(err) != nil && !errors.Is(err, errKeysFresh)
	return payload, err
}

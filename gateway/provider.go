package gateway

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"
)

// Provider is an OpenID provider that signs people in.
type Provider struct {
	// Name stands in addresses: mpassid.
	Name string
	// Label is what people read on the choice between several; empty: Name.
	Label        string
	Issuer       string
	ClientID     string
	ClientSecret string
	// Scopes beside openid; empty: profile and email.
	Scopes []string
	// Audience that access tokens of machines must be made for; empty: ClientID.
	Audience string
	// SchoolRoles: its claims give roles in schools. Whoever administers it can make anybody principal of any school.
	SchoolRoles bool
}

// signIn is what sign-ins need.
type signIn struct {
	seal      seal
	providers []*provider
	sessions  sessionsClient
}

// provider is a provider whose discovery document is read when somebody first signs in: it may run in this very
// process, which does not listen yet. A failure is tried again by the next one.
type provider struct {
	Provider

	client *http.Client

	asking     singleflight.Group
	discovered atomic.Pointer[oidc.Provider]
	keys       func() (oidc.KeySet, error) // of access tokens
}

// providerDeadline bounds each request to a provider.
const providerDeadline = 10 * time.Second

func (g *Gateway) newSignIn() (*signIn, error) {
	closed, err := newSeal(g.config.StateKey)
	if err != nil {
		return nil, err
	}
	sessions, err := g.sessions()
	if err != nil {
		return nil, err
	}
	s := &signIn{seal: closed, sessions: sessions}
	for _, p := range g.config.Providers {
		if s.provider(p.Name) != nil {
			return nil, fmt.Errorf("there are two providers named %q", p.Name)
		}
		if other := s.issuer(p.Issuer); other != nil { // of whose tokens nobody could say which of the two is meant
			return nil, fmt.Errorf("the providers %q and %q have the same issuer %s", other.Name, p.Name, p.Issuer)
		}
		if len(p.Scopes) == 0 {
			p.Scopes = []string{"profile", "email"}
		}
		if p.Label == "" {
			p.Label = p.Name
		}
		if p.Audience == "" {
			p.Audience = p.ClientID
		}
		made := &provider{Provider: p, client: &http.Client{Timeout: providerDeadline}}
		made.keys = sync.OnceValues(made.newKeys)
		s.providers = append(s.providers, made)
	}
	return s, nil
}

// provider answers the provider of a name, or nil.
func (s *signIn) provider(name string) *provider {
	for _, p := range s.providers {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// within is the context of requests to the provider.
func (p *provider) within(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, p.client)
}

// discover answers the provider's document. While it is asked for, all sign-ins wait for the same answer, each no longer
// than its browser does.
func (p *provider) discover(ctx context.Context) (*oidc.Provider, error) {
	if found := p.discovered.Load(); found != nil {
		return found, nil
	}
	asked := p.asking.DoChan("", func() (any, error) {
		// The provider keeps the context for its keys: it must outlive this sign-in.
		found, err := oidc.NewProvider(p.within(context.WithoutCancel(ctx)), p.Issuer)
		if err == nil {
			p.discovered.Store(found)
		}
		return found, err
	})
	select {
	case answer := <-asked:
		if answer.Err != nil {
			return nil, fmt.Errorf("discovering the provider %s: %w", p.Name, errors.Join(errProviderDown, answer.Err))
		}
		return p.discovered.Load(), nil
	case <-ctx.Done():
		return nil, fmt.Errorf("discovering the provider %s: %w", p.Name, errors.Join(errProviderDown, ctx.Err()))
	}
}

// oauth answers the client at the provider.
func (p *provider) oauth(found *oidc.Provider, redirect string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(), RedirectURL: redirect,
		Scopes: append([]string{oidc.ScopeOpenID}, p.Scopes...),
	}
}

// Kinds of failed sign-ins.
var (
	errProviderDown = errors.New("the provider does not answer")
	errProviderSays = errors.New("the provider refused the sign-in")
	errBadToken     = errors.New("the provider's answer does not prove who signed in")
)

// identity exchanges the code of a sign-in for the claims of a person.
func (p *provider) identity(ctx context.Context, redirect, code string, l loginState) (claims, error) {
	ctx = p.within(ctx)
	found, err := p.discover(ctx)
	if err != nil {
		return claims{}, err
	}
	tokens, err := p.oauth(found, redirect).Exchange(ctx, code, oauth2.VerifierOption(l.Verifier))
	if err != nil {
		return claims{}, exchangeError(err)
	}
	raw, _ := tokens.Extra("id_token").(string)
	verified, err := found.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID}).Verify(ctx, raw)
	if err != nil {
		return claims{}, fmt.Errorf("verifying the ID token: %w", errors.Join(errBadToken, err))
	}
	if !equal(verified.Nonce, l.Nonce) {
		return claims{}, fmt.Errorf("comparing the nonce: %w", errBadToken)
	}
	return p.claims(ctx, found, verified, tokens)
}

func exchangeError(err error) error {
	if answer, ok := errors.AsType[*oauth2.RetrieveError](err); ok && answer.Response.StatusCode < http.StatusInternalServerError {
		return fmt.Errorf("exchanging the code: %w", errors.Join(errProviderSays, err))
	}
	return fmt.Errorf("exchanging the code: %w", errors.Join(errProviderDown, err))
}

// claims are those of the ID token with those of userinfo over them; both must speak of the same person.
func (p *provider) claims(ctx context.Context, found *oidc.Provider, id *oidc.IDToken, tokens *oauth2.Token) (claims, error) {
	c := claims{Issuer: id.Issuer, Subject: id.Subject, schoolRoles: p.SchoolRoles}
	if err := id.Claims(&c.said); err != nil {
		return claims{}, fmt.Errorf("reading the ID token: %w", errors.Join(errBadToken, err))
	}
	c.AuthTime = authTime(c.said["auth_time"]) // userinfo, which comes later, says nothing of it
	if !c.names() {
		return claims{}, fmt.Errorf("the subject is empty or out of bounds: %w", errBadToken)
	}
	if found.UserInfoEndpoint() == "" {
		return c, nil
	}
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	if err != nil {
		return claims{}, fmt.Errorf("asking userinfo: %w", errors.Join(errProviderDown, err))
	}
	if info.Subject != id.Subject {
		return claims{}, fmt.Errorf("userinfo speaks of another person: %w", errBadToken)
	}
	if err := info.Claims(&c.said); err != nil {
		return claims{}, fmt.Errorf("reading userinfo: %w", errors.Join(errBadToken, err))
	}
	return c, nil
}

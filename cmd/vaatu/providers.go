package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/vip-verkosto/vaatu/gateway"
)

// providerFlags name the OpenID providers by which people sign in: one by flags, or several by a file.
type providerFlags struct {
	Issuer      string `env:"VAATU_OIDC_ISSUER" help:"OpenID provider."`
	ClientID    string `env:"VAATU_OIDC_CLIENT_ID" help:"Our name at the provider." name:"client-id"`
	SecretFile  string `env:"VAATU_OIDC_SECRET_FILE" help:"File that holds our secret at the provider." type:"existingfile"`
	APIAudience string `env:"VAATU_API_AUDIENCE" help:"Audience that access tokens of programs must be made for; our name at the provider when left out." name:"api-audience"`
	Providers   string `env:"VAATU_OIDC_PROVIDERS" help:"File with several providers instead, a JSON list of {name, label, issuer, clientId, secretFile, scopes, audience, schoolRoles}." type:"existingfile"`
}

// providerEntry is one provider of the file.
type providerEntry struct {
	Name       string   `json:"name"`
	Label      string   `json:"label"`
	Issuer     string   `json:"issuer"`
	ClientID   string   `json:"clientId"`
	SecretFile string   `json:"secretFile"`
	Scopes     []string `json:"scopes"`
	Audience   string   `json:"audience"`
	// SchoolRoles: it is believed about roles in schools. Of several, few should be.
	SchoolRoles bool `json:"schoolRoles"`
}

func (p providerFlags) read() ([]gateway.Provider, error) {
	entries, dir := []providerEntry{{
		Name: "default", Issuer: p.Issuer, ClientID: p.ClientID, SecretFile: p.SecretFile, Audience: p.APIAudience, SchoolRoles: true,
	}}, "."
	if p.Providers != "" {
		if p.Issuer != "" || p.ClientID != "" || p.SecretFile != "" || p.APIAudience != "" {
			return nil, errors.New("--providers has all of the providers: leave out --issuer, --client-id, --secret-file and --api-audience")
		}
		text, err := os.ReadFile(p.Providers)
		if err != nil {
			return nil, fmt.Errorf("reading --providers: %w", err)
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&entries); err != nil {
			return nil, fmt.Errorf("reading --providers: %w", err)
		}
		if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
			return nil, errors.New("reading --providers: there is text after the list")
		}
		dir = filepath.Dir(p.Providers)
	}
	all := make([]gateway.Provider, len(entries))
	for i, e := range entries {
		var err error
		if all[i], err = e.provider(dir); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// providerName stands in addresses.
var providerName = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// provider answers the provider with its secret; a file of secrets is found from the folder.
func (e providerEntry) provider(dir string) (gateway.Provider, error) {
	switch {
	case !providerName.MatchString(e.Name):
		return gateway.Provider{}, fmt.Errorf("a provider's name %q is not made of small letters, digits and hyphens", e.Name)
	case e.Issuer == "" || e.ClientID == "" || e.SecretFile == "":
		return gateway.Provider{}, fmt.Errorf("the provider %s lacks its issuer, our name there, or the file of our secret (--issuer, --client-id, --secret-file)", e.Name)
	}
	file := e.SecretFile
	if !filepath.IsAbs(file) {
		file = filepath.Join(dir, file)
	}
	secret, err := os.ReadFile(file)
	if err != nil {
		return gateway.Provider{}, fmt.Errorf("reading our secret at the provider %s: %w", e.Name, err)
	}
	return gateway.Provider{
		Name: e.Name, Label: e.Label, Issuer: e.Issuer, ClientID: e.ClientID, ClientSecret: strings.TrimSpace(string(secret)),
		Scopes: e.Scopes, Audience: e.Audience, SchoolRoles: e.SchoolRoles,
	}, nil
}

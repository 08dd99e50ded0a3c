package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/vip-verkosto/vaatu/gateway"
)

func TestSeveralProvidersComeFromAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("mpassid", "one\n")
	other := write("virtu", "two\n")
	mpassid := `{"name": "mpassid", "label": "MPASSid", "issuer": "https://mpass.example", "clientId": "vaatu", "secretFile": "mpassid", "schoolRoles": true}`
	file := write("providers.json", `[`+mpassid+`, {"name": "virtu", "issuer": "https://virtu.example", "clientId": "v", "secretFile": "`+other+`",
		"scopes": ["profile"], "audience": "vaatu-api"}]`)
	all, err := providerFlags{Providers: file}.read()
	want := []gateway.Provider{
		{Name: "mpassid", Label: "MPASSid", Issuer: "https://mpass.example", ClientID: "vaatu", ClientSecret: "one", SchoolRoles: true},
		{Name: "virtu", Issuer: "https://virtu.example", ClientID: "v", ClientSecret: "two", Scopes: []string{"profile"}, Audience: "vaatu-api"},
	}
	if err != nil || !cmp.Equal(all, want) {
		t.Errorf("%v\n%s", err, cmp.Diff(want, all))
	}
	// The one of the flags is the only one there is.
	only, err := providerFlags{Issuer: "https://mpass.example", ClientID: "vaatu", SecretFile: other}.read()
	if err != nil || len(only) != 1 || !only[0].SchoolRoles {
		t.Errorf("by flags: %v, %v", only, err)
	}
	for wrong, flags := range map[string]providerFlags{
		"leave out --issuer":         {Providers: file, Issuer: "https://mpass.example"},
		"unknown field":              {Providers: write("typo.json", `[{"nmae": "mpassid"}]`)},
		"text after the list":        {Providers: write("two.json", `[`+mpassid+`] [`+mpassid+`]`)},
		"after the list":             {Providers: write("more.json", `[`+mpassid+`] ]`)},
		"is not made of":             {Providers: write("name.json", `[{"name": "MPASS id"}]`)},
		"lacks its issuer":           {Providers: write("less.json", `[{"name": "mpassid"}]`)},
		"the provider default lacks": {},
		"reading our secret":         {Issuer: "https://mpass.example", ClientID: "vaatu", SecretFile: filepath.Join(dir, "missing")},
	} {
		if _, err := flags.read(); err == nil || !strings.Contains(err.Error(), wrong) || strings.Contains(err.Error(), "one") {
			t.Errorf("%+v is met with %v; want %q", flags, err, wrong)
		}
	}
}

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestASettingThatIsMissingOrUnsafeIsRefusedByItsName(t *testing.T) {
	t.Parallel()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	front := []string{"gateway", "--issuer=https://op.example", "--client-id=vaatu", "--secret-file=" + secret, "--http=127.0.0.1:0", "--upstream=" + t.TempDir()}
	serve := []string{
		"serve", "--database-app=x", "--database-auth=x", "--database-worker=x", "--keyset=" + secret, "--mail-from=vaatu@example.fi",
		"--sockets=" + t.TempDir(),
	}
	for want, args := range map[string][]string{
		"--public-url=":               front,
		"must begin with https":       append(slices.Clip(front), "--public-url=http://vaatu.example"),
		`"vaatu.example" is not`:      append(slices.Clip(front), "--public-url=vaatu.example"),
		"--database, or --print":      {"migrate"},
		"--base-url=":                 append(slices.Clip(serve), "--smtp=127.0.0.1:25"),
		"reading --base-url":          append(slices.Clip(serve), "--smtp=127.0.0.1:25", "--base-url=http://vaatu.example"),
		"smtp is missing":             append(slices.Clip(serve), "--base-url=https://vaatu.example"),
		"would travel in clear":       append(slices.Clip(serve), "--base-url=https://vaatu.example", "--smtp=mail.example:25", "--no-mail-tls"),
		"give --tls-cert":             append(slices.Clip(serve), "--base-url=https://vaatu.example", "--smtp=127.0.0.1:25", "--listen=127.0.0.1:0"),
		"go over a network":           append(slices.Clip(serve), "--base-url=https://vaatu.example", "--smtp=127.0.0.1:25", "--peer=services.example:7443"),
		"--tls-key and --tls-ca":      append(slices.Clip(front), "--public-url=https://vaatu.example", "--upstream=services.example:7443", "--tls-cert="+secret),
		"tokens would travel in":      append(slices.Clip(front), "--public-url=https://vaatu.example", "--grpc=:9090"),
		"--grpc-cert and --grpc-key":  append(slices.Clip(front), "--public-url=https://vaatu.example", "--grpc=127.0.0.1:0", "--grpc-cert="+secret),
		"reading a certificate":       append(slices.Clip(front), "--public-url=https://vaatu.example", "--grpc=:0", "--grpc-cert="+secret, "--grpc-key="+secret),
		"opening the pool vaatu-app:": append(slices.Clip(serve), "--base-url=https://vaatu.example", "--smtp=127.0.0.1:25", "--no-mail-tls"),
	} {
		var out bytes.Buffer
		err := run(t.Context(), args, &out, &out)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v is met with %v, want %q", args, err, want)
		}
	}
}

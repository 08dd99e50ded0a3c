package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// tokenCommand asks the provider of a running `vaatu dev` for an access token.
type tokenCommand struct {
	Persona string `arg:"" help:"Who to be, as teacher-fi."`
	At      string `default:"http://127.0.0.1:8080" help:"Where vaatu dev runs."`
}

// tokenDeadline bounds the question.
const tokenDeadline = 10 * time.Second

// Run prints the token alone, for `$(vaatu dev token …)`.
func (t *tokenCommand) Run(ctx context.Context, c *console) error {
	ctx, cancel := context.WithTimeout(ctx, tokenDeadline)
	defer cancel()
	form := url.Values{"grant_type": {"client_credentials"}, "login_hint": {t.Persona}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, t.At+"/dev/op/token", strings.NewReader(form.Encode()))
	if err != nil {
		return fmt.Errorf("reading --at: %w", err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(devClient, devClient)
	answer, err := (&http.Client{}).Do(r)
	if err != nil {
		return fmt.Errorf("asking vaatu dev, does it run? %w", err)
	}
	defer answer.Body.Close()
	var said struct {
		Token string `json:"access_token"`
		Why   string `json:"error_description"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil || said.Token == "" {
		return fmt.Errorf("there is no token for %s: %d %s", t.Persona, answer.StatusCode, said.Why)
	}
	fmt.Fprintln(c.out, said.Token)
	return nil
}

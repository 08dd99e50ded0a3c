package vault_test

import (
	"errors"
	"net/http" //nolint:depguard // where a service must not send
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/vip-verkosto/vaatu/services/internal/vault"
	"github.com/vip-verkosto/vaatu/services/internal/vault/vaulttest"
)

func opened(t *testing.T, c vault.Config) *vault.Vault {
	t.Helper()
	v, err := vault.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAKeyManagementServiceWrapsAndUnwraps(t *testing.T) {
	t.Parallel()
	kms := vaulttest.New(t)
	_, wrapped, err := opened(t, kms.Config).NewKey("case-1")
	if err != nil || !strings.HasPrefix(string(wrapped), "vault:v1:") {
		t.Fatalf("wrapped is %q, %v", wrapped, err)
	}
	v := opened(t, kms.Config)
	if _, err := v.Unwrap("case-1", wrapped); err != nil {
		t.Error(err)
	}
	if _, err := v.Unwrap("case-2", wrapped); !errors.Is(err, vault.ErrSealed) {
		t.Errorf("a key moved to another case: %v, want ErrSealed", err)
	}
	kms.Rotate(t)
	again, err := v.Rewrap("case-1", wrapped)
	if err != nil || !strings.HasPrefix(string(again), "vault:v2:") {
		t.Fatalf("wrapped anew is %q, %v", again, err)
	}
	if _, err := v.Unwrap("case-1", again); err != nil {
		t.Error(err)
	}
	stranger, err := opened(t, vaulttest.New(t).Config).Unwrap("case-1", wrapped)
	if !errors.Is(err, vault.ErrSealed) {
		t.Errorf("by another key: %v, %v; want ErrSealed", stranger, err)
	}
}

func TestAServiceThatDoesNotAnswerIsUnavailableAndNeverAnEmptyKey(t *testing.T) {
	t.Parallel()
	kms := vaulttest.New(t)
	_, wrapped, err := opened(t, kms.Config).NewKey("case-1")
	if err != nil {
		t.Fatal(err)
	}
	for name, ail := range map[string]func(){
		"down": kms.Down, "unwilling": func() { kms.Refuse(403) }, "gone": func() { kms.Refuse(404) }, "sealed": func() { kms.Refuse(503) },
		"too busy": func() { kms.Refuse(429) }, "speaking in tongues": func() { kms.Say("<html>") },
	} {
		ail()
		v := opened(t, kms.Config)
		if _, err := v.Unwrap("case-1", wrapped); !errors.Is(err, vault.ErrUnavailable) || errors.Is(err, vault.ErrSealed) {
			t.Errorf("%s: %v, want ErrUnavailable", name, err)
		}
		if _, _, err := v.NewKey("case-2"); !errors.Is(err, vault.ErrUnavailable) {
			t.Errorf("%s: a new key is met with %v, want ErrUnavailable", name, err)
		}
		if err := v.Works(); !errors.Is(err, vault.ErrUnavailable) {
			t.Errorf("%s: it works: %v", name, err)
		}
	}
	// An answer without a key is none.
	kms.Say(`{"data": {}}`)
	if _, err := opened(t, kms.Config).Unwrap("case-1", wrapped); !errors.Is(err, vault.ErrSealed) {
		t.Errorf("an empty answer: %v, want ErrSealed", err)
	}
	kms.Mend()
	if err := os.WriteFile(kms.Config.TokenFile, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := opened(t, kms.Config).Unwrap("case-1", wrapped); !errors.Is(err, vault.ErrUnavailable) {
		t.Errorf("with a token that ended: %v, want ErrUnavailable", err)
	}
}

func TestACallThatTakesTooLongIsGivenUp(t *testing.T) {
	t.Parallel()
	kms := vaulttest.New(t)
	v := opened(t, kms.Config)
	kms.Stall()
	began := time.Now()
	if _, _, err := v.NewKey("case-1"); !errors.Is(err, vault.ErrUnavailable) {
		t.Errorf("%v, want ErrUnavailable", err)
	}
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("given up after %v", took)
	}
}

func TestAServiceThatNobodyVouchesForIsNotSpokenTo(t *testing.T) {
	t.Parallel()
	kms := vaulttest.New(t)
	config := kms.Config
	config.CA = ""
	if _, _, err := opened(t, config).NewKey("case-1"); !errors.Is(err, vault.ErrUnavailable) || kms.Calls() > 0 {
		t.Errorf("%v after %d calls, want none", err, kms.Calls())
	}
	for name, wrong := range map[string]vault.Config{
		"no token":     {Keyset: kms.Config.Keyset, CA: kms.Config.CA},
		"no authority": {Keyset: kms.Config.Keyset, TokenFile: kms.Config.TokenFile, CA: kms.Config.TokenFile},
		"no key":       {Keyset: "hcvault://localhost:1", TokenFile: kms.Config.TokenFile},
	} {
		if _, err := vault.Open(wrong); err == nil {
			t.Errorf("with %s it opens", name)
		}
	}
}

func TestAServiceThatSendsElsewhereIsNotFollowed(t *testing.T) {
	t.Parallel()
	kms := vaulttest.New(t)
	came := make(chan string, 10)
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { came <- r.Header.Get("X-Vault-Token") }))
	defer thief.Close()
	kms.Send(thief.URL)
	if _, _, err := opened(t, kms.Config).NewKey("case-1"); !errors.Is(err, vault.ErrUnavailable) || len(came) > 0 {
		t.Errorf("%v; %d calls went elsewhere, want none", err, len(came))
	}
}

func TestAKeyIsAskedForOnceInAWhileAndNotByOneWhoWaits(t *testing.T) {
	t.Parallel()
	kms := vaulttest.New(t)
	_, wrapped, err := opened(t, kms.Config).NewKey("case-1")
	if err != nil {
		t.Fatal(err)
	}
	v := opened(t, kms.Config)
	before := kms.Calls()
	tries := 0
	err = v.With(func() error {
		tries++
		_, err := v.Held("case-1", wrapped)
		return err
	})
	if err != nil || tries != 2 || kms.Calls() != before+1 {
		t.Errorf("opened after %d tries and %d calls, %v; want 2 and 1", tries, kms.Calls()-before, err)
	}
	for range 10 {
		if _, err := v.Unwrap("case-1", wrapped); err != nil {
			t.Fatal(err)
		}
	}
	if kms.Calls() != before+1 {
		t.Errorf("a page of ten texts cost %d calls, want none", kms.Calls()-before-1)
	}
	again, err := v.Rewrap("case-1", wrapped)
	if err != nil {
		t.Fatal(err)
	}
	// Between two runs the key was wrapped anew.
	tries = 0
	v.Forget("case-1")
	err = v.With(func() error {
		tries++
		if tries > 1 {
			wrapped = again
		}
		_, err := v.Held("case-1", wrapped)
		return err
	})
	if err != nil || tries != 3 {
		t.Errorf("a key that was wrapped anew meanwhile opens after %d tries, %v; want 3", tries, err)
	}
	// Others take all the room again and again.
	tries = 0
	err = v.With(func() error {
		tries++
		v.Forget("case-1")
		_, err := v.Held("case-1", wrapped)
		return err
	})
	if err == nil || tries > 10 {
		t.Errorf("a key that is never at hand is tried %d times, %v", tries, err)
	}
	kms.Down()
	v.Forget("case-1")
	if _, err := v.Unwrap("case-1", wrapped); !errors.Is(err, vault.ErrUnavailable) {
		t.Errorf("a key that was forgotten opens: %v", err)
	}
	if err := v.With(func() error { _, err := v.Held("case-1", wrapped); return err }); !errors.Is(err, vault.ErrUnavailable) {
		t.Errorf("a key that nobody gives: %v", err)
	}
}

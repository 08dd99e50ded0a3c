package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/jackc/pgx/v5"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/internal/devmail"
)

// forms are how a word may look where it was written down.
func forms(word string) map[string][]byte {
	all := map[string][]byte{
		"UTF-8": []byte(word), "hex": []byte(hex.EncodeToString([]byte(word))), "HEX": []byte(strings.ToUpper(hex.EncodeToString([]byte(word)))),
	}
	var little, big []byte
	for _, u := range utf16.Encode([]rune(word)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	all["UTF-16LE"], all["UTF-16BE"] = little, big
	for i := range 3 {
		part := word[i:]
		all[fmt.Sprintf("base64+%d", i)] = []byte(base64.StdEncoding.EncodeToString([]byte(part[:len(part)/3*3])))
	}
	return all
}

// finds answers in which form a word stands in what was written.
func finds(text []byte, word string) []string {
	var found []string
	for form, bytesOf := range forms(word) {
		if bytes.Contains(text, bytesOf) {
			found = append(found, form)
		}
	}
	return found
}

// mine is a folder's files that hold a word.
func mine(t *testing.T, dir, word string) []string {
	t.Helper()
	var found []string
	read := 0
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		read++
		for _, form := range finds(text, word) {
			found = append(found, strings.TrimPrefix(path, dir)+" as "+form)
		}
		return err
	})
	if err != nil || read < 500 {
		t.Fatalf("%d files of the database were read, %v", read, err)
	}
	return found
}

// superuser answers a connection that sees everything.
func (i *installation) superuser(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), i.db.URL("postgres", devDatabase))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// dump is the database as pg_dump writes it in clear.
func (i *installation) dump(t *testing.T) []byte {
	t.Helper()
	program := filepath.Join(os.Getenv("VAATU_POSTGRES_BIN"), "pg_dump")
	text, err := exec.CommandContext(t.Context(), program, "--dbname="+i.db.URL("postgres", devDatabase)).Output()
	if err != nil || len(text) < 10000 {
		t.Fatalf("pg_dump writes %d bytes, %v", len(text), err)
	}
	return text
}

// sings lets people write the word into every kind of text, and answers the number of the case.
func (i *installation) sings(t *testing.T, word string) (number string) {
	t.Helper()
	do := func(c *http.Client, method, path, etag string, body any) map[string]any {
		t.Helper()
		got, err := call(t.Context(), c, method, i.base+path, etag, body)
		if err != nil || got.status != http.StatusOK {
			t.Fatalf("%s %s: %v, %v", method, path, got, err)
		}
		return got.body
	}
	said := 0
	text := func() string { said++; return fmt.Sprintf("%s %d.", word, said) }
	request := aRequest()
	maps.Copy(request["request"].(map[string]any), map[string]any{"situation": text(), "tried": text(), "question": text()})
	teacher, expert, coordinator := signedIn(t, i.base, "teacher-fi"), signedIn(t, i.base, "expert-valteri"), signedIn(t, i.base, "coordinator")
	draft := do(teacher, "POST", "/v1/drafts", "", request)
	do(teacher, "PATCH", "/v1/drafts/"+draft["id"].(string), draft["etag"].(string), map[string]any{"request": map[string]any{"situation": text()}})
	filed := do(teacher, "POST", "/v1/cases", "", request)
	named := text()
	f := &sender{t: t, client: teacher, base: i.base, caseID: filed["id"].(string)}
	f.finish(f.send(named+".pdf", aPDF(named)))
	c := "/v1/cases/" + filed["id"].(string)
	etag := func(who *http.Client) string { return do(who, "GET", c, "", nil)["etag"].(string) }
	claim := func() map[string]any {
		a := do(teacher, "GET", c, "", nil)["assignments"].([]any)
		last := a[len(a)-1].(map[string]any)
		return do(expert, "POST", "/v1/assignments/"+last["id"].(string)+":claim", last["etag"].(string), map[string]any{})
	}
	held := claim()
	do(expert, "POST", "/v1/assignments/"+held["id"].(string)+":release", held["etag"].(string), map[string]any{"reason": text()})
	claim()
	due := time.Now().AddDate(0, 0, 7).Format(time.DateOnly)
	asked := do(expert, "POST", c+"/questions", "", map[string]any{"text": text(), "dueDate": due})
	do(teacher, "POST", c+"/questions/"+asked["id"].(string)+":reply", "", map[string]any{"text": text()})
	do(teacher, "POST", c+"/messages", "", map[string]any{"text": text()})
	step := map[string]any{"text": text(), "who": text(), "byWhen": text()}
	do(expert, "POST", c+"/advice", "", map[string]any{"advice": map[string]any{"summary": text(), "steps": []any{step}}})
	do(expert, "POST", c+":dispute", etag(expert), map[string]any{"reason": text()})
	open := do(coordinator, "GET", "/v1/disputes", "", nil)["items"].([]any)[0].(map[string]any)
	do(coordinator, "POST", c+":settleDispute", open["etag"].(string), map[string]any{"outcome": "DISPUTE_OUTCOME_STAYS", "reason": text()})
	do(expert, "POST", c+"/advice:publish", etag(expert), map[string]any{})
	do(teacher, "POST", c+":close", etag(teacher), map[string]any{"closeOut": map[string]any{"effect": "EFFECT_NEW_PLAN", "value": 5, "comment": text()}})
	do(teacher, "POST", "/v1/intake:check", "", request)
	return filed["number"].(string)
}

// Nothing that anybody writes stands anywhere in clear: neither in a dump, nor in the files of the database and its log of
// changes, nor in what processes log, nor in jobs and mails.
func TestNoWordOfATextIsFoundOutsideItsSeal(t *testing.T) {
	t.Parallel()
	i := install(t)
	mails, err := devmail.Start(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer mails.Close()
	work := shortDir(t)
	services := start(t, i.serve(work, "--smtp="+mails.Addr(), "--log-level=DEBUG")...)
	front := start(t, i.front(work, "--log-level=DEBUG")...)
	until(t, i.base+"/readyz")
	word := "kanaria" + rand.Text()
	number := i.sings(t, word)
	root := i.superuser(t)
	letters := i.mailed(t, root, mails)
	var dir string
	if err := root.QueryRow(t.Context(), "SHOW data_directory").Scan(&dir); err != nil {
		t.Fatal(err)
	}
	checkpoint := func() {
		if _, err := root.Exec(t.Context(), "CHECKPOINT"); err != nil {
			t.Fatal(err)
		}
	}
	checkpoint()
	for what, text := range map[string][]byte{
		"a dump": i.dump(t), "the log of the services": []byte(services.String()), "the log of the front": []byte(front.String()), "mails": letters,
	} {
		if found := finds(text, word); len(found) > 0 {
			t.Errorf("%s holds the word as %v", what, found)
		}
	}
	if found := mine(t, dir, word); len(found) > 0 {
		t.Errorf("the database's files hold the word: %v", found)
	}
	// The search can find: what is not secret stands there, and so does a word that is planted.
	if len(finds(i.dump(t), number)) == 0 || len(finds(letters, number)) == 0 {
		t.Errorf("the number of the case is not found in a dump and in mails")
	}
	if _, err := root.Exec(t.Context(), "CREATE TABLE planted AS SELECT $1::text AS word", word); err != nil {
		t.Fatal(err)
	}
	checkpoint()
	planted := mine(t, dir, word)
	for _, where := range []string{"/base/", "/pg_wal/"} {
		if !slices.ContainsFunc(planted, func(found string) bool { return strings.HasPrefix(found, where) }) {
			t.Errorf("a planted word is found in %v, not in %s", planted, where)
		}
	}
}

// mailed answers the mails, once every job is done.
func (i *installation) mailed(t *testing.T, root *pgx.Conn, mails *devmail.Server) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		var done bool
		if err := root.QueryRow(ctx, `SELECT count(*) >= 2 AND bool_and(state = 'completed') FROM river.river_job WHERE kind = 'notice'`).Scan(&done); err != nil {
			t.Fatal(err)
		}
		if done {
			text, err := json.Marshal(mails.Mails())
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
		select {
		case <-ctx.Done():
			t.Fatal("the mails were not sent")
		case <-tick.C:
		}
	}
}

package devidp

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
	"slices"
)

// authorize signs the persona of login_hint in at once, and shows the list to others. A client or an address that is
// not ours gets no redirect.
func (p *provider) authorize(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	redirect := query.Get("redirect_uri")
	if query.Get("client_id") != p.clientID || !slices.Contains(p.redirectURIs, redirect) {
		http.Error(w, "unknown client or redirect_uri", http.StatusBadRequest)
		return
	}
	if query.Get("response_type") != "code" || query.Get("code_challenge_method") != "S256" || query.Get("code_challenge") == "" {
		p.back(w, r, redirect, url.Values{"error": {"invalid_request"}})
		return
	}
	hint := query.Get("login_hint")
	persona, found := p.persona(hint)
	if !found {
		p.list(w, query)
		return
	}
	now := p.now()
	code := rand.Text()
	p.keep(p.codes, code, grant{
		persona: persona, redirectURI: redirect, challenge: query.Get("code_challenge"),
		nonce: query.Get("nonce"), signedIn: now, expires: now.Add(codeLasts),
	})
	p.back(w, r, redirect, url.Values{"code": {code}})
}

func (p *provider) persona(hint string) (Persona, bool) {
	chosen := slices.IndexFunc(p.personas, func(p Persona) bool { return p.Hint == hint })
	if chosen < 0 {
		return Persona{}, false
	}
	return p.personas[chosen], true
}

// back returns to the client with an answer.
func (p *provider) back(w http.ResponseWriter, r *http.Request, redirect string, answer url.Values) {
	answer.Set("state", r.URL.Query().Get("state"))
	answer.Set("iss", p.issuer)
	http.Redirect(w, r, redirect+"?"+answer.Encode(), http.StatusSeeOther) //nolint:gosec // authorize has checked it against the list
}

//go:embed list.html
var listSource string

var listTemplate = template.Must(template.New("list").Parse(listSource))

// list shows the personas; each is a link to this very request with its hint.
func (p *provider) list(w http.ResponseWriter, query url.Values) {
	type entry struct{ Address, Name, Role, Hint string }
	page := struct {
		Nonce   string
		Entries []entry
	}{Nonce: rand.Text()}
	for _, persona := range p.personas {
		query.Set("login_hint", persona.Hint)
		page.Entries = append(page.Entries, entry{"?" + query.Encode(), persona.Name, persona.Role, persona.Hint})
	}
	var out bytes.Buffer
	if err := listTemplate.Execute(&out, page); err != nil {
		http.Error(w, "writing the list", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+page.Nonce+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	_, _ = w.Write(out.Bytes()) // whoever has hung up gets nothing
}

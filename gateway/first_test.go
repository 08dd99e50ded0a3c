package gateway

import (
	"strings"
	"testing"
)

func TestTheRequestFormIsServedWithItsHeadingAndAQuestion(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	form := "/drafts/" + someID
	for name, c := range map[string]struct {
		path, wish, kept          string
		language, title, question string
	}{
		"the browser's language":             {form, "sv-FI,sv;q=0.9", "", "sv", "Ny begäran", "Vem gäller begäran?"},
		"the screen's last language":         {form, "sv", "fi", "fi", "Uusi pyyntö", "Ketä pyyntö koskee?"},
		"a language that nobody speaks here": {form, "en", "tlh", "en", "New request", "Who is this about?"},
		"no language":                        {form, "", "", "fi", "Uusi pyyntö", "Ketä pyyntö koskee?"},
		"the question of the address":        {form + "?q=needs", "fi", "", "fi", "Uusi pyyntö", "Mihin tarvitsette apua?"},
		"a question that there is not":       {form + "?q=%3Cscript%3E", "fi", "", "fi", "Uusi pyyntö", "Ketä pyyntö koskee?"},
	} {
		cookie := ""
		if c.kept != "" {
			cookie = languageCookie + "=" + c.kept
		}
		got := s.do("GET", c.path, "", "Accept", "text/html", "Accept-Language", c.wish, "Cookie", cookie)
		if got.status != 200 || got.header.Get("Content-Language") != c.language || !strings.Contains(got.body, `<html lang="`+c.language+`">`) {
			t.Errorf("%s: the page is in another language: %v", name, got)
		}
		if !strings.Contains(got.body, "<h1>"+c.title+"</h1>") || !strings.Contains(got.body, "<h2>"+c.question+"</h2>") {
			t.Errorf("%s: the form is served as %s", name, got.body)
		}
		if strings.Contains(got.header.Get("Content-Security-Policy"), "unsafe") || strings.Contains(got.body, "style=") {
			t.Errorf("%s: the policy would have to be weaker: %v", name, got.header)
		}
	}
}

func TestOtherPagesAreServedWithoutTheForm(t *testing.T) {
	t.Parallel()
	s := newSite(t, nil)
	for _, path := range []string{"/", "/drafts", "/drafts/", "/drafts/" + someID + "/check", "/cases/" + someID} {
		if got := s.do("GET", path, "", "Accept", "text/html"); !strings.Contains(got.body, `<div id="root"></div>`) {
			t.Errorf("%s is served as %s", path, got.body)
		}
	}
}

package gateway

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
)

type sessionsClient = accesspb.SessionServiceClient

// login sends a person to a provider. With fresh=1 it asks for a proof of who the person is, even of one who has a session
// there.
func (g *Gateway) login(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	l := loginState{
		State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), ReturnTo: localPath(query.Get("return_to")),
		Invitation: query.Get("invitation"), Fresh: query.Get("fresh") == "1", Expires: g.now().Add(loginLasts),
	}
	if !token.MatchString(l.Invitation) {
		l.Invitation = ""
	}
	chosen := g.signIn.provider(query.Get("provider"))
	if chosen == nil && len(g.signIn.providers) > 1 {
		g.choose(w, r, url.Values{
			"return_to": {l.ReturnTo}, "login_hint": query["login_hint"], "invitation": {l.Invitation}, "fresh": query["fresh"],
		})
		return
	}
	if chosen == nil {
		chosen = g.signIn.providers[0]
	}
	l.Provider = chosen.Name
	found, err := chosen.discover(r.Context())
	if err != nil {
		g.fail(w, r, pageDown, l, err)
		return
	}
	name := g.loginCookie(l.State)
	sealed, err := g.signIn.seal.close(name, l)
	if err != nil {
		g.fail(w, r, pageOurs, l, err)
		return
	}
	g.dropOldLogins(w, r)
	http.SetCookie(w, g.cookie(name, sealed, int(loginLasts.Seconds())))
	options := []oauth2.AuthCodeOption{
		oidc.Nonce(l.Nonce), oauth2.S256ChallengeOption(l.Verifier), oauth2.SetAuthURLParam("ui_locales", callOf(r.Context()).language),
	}
	if l.Fresh {
		options = append(options, oauth2.SetAuthURLParam("max_age", "0"), oauth2.SetAuthURLParam("prompt", "login"))
	}
	if hint := query.Get("login_hint"); hint != "" {
		options = append(options, oauth2.SetAuthURLParam("login_hint", hint))
	}
	http.Redirect(w, r, chosen.oauth(found, g.redirectURL()).AuthCodeURL(l.State, options...), http.StatusSeeOther)
}

func (g *Gateway) redirectURL() string { return g.PublicURL() + "/auth/callback" }

// navigated lets through what a person's browser opens as a page. A picture, a frame or a script of another site, which could
// otherwise exchange the session behind the person's back, finds nothing. Who sends no word of it is no browser of today.
func navigated(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if to := r.Header.Get("Sec-Fetch-Dest"); to != "" && to != "document" {
			writeProblem(w, r, refusal{reason: reasonNotFound})
			return
		}
		h(w, r)
	}
}

// callback takes a person back from the provider and opens a session.
func (g *Gateway) callback(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	l, err := g.loginOf(r, query.Get("state"))
	if err != nil {
		g.fail(w, r, pageExpired, loginState{}, err)
		return
	}
	http.SetCookie(w, g.cookie(g.loginCookie(l.State), "", -1))
	p := g.signIn.provider(l.Provider)
	switch {
	case p == nil:
		g.fail(w, r, pageExpired, l, errNoLogin)
		return
	case query.Has("iss") && query.Get("iss") != p.Issuer: // another provider's answer, RFC 9207
		g.fail(w, r, pageUntrusted, l, errBadToken)
		return
	case query.Get("code") == "":
		g.fail(w, r, pageCancelled, l, errProviderSays)
		return
	}
	who, err := p.identity(r.Context(), g.redirectURL(), query.Get("code"), l)
	if err == nil {
		who, err = l.believe(who, g.now())
	}
	if err != nil {
		g.fail(w, r, kindOf(err), l, err)
		return
	}
	g.open(w, r, who, l)
}

// loginOf answers the sign-in of a state that this browser has begun.
func (g *Gateway) loginOf(r *http.Request, state string) (loginState, error) {
	if state == "" {
		return loginState{}, errNoLogin
	}
	for _, c := range r.CookiesNamed(g.loginCookie(state)) {
		if l, err := g.signIn.seal.open(c, state, g.now()); err == nil {
			return l, nil
		}
	}
	return loginState{}, errNoLogin
}

// open gives a person a new session; one that the browser had ends.
func (g *Gateway) open(w http.ResponseWriter, r *http.Request, who claims, l loginState) {
	s := who.standing()
	if s.learner {
		g.fail(w, r, pageLearner, loginState{}, nil)
		return
	}
	ctx, cancel := context.WithTimeout(outgoing(r.Context()), callDeadline)
	defer cancel()
	request := &accesspb.OpenSessionRequest{
		Issuer: who.Issuer, Subject: who.Subject, DisplayName: who.displayName(), Email: who.email(),
		Language: who.language(), SchoolRoles: s.roles, Invitation: l.Invitation,
	}
	if !who.AuthTime.IsZero() {
		request.AuthTime = timestamppb.New(who.AuthTime)
	}
	opened, err := g.signIn.sessions.OpenSession(ctx, request)
	if err != nil {
		g.refuseSignIn(w, r, s.withheld, l, err)
		return
	}
	if before := g.sessionToken(r); before != "" {
		if err := g.revoke(r.Context(), before); err != nil {
			g.log.WarnContext(ctx, "the session before lives on until it idles out", "request", callOf(ctx).id, "error", err.Error())
		}
	}
	g.setSession(w, opened.GetToken())
	switch opened.GetInvitation() { // who has a role already is let in, and told
	case "WAITS":
		g.show(w, r, pageInvited, link{"/", toStart.in(callOf(ctx).language)})
	case "SPENT":
		g.show(w, r, pageSpent, link{"/", toStart.in(callOf(ctx).language)})
	default:
		http.Redirect(w, r, l.ReturnTo, http.StatusSeeOther)
	}
}

// refuseSignIn shows why the services opened no session.
func (g *Gateway) refuseSignIn(w http.ResponseWriter, r *http.Request, withheld bool, l loginState, err error) {
	switch f := refusalOf(status.Convert(err)); {
	case f.reason == reasonNoRole && f.invitation == "WAITS":
		g.fail(w, r, pageInvited, l, nil)
	case f.reason == reasonNoRole && f.grant == "ASLEEP":
		g.fail(w, r, pageAsleep, l, nil)
	case f.reason == reasonNoRole && f.invitation != "":
		g.fail(w, r, pageSpent, loginState{}, nil)
	case f.reason == reasonNoRole && f.grant == "TO_COME":
		g.fail(w, r, pageToCome, loginState{}, nil)
	case f.reason == reasonNoRole && f.grant == "ENDED":
		g.fail(w, r, pageEnded, loginState{}, nil)
	case f.reason == reasonNoRole && withheld:
		g.fail(w, r, pageWithheld, loginState{}, nil)
	case f.reason == reasonNoRole:
		g.fail(w, r, pageNoRole, loginState{}, nil)
	case f.reason == reasonUnavailable:
		g.fail(w, r, pageBusy, l, err)
	default:
		g.fail(w, r, pageOurs, l, err)
	}
}

func (g *Gateway) revoke(ctx context.Context, token string) error {
	ctx, cancel := context.WithTimeout(outgoing(ctx), callDeadline)
	defer cancel()
	_, err := g.signIn.sessions.RevokeSession(ctx, &accesspb.RevokeSessionRequest{Token: token})
	return err
}

// logout ends the session. When the services cannot be told, it says so and changes nothing: the person can try again.
func (g *Gateway) logout(w http.ResponseWriter, r *http.Request) {
	before, refused := g.endedBy(r)
	if refused != nil {
		writeProblem(w, r, *refused)
		return
	}
	if before != "" {
		if err := g.revoke(r.Context(), before); err != nil {
			g.log.WarnContext(r.Context(), "sign-out failed", "request", callOf(r.Context()).id,
				"code", status.Code(err).String(), "error", err.Error())
			reason := reasonInternal
			if c := status.Code(err); c == codes.Unavailable || c == codes.DeadlineExceeded {
				reason = reasonUnavailable
			}
			writeProblem(w, r, refusal{reason: reason})
			return
		}
	}
	g.dropSession(w)
	w.Header().Set("Clear-Site-Data", `"cookies", "storage"`)
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" && mode != "navigate" {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// localPath answers a path on this site, with its query; anything else is the front page.
func localPath(wish string) string {
	const longest = 2000
	u, err := url.Parse(wish)
	switch {
	case err != nil, len(wish) > longest, !strings.HasPrefix(wish, "/"), strings.HasPrefix(wish, "//"),
		strings.Contains(wish, `\`), strings.Contains(u.Path, `\`), strings.HasPrefix(u.Path, "//"),
		u.Scheme != "" || u.Host != "" || u.User != nil,
		strings.HasPrefix(u.Path, "/auth/"), strings.ContainsFunc(wish, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "/"
	}
	return u.String()
}

// kindOf answers the page for a failed sign-in.
func kindOf(err error) pageKind {
	switch {
	case errors.Is(err, errProviderDown):
		return pageDown
	case errors.Is(err, errProviderSays):
		return pageCancelled
	case errors.Is(err, errNotFresh):
		return pageNotFresh
	case errors.Is(err, errBadToken):
		return pageUntrusted
	}
	return pageOurs
}

func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

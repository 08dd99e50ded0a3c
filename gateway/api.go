package gateway

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"
)

// Largest JSON bodies in bytes; of somebody without a session one of 4,000 characters, however they are written.
const (
	maxBody       = 1 << 20
	maxPublicBody = 32 << 10
	// usualBody is what room is made for at once: for more only as it comes.
	usualBody = 8 << 10
)

// callDeadline bounds a call to the services; they have a shorter one of their own.
const callDeadline = 15 * time.Second

// api serves /v1: what does not belong there is refused before a service hears of it, and what goes on is a request
// made anew of its method, path, query and body.
func (g *Gateway) api(services http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := callOf(r.Context())
		c.route = "/v1/"
		found, methods := g.routes.find(r.Method, r.URL.Path)
		switch {
		case found == nil && len(methods) == 0:
			writeProblem(w, r, refusal{reason: reasonNotFound})
			return
		case found == nil:
			writeProblem(w, r, refusal{reason: reasonMethodNotAllowed, allow: methods})
			return
		}
		c.route, c.found = found.pattern, found
		body, refused := g.admit(w, r, c)
		if refused != nil {
			writeProblem(w, r, *refused)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), callDeadline)
		defer cancel()
		services.ServeHTTP(w, renewed(ctx, r, body))
	})
}

// admit checks a request for a known route, answers its body and prepares its metadata. It begins with what costs
// least, and reads no body of somebody without a session.
func (g *Gateway) admit(w http.ResponseWriter, r *http.Request, c *call) ([]byte, *refusal) {
	takesBody := r.Method != http.MethodGet
	if takesBody && !mediaTypeFits(r) {
		return nil, &refusal{reason: reasonUnsupportedMediaType}
	}
	limit := int64(maxBody)
	if c.found.public {
		limit = maxPublicBody
	}
	if takesBody && r.ContentLength > limit {
		return nil, &refusal{reason: reasonTooLarge}
	}
	if wrong := c.found.checkQuery(r.URL.Query()); len(wrong) > 0 {
		return nil, &refusal{reason: reasonValidation, violations: wrong}
	}
	session, refused := g.who(r, c)
	if refused != nil {
		return nil, refused
	}
	md, wrong := metadataOf(c, session, r.Header.Values)
	if len(wrong) > 0 {
		return nil, &refusal{reason: reasonValidation, violations: wrong}
	}
	if c.found.public {
		md.Delete(mdOrigin) // nor where they come from
	}
	c.metadata = md
	if !takesBody {
		return nil, nil
	}
	return readBody(w, r, limit)
}

// who answers the session of a request. A public route gets none, also where one came along: who is signed in stays unknown
// there.
func (g *Gateway) who(r *http.Request, c *call) (session string, refused *refusal) {
	switch {
	case !c.found.public:
		return g.caller(r.Context(), r.Header.Values("Authorization"), g.sessionToken(r))
	case !g.visitors.allow(c.origin):
		return "", &refusal{reason: reasonRateLimited}
	}
	return "", nil
}

// mediaTypeFits: what has a body says that it is JSON. A form, which other sites can send, never is.
func mediaTypeFits(r *http.Request) bool {
	sent := r.Header.Get("Content-Type")
	if sent == "" {
		return r.ContentLength == 0
	}
	media, parameters, err := mime.ParseMediaType(sent)
	charset, named := parameters["charset"]
	return err == nil && media == "application/json" && (!named || strings.EqualFold(charset, "utf-8")) &&
		r.Header.Get("Content-Encoding") == ""
}

func readBody(w http.ResponseWriter, r *http.Request, limit int64) ([]byte, *refusal) {
	var body bytes.Buffer
	body.Grow(int(min(max(r.ContentLength, 0), usualBody)) + bytes.MinRead) // MinRead: to see the end without growing
	_, err := body.ReadFrom(http.MaxBytesReader(w, r.Body, limit))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, &refusal{reason: reasonTooLarge}
	}
	if err != nil {
		return nil, &refusal{reason: reasonValidation, rule: ruleJSONSyntax}
	}
	return body.Bytes(), nil
}

// renewed is the request without its headers and without the addresses of its sender.
func renewed(ctx context.Context, r *http.Request, body []byte) *http.Request {
	clean := r.WithContext(ctx)
	clean.Header = http.Header{}
	if r.Method != http.MethodGet {
		clean.Header.Set("Content-Type", "application/json")
	}
	clean.Host, clean.RemoteAddr = "", ""
	clean.Body, clean.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return clean
}

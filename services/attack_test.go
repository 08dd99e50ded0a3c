package services_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
)

// venom stands in everything that an attacker sends: it is found where it leaks.
const venom = "kyykäärme"

// harmlessWord hits nothing, as an attack must.
const harmlessWord = "tyhjänhaku"

// payloads are values that break out of SQL, of a pattern, of a line of a log or of a bound, wherever a value is not kept a value.
var payloads = []string{
	"'", "%", "_", `\`, `\'`, "$1",
	venom + "' OR '1'='1", venom + "'; DROP TABLE cases CASCADE; --", venom + "') UNION SELECT token FROM access.sessions --",
	venom + "'; SELECT pg_sleep(60); --", venom + "' || (SELECT pg_sleep(60))::text || '", venom + "$$; SELECT pg_sleep(60); $$",
	venom + `" \" \\' /* */ -- # ;`, venom + " $1 $2 :name @name ? %s %d {{1}} ${1}", "%" + venom + "%", "E'" + `\x27` + venom,
	venom + "\x00' OR 1=1", venom + "\r\nset-cookie: a=b\r\n\r\n{\"level\":\"ERROR\"}", venom + "\x1b[2J\x1b[31m\a\b", venom + `","level":"ERROR","x":"`,
	"\u202e" + venom + "\u2066\ufeff\u200b", venom + strings.Repeat("'", 300_000),
}

// printable are the payloads that metadata can carry.
func printable() []string {
	return slices.DeleteFunc(slices.Clone(payloads), func(p string) bool {
		return len(p) > 1000 || strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r > '~' })
	})
}

// place is a text field of a message, at the end of a path of fields.
type place []protoreflect.FieldDescriptor

func (p place) last() protoreflect.FieldDescriptor { return p[len(p)-1] }

func (p place) String() string {
	var names []string
	for _, f := range p {
		names = append(names, string(f.Name()))
	}
	return strings.Join(names, ".")
}

// places answers every text field that a message can hold.
func places(m protoreflect.MessageDescriptor, above place) []place {
	var all []place
	for i := range m.Fields().Len() {
		f := m.Fields().Get(i)
		at := append(slices.Clone(above), f)
		switch {
		case f.Kind() == protoreflect.StringKind:
			all = append(all, at)
		case f.Message() != nil && !slices.Contains(above, f):
			all = append(all, places(f.Message(), at)...)
		}
	}
	return all
}

// put sets the text of a place, in a message that it makes ready where a list or a message is missing.
func (p place) put(m protoreflect.Message, text string) {
	f := p[0]
	switch {
	case f.IsList() && len(p) == 1:
		list := m.Mutable(f).List()
		list.Truncate(0)
		list.Append(protoreflect.ValueOfString(text))
	case f.IsList():
		list := m.Mutable(f).List()
		if list.Len() == 0 {
			list.AppendMutable()
		}
		p[1:].put(list.Get(0).Message(), text)
	case len(p) == 1:
		m.Set(f, protoreflect.ValueOfString(text))
	default:
		p[1:].put(m.Mutable(f).Message(), text)
	}
}

// with answers a copy of a request whose place holds the text.
func (p place) with(req proto.Message, text string) proto.Message {
	m := proto.Clone(req)
	p.put(m.ProtoReflect(), text)
	return m
}

// forged is a page token of the form that the services give, with a text in it.
func forged(text string) string {
	token, err := json.Marshal(map[string]any{"t": time.Now(), "id": unknownID, "s": text})
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(token)
}

// leak is what no answer may tell, whatever was sent.
var leak = regexp.MustCompile(`(?i)sqlstate|syntax|pgx|postgres|\brelation\b|\bcolumn\b|constraint|access\.|public\.|\.go\b|goroutine`)

// attack makes a call and fails when the services or the database stumbled over it. It answers the reason of a refusal, and the reply.
func (w *world) attack(what string, p person, m protoreflect.MethodDescriptor, req proto.Message, sent ...string) (reason, reply string) {
	w.t.Helper()
	w.tried++
	md := metadata.Pairs("vaatu-session", p.token, "idempotency-key", uuid.NewString(), "accept-language", "fi")
	for i := 0; i < len(sent); i += 2 {
		md.Set(sent[i], sent[i+1])
	}
	ctx, cancel := context.WithTimeout(metadata.NewOutgoingContext(w.t.Context(), md), 30*time.Second)
	defer cancel()
	reply, err := w.exchange(ctx, m, req)
	if err == nil {
		return "", reply
	}
	reason = infoOf(err).GetReason()
	told := fmt.Sprint(err, infoOf(err).GetMetadata(), violations(err))
	if reason == "" || reason == "INTERNAL" || reason == "UNAVAILABLE" {
		w.t.Errorf("%s: %s", what, told)
	}
	if found := leak.FindString(told); found != "" || strings.Contains(told, venom) {
		w.t.Errorf("%s: the refusal tells %q or what was sent: %s", what, found, told)
	}
	return reason, ""
}

// rows counts what each table holds; the audit grows with every look, and notices by jobs.
func (w *world) rows() map[string]int {
	w.t.Helper()
	names, err := w.root.Query(w.t.Context(), `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
		WHERE schemaname IN ('public', 'access', 'directory', 'intake')`)
	if err != nil {
		w.t.Fatal(err)
	}
	var counts []string
	for names.Next() {
		var name string
		if err := names.Scan(&name); err != nil {
			w.t.Fatal(err)
		}
		counts = append(counts, fmt.Sprintf("SELECT '%s', count(*) FROM %[1]s", name))
	}
	counted, err := w.root.Query(w.t.Context(), strings.Join(counts, " UNION ALL "))
	if err != nil {
		w.t.Fatal(err)
	}
	found := map[string]int{}
	for counted.Next() {
		var name string
		var n int
		if err := counted.Scan(&name, &n); err != nil {
			w.t.Fatal(err)
		}
		found[name] = n
	}
	if len(found) < 20 {
		w.t.Fatalf("only %d tables were found", len(found))
	}
	return found
}

// attacker answers somebody whom the table gives the method to: nobody else's values come as far as the database.
func (w *world) attacker(c cell, want permission.Permission, a aim) (member, bool) {
	i := slices.IndexFunc(w.cast, func(m member) bool { return c.may(m.Principal, want, a) })
	if i < 0 {
		return member{}, false
	}
	return w.cast[i], true
}

// inject puts every payload into every place of a method's request, and answers how many were taken.
func (w *world) inject(p person, m protoreflect.MethodDescriptor, req proto.Message) (taken int) {
	w.t.Helper()
	for _, at := range places(m.Input(), nil) {
		missed, nothing := "", ""
		if lists(m) && at.last().Name() != "page_token" {
			missed, nothing = w.attack("a word", p, m, at.with(req, harmlessWord))
		}
		values := payloads
		if at.last().Name() == "page_token" {
			values = slices.Clone(payloads)
			for _, v := range payloads {
				values = append(values, forged(v))
			}
		}
		for _, v := range values {
			what := fmt.Sprintf("%s with %s = %.40q", m.Name(), at, v)
			reason, reply := w.attack(what, p, m, at.with(req, v))
			if reason == "" {
				taken++
			}
			if lists(m) && at.last().Name() != "page_token" && reason == "" && missed == "" && reply != nothing {
				w.t.Errorf("%s shows what a word that hits nothing does not: %s", what, reply)
			}
		}
	}
	return taken
}

// lists: it only looks, and what it looks for is in its request.
func lists(m protoreflect.MethodDescriptor) bool { return strings.HasPrefix(string(m.Name()), "List") }

// takesAway: it takes away one thing of each kind.
func takesAway(m protoreflect.MethodDescriptor) bool {
	return strings.HasPrefix(string(m.Name()), "Remove")
}

// TestNoValueOfARequestBecomesAStatement sends, as people who may call, what breaks out of a value in every text field of every
// method, and in all metadata: nothing fails, nothing more is seen, nothing is lost, and nothing of it is in the log.
func TestNoValueOfARequestBecomesAStatement(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.aims[0]
	all := methods(t)
	for _, m := range slices.SortedFunc(maps.Keys(all), byName) {
		c := cells[string(m.FullName())]
		attacker, ok := w.attacker(c, all[m], a)
		if !ok {
			continue // between services: the front door has no such method, as the matrix tells
		}
		before := w.rows()
		taken := w.inject(attacker.person, m, c.request(a))
		for table, n := range w.rows() {
			lost := before[table] - n
			if takesAway(m) {
				lost -= taken // each by right
			}
			if lost > 0 || n > before[table] && (taken == 0 || reading(m)) {
				t.Errorf("%s: %s had %d rows and has %d; %d calls were taken", m.Name(), table, before[table], n, taken)
			}
		}
	}
	for _, m := range slices.SortedFunc(maps.Keys(all), byName) {
		c := cells[string(m.FullName())]
		attacker, ok := w.attacker(c, all[m], a)
		if !ok || c.own {
			continue
		}
		for _, header := range []string{"if-match", "idempotency-key", "vaatu-acting-grant", "accept-language", "vaatu-origin", "x-request-id", "vaatu-session", "vaatu-principal"} {
			for _, v := range printable() {
				w.attack(fmt.Sprintf("%s with the header %s: %s", m.Name(), header, v), attacker.person, m, c.request(a), header, v)
			}
		}
	}
	if w.tried < 2000 {
		t.Errorf("%d calls are too few", w.tried)
	}
	w.linesHold(venom)
}

func byName(a, b protoreflect.MethodDescriptor) int {
	return strings.Compare(string(a.FullName()), string(b.FullName()))
}

// linesHold fails unless each line of the log is one object, of the keys that lines have, and none holds the word.
func (w *world) linesHold(word string) {
	w.t.Helper()
	for line := range strings.Lines(w.log.String()) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil || fields["level"] == nil || fields["msg"] == nil {
			w.t.Fatalf("a line of the log is %q: %v", line, err)
		}
		if strings.Contains(line, word) {
			w.t.Errorf("the log holds what was sent: %.300s", line)
		}
	}
}

// bytesAsTheyAre sends what a client library would not.
type bytesAsTheyAre struct{}

func (bytesAsTheyAre) Marshal(v any) ([]byte, error) { return v.([]byte), nil }
func (bytesAsTheyAre) Unmarshal([]byte, any) error   { return nil }
func (bytesAsTheyAre) Name() string                  { return "proto" }

// TestAMessageThatIsNoneIsSaidToBeSo: the gateway knows by these words that a machine is to blame; nothing of the message is told.
func TestAMessageThatIsNoneIsSaidToBeSo(t *testing.T) {
	t.Parallel()
	h := start(t)
	teacher := h.teacher(hyksSchool)
	notUTF8, cut := append([]byte{0x12, 12}, "\xff"+venom...), []byte{0x12, 200, 1, 'x'}
	for _, message := range [][]byte{notUTF8, cut, []byte("{}"), []byte("' OR 1=1")} {
		ctx := with(t.Context(), "vaatu-session", teacher.token)
		err := h.front.Invoke(ctx, caseworkpb.CaseworkService_PostMessage_FullMethodName, message, nil, grpc.ForceCodec(bytesAsTheyAre{}))
		if status.Code(err) != codes.Internal || !strings.HasPrefix(status.Convert(err).Message(), "grpc: failed to unmarshal the received message") || strings.Contains(err.Error(), venom) {
			t.Errorf("%q is answered with %v", message, err)
		}
	}
}

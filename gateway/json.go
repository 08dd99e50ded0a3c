package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// wire is the JSON of the interface: unset fields are left out, unknown ones refused.
type wire struct{ runtime.JSONPb }

func newWire() *wire {
	return &wire{runtime.JSONPb{
		MarshalOptions:   protojson.MarshalOptions{},
		UnmarshalOptions: protojson.UnmarshalOptions{DiscardUnknown: false},
	}}
}

// NewDecoder answers a decoder that takes exactly one JSON object.
func (m *wire) NewDecoder(r io.Reader) runtime.Decoder {
	return runtime.DecoderFunc(func(v any) error {
		data, err := io.ReadAll(r)
		if err != nil {
			return fmt.Errorf("reading the body: %w", err)
		}
		if len(bytes.TrimSpace(data)) == 0 {
			return io.EOF // an empty body is an empty message
		}
		if bad := checkJSON(data); bad != nil {
			return bad
		}
		if err := m.read(data, v); err != nil {
			return explain(data, err)
		}
		return nil
	})
}

// read reads a whole message at once; JSONPb, which takes single fields too, would go through the text twice before it does.
func (m *wire) read(data []byte, v any) error {
	if message, ok := v.(proto.Message); ok {
		return m.UnmarshalOptions.Unmarshal(data, message)
	}
	return m.Unmarshal(data, v)
}

// bodyError is what is wrong in a body. On its way to the error handler it becomes text: the generated code keeps
// only that.
type bodyError struct{ rule, field string }

const bodyErrorMark = "body: "

func (e *bodyError) Error() string { return bodyErrorMark + e.rule + " " + e.field }

// parseBodyError reads the text of a bodyError.
func parseBodyError(text string) (bodyError, bool) {
	rest, ok := strings.CutPrefix(text, bodyErrorMark)
	if !ok {
		return bodyError{}, false
	}
	rule, field, _ := strings.Cut(rest, " ")
	return bodyError{rule: rule, field: field}, true
}

// checkJSON refuses what protojson would let through or explain badly.
func checkJSON(data []byte) error {
	if !utf8.Valid(data) {
		return &bodyError{rule: ruleJSONUTF8}
	}
	if !json.Valid(data) {
		return &bodyError{rule: syntaxRule(data)}
	}
	if bytes.TrimSpace(data)[0] != '{' {
		return &bodyError{rule: ruleJSONSyntax}
	}
	if bytes.Contains(data, []byte(`\u0000`)) {
		if field, found := nulField(data); found {
			return &bodyError{rule: ruleNUL, field: field}
		}
	}
	return nil
}

// syntaxRule tells a second value from a broken first one.
func syntaxRule(data []byte) string {
	d := json.NewDecoder(bytes.NewReader(data))
	var first json.RawMessage
	if d.Decode(&first) == nil {
		return ruleJSONSecond
	}
	return ruleJSONSyntax
}

// nulField answers the path of the first string with a NUL, which no text has and the database cannot hold.
func nulField(data []byte) (field string, found bool) {
	var at trail
	for d := json.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if err != nil {
			return "", false
		}
		at.step(token)
		if s, ok := token.(string); ok && strings.ContainsRune(s, 0) {
			return strings.ReplaceAll(at.path(), "\x00", ""), true
		}
	}
}

// explain turns an error of protojson into a rule and the path of the field.
func explain(data []byte, err error) error {
	text := err.Error()
	bad := &bodyError{rule: ruleJSONSyntax}
	switch {
	case strings.Contains(text, "unknown field"):
		bad.rule = ruleJSONUnknown
	case strings.Contains(text, "duplicate field"):
		bad.rule = ruleJSONDuplicate
	case strings.Contains(text, "invalid value"), strings.Contains(text, "unexpected token"), strings.Contains(text, "invalid google.protobuf"):
		bad.rule = ruleJSONValue
	}
	if offset, ok := offsetOf(data, text); ok {
		bad.field = shorten(pathAt(data, offset))
	}
	if bad.field == "" {
		bad.rule = ruleJSONSyntax
	}
	return bad
}

// offsetOf reads the "(line 1:23)" of an error of protojson.
func offsetOf(data []byte, text string) (int, bool) {
	_, rest, found := strings.Cut(text, "(line ")
	place, _, closed := strings.Cut(rest, ")")
	before, after, parted := strings.Cut(place, ":")
	line, errLine := strconv.Atoi(before)
	column, errColumn := strconv.Atoi(after)
	if !found || !closed || !parted || errors.Join(errLine, errColumn) != nil {
		return 0, false
	}
	offset := 0
	for ; line > 1; line-- {
		end := bytes.IndexByte(data[offset:], '\n')
		if end < 0 {
			return 0, false
		}
		offset += end + 1
	}
	for ; column > 1 && offset < len(data); column-- {
		_, size := utf8.DecodeRune(data[offset:])
		offset += size
	}
	return offset, true
}

// pathAt answers the path of the key or value that stands at an offset, such as request.grades[1].
func pathAt(data []byte, offset int) string {
	var at trail
	for d := json.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		at.step(token)
		if d.InputOffset() > int64(offset) {
			return at.path()
		}
	}
}

// trail follows tokens and knows the path of the last one.
type trail struct{ levels []level }

// level is an object with the key last seen, or a list with the index last seen.
type level struct {
	list    bool
	key     string
	wantKey bool
	index   int
}

func (t *trail) step(token json.Token) {
	switch token {
	case json.Delim('}'), json.Delim(']'):
		t.levels = t.levels[:len(t.levels)-1]
		return
	}
	if n := len(t.levels); n > 0 {
		top := &t.levels[n-1]
		switch {
		case top.list:
			top.index++
		case top.wantKey:
			top.key, _ = token.(string)
			top.wantKey = false
			return
		default:
			top.wantKey = true
		}
	}
	switch token {
	case json.Delim('{'):
		t.levels = append(t.levels, level{wantKey: true})
	case json.Delim('['):
		t.levels = append(t.levels, level{list: true, index: -1})
	}
}

func (t *trail) path() string {
	var path strings.Builder
	for _, l := range t.levels {
		switch {
		case l.list && l.index >= 0:
			fmt.Fprintf(&path, "[%d]", l.index)
		case !l.list && l.key != "" && path.Len() > 0:
			path.WriteString("." + l.key)
		case !l.list:
			path.WriteString(l.key)
		}
	}
	return path.String()
}

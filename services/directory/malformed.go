package directory

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// MalformedError says where and how a register file is broken. Nothing of such a file is imported.
type MalformedError struct {
	// Line and Column count from one, Column in characters; both are zero when only the path is known.
	Line, Column int
	// Path in the file, such as organisaatiot[3].children[0].nimi; empty is the file itself.
	Path    string
	Problem string
}

func (e *MalformedError) Error() string {
	var place []string
	if e.Line > 0 {
		place = append(place, fmt.Sprintf("line %d, column %d", e.Line, e.Column))
	}
	if e.Path != "" {
		place = append(place, e.Path)
	}
	if len(place) == 0 {
		return "malformed register file: " + e.Problem
	}
	return fmt.Sprintf("malformed register file at %s: %s", strings.Join(place, ", "), e.Problem)
}

// checkSyntax answers where the text stops being JSON.
func checkSyntax(data []byte) error {
	var whole json.RawMessage
	err := json.Unmarshal(data, &whole)
	if err == nil {
		return nil
	}
	offset := int64(len(data))
	if broken, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = broken.Offset
	}
	return malformedAt(data, offset, pathAt(data), err.Error())
}

// malformedType answers which part of the frame is of the wrong type.
func malformedType(data []byte, err error) error {
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return malformedAt(data, wrong.Offset, wrong.Field, wrong.Value+" is not expected here")
	}
	return malformedAt(data, 0, "", err.Error())
}

func malformedAt(data []byte, offset int64, path, problem string) error {
	before := data[:min(max(offset-1, 0), int64(len(data)))]
	lineStart := bytes.LastIndexByte(before, '\n') + 1
	return &MalformedError{
		Line:    bytes.Count(before, []byte("\n")) + 1,
		Column:  utf8.RuneCount(before[lineStart:]) + 1,
		Path:    path,
		Problem: problem,
	}
}

// level is an object or a list that has not ended.
type level struct {
	list  bool
	index int
	// key is the last one read; value tells that its value is expected.
	key   string
	value bool
}

// pathAt reads a broken file as far as it goes and answers the path where it stopped.
func pathAt(data []byte) string {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var levels []level
	for {
		token, err := decoder.Token()
		if err != nil {
			return pathOf(levels)
		}
		top := len(levels) - 1
		if top >= 0 && !levels[top].list && !levels[top].value && token != json.Delim('}') {
			levels[top].key, _ = token.(string)
			levels[top].value = true
			continue
		}
		switch token {
		case json.Delim('['), json.Delim('{'):
			levels = append(levels, level{list: token == json.Delim('[')})
			continue
		case json.Delim(']'), json.Delim('}'):
			levels = levels[:top]
			top--
		}
		if top >= 0 { // a value has ended
			levels[top].index++
			levels[top].value = false
		}
	}
}

func pathOf(levels []level) string {
	var path strings.Builder
	for _, l := range levels {
		switch {
		case l.list:
			fmt.Fprintf(&path, "[%d]", l.index)
		case l.key != "":
			if path.Len() > 0 {
				path.WriteByte('.')
			}
			path.WriteString(l.key)
		}
	}
	return path.String()
}

// Package page reads and writes the tokens of keyset pages: where the last row of a page stood.
package page

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/vip-verkosto/vaatu/services/internal/apperr"
)

const (
	// Default number of rows on a page.
	Default = 50
	// Max number of rows on a page.
	Max = 100
)

// Cursor is the place after which the next page begins.
type Cursor struct {
	Time time.Time `json:"t"`
	ID   string    `json:"id"`
	Text string    `json:"s,omitempty"`
}

// Size answers the rows to show: Default for 0, never more than Max.
func Size(asked int32) int {
	if asked <= 0 {
		return Default
	}
	return min(int(asked), Max)
}

// Parse reads a token; nil for the first page. A broken one is an error of the field page_token.
func Parse(token string) (*Cursor, error) {
	if token == "" {
		return nil, nil //nolint:nilnil // the first page has no cursor
	}
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return nil, broken()
	}
	var c Cursor
	if err := json.Unmarshal(raw, &c); err != nil || !c.fits() {
		return nil, broken()
	}
	return &c, nil
}

// fits tells whether the database can compare with the cursor: it takes ids in their plain form and no NUL.
func (c Cursor) fits() bool {
	return len(c.ID) == len(uuid.Nil.String()) && uuid.Validate(c.ID) == nil && !strings.ContainsRune(c.Text, 0)
}

func broken() error {
	return apperr.Invalid("page_token", "page_token", "use the token of the page before, or none")
}

// Token answers the token of a cursor.
func (c Cursor) Token() string {
	raw, _ := json.Marshal(c) // plain values cannot fail
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Cut answers at most size rows of one more that were fetched, and the token of the next page if there is one.
func Cut[T any](rows []T, size int, at func(T) Cursor) ([]T, string) {
	if len(rows) <= size {
		return rows, ""
	}
	rows = rows[:size]
	return rows, at(rows[size-1]).Token()
}

package postgres

import "strings"

// Queued answers the statements that the next round trip would send.
func (tx *Tx) Queued() string {
	var all []string
	for _, q := range tx.queued {
		all = append(all, q.SQL)
	}
	return strings.Join(all, ";\n")
}

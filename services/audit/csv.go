package audit

import (
	"encoding/csv"
	"strings"
	"time"
)

// exported writes rows as comma-separated values (RFC 4180) under the names of the contract.
func exported(rows []row) string {
	var text strings.Builder
	w := csv.NewWriter(&text)
	w.UseCRLF = true
	line := func(cells ...string) { _ = w.Write(cells) } // a builder takes everything
	line("time", "kind", "person_id", "person_name", "role", "unit", "school", "action", "what", "outcome", "reason", "case_id",
		"case_number", "object_id", "to_id", "to_name", "basis", "request_id", "origin")
	for _, r := range rows {
		line(r.At.UTC().Format(time.RFC3339), r.Kind, r.person(), plain(r.ByName), plain(r.Role), plain(r.UnitNameFi), plain(r.SchoolNameFi),
			plain(&r.Action), plain(r.What), r.Outcome, plain(r.Reason), plain(r.CaseID), plain(r.CaseNumber), plain(r.ObjectID), plain(r.ToID),
			plain(r.ToNameFi)+plain(r.ToPersonName), plain(r.Basis), plain(r.RequestID), plain(r.Origin))
	}
	w.Flush()
	return text.String()
}

// plain answers the text of a cell such that no spreadsheet takes it for a formula: what begins as one gets an apostrophe before
// it (OWASP, CSV Injection).
func plain(text *string) string {
	cell := value(text)
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

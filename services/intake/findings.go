package intake

import (
	"context"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/internal/leakguard"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// writer answers what is known of the caller as a writer. Names that they look for stay in their browser.
func writer(ctx context.Context, schools ...string) leakguard.Writer {
	return leakguard.Writer{Language: session.From(ctx).Language, Schools: schools}
}

// findings answers what in a request's texts could tell who the pupil is.
func findings(r *casespb.Request, w leakguard.Writer) []*intakepb.Finding {
	if r.GetWorkingLanguage() != "" {
		w.Language = r.GetWorkingLanguage()
	}
	var found []*intakepb.Finding
	for _, t := range texts(r) {
		for _, f := range leakguard.Find(t.value, w) {
			severity := intakepb.Severity_SEVERITY_WARN
			if f.Kind == leakguard.IdentityCode {
				severity = intakepb.Severity_SEVERITY_BLOCK
			}
			found = append(found, &intakepb.Finding{
				Field: t.field, Start: int32(f.Start), End: int32(f.End), //nolint:gosec // bounded by the text's length
				Kind: intakepb.Kind(intakepb.Kind_value["KIND_"+string(f.Kind)]), Severity: severity, Suggestion: f.Suggestion,
			})
		}
	}
	return found
}

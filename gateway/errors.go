package gateway

import (
	"context"
	"net/http"
	"strings"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// serviceError answers the problem document of a failed call. What is ours to mend goes to the log, with the text that
// no client sees.
func (g *Gateway) serviceError(ctx context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, err error) {
	c := callOf(ctx)
	f := refusalOf(status.Convert(err))
	if statusOf[f.reason] >= http.StatusInternalServerError {
		g.log.WarnContext(ctx, "call failed", "request", c.id, "route", c.route, "reason", f.reason, "error", err.Error())
	}
	if c.found != nil {
		f.asSent(c.found.body)
	}
	writeProblem(w, r, f)
}

// refusalOf reads the reason of a status. Where a service names none, only the code speaks.
func refusalOf(s *status.Status) refusal {
	f := refusal{}
	for _, d := range s.Details() {
		switch d := d.(type) {
		case *errdetails.ErrorInfo:
			f.reason = d.GetReason()
			f.holder, f.since = d.GetMetadata()["holder"], d.GetMetadata()["since"]
			f.against = againstOf(d.GetMetadata())
			if _, own := ruleTexts[f.against.Rule]; own {
				f.rule = f.against.Rule
			}
			f.invitation, f.grant = d.GetMetadata()["invitation"], d.GetMetadata()["grant"]
		case *errdetails.BadRequest:
			for _, v := range d.GetFieldViolations() {
				f.violations = append(f.violations, violation{field: v.GetField(), rule: v.GetReason(), hint: v.GetDescription()})
			}
		}
	}
	if f.reason != "" {
		return f
	}
	return refusalOfCode(s)
}

// againstOf reads what stands against an action, where something does.
func againstOf(said map[string]string) against {
	if said["rule"] == "" {
		return against{}
	}
	a := against{Action: "ACTION_" + said["action"], Phase: "PHASE_" + said["phase"], Rule: said["rule"]}
	for role := range strings.SplitSeq(said["who"], ",") {
		a.Who = append(a.Who, "ROLE_"+role)
	}
	return a
}

func refusalOfCode(s *status.Status) refusal {
	switch s.Code() {
	case codes.Unavailable, codes.DeadlineExceeded, codes.Canceled:
		return refusal{reason: reasonUnavailable}
	case codes.ResourceExhausted: // gRPC's own word for a message beyond its bounds
		return refusal{reason: reasonTooLarge}
	case codes.Unimplemented:
		return refusal{reason: reasonNotFound}
	case codes.InvalidArgument: // made by the generated code, before the call: services always give a reason
		bad, ok := parseBodyError(s.Message())
		switch {
		case ok && bad.field != "":
			return refusal{reason: reasonValidation, violations: []violation{{field: bad.field, rule: bad.rule}}}
		case ok:
			return refusal{reason: reasonValidation, rule: bad.rule}
		}
		return refusal{reason: reasonValidation}
	default:
		return refusal{reason: reasonInternal}
	}
}

// asSent names the fields as the client knows them: in lowerCamelCase, seen from its body.
func (f *refusal) asSent(body string) {
	for i, v := range f.violations {
		field := v.field
		if body != "" && body != "*" {
			field = strings.TrimPrefix(field, body+".")
		}
		f.violations[i].field = lowerCamel(field)
	}
}

// lowerCamel turns the names of a proto path into those of JSON.
func lowerCamel(path string) string {
	var b strings.Builder
	for i, part := range strings.Split(path, "_") {
		if i > 0 && part != "" {
			part = strings.ToUpper(part[:1]) + part[1:]
		}
		b.WriteString(part)
	}
	return b.String()
}

// routingError: the routes have been matched before, so this is a path that the mux reads in another way.
func routingError(_ context.Context, _ *runtime.ServeMux, _ runtime.Marshaler, w http.ResponseWriter, r *http.Request, _ int) {
	writeProblem(w, r, refusal{reason: reasonNotFound})
}

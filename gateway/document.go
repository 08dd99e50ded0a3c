package gateway

import (
	"context"
	"net/http"
	"strconv"

	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/vip-verkosto/vaatu/gateway/pdf"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
)

// documentRoute is the request of a case as a file. It is read as the case's page reads it: for those who may, with its row in
// the audit.
const documentRoute = "/v1/cases/{case_id}/request.pdf"

// document serves the request of a case as PDF, in the language of the query, or else of the request.
func (g *Gateway) document(w http.ResponseWriter, r *http.Request) {
	c := callOf(r.Context())
	c.route, c.found = documentRoute, documentQuery
	if _, refused := g.admit(w, r, c); refused != nil {
		writeProblem(w, r, *refused)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), callDeadline)
	defer cancel()
	ctx = metadata.NewOutgoingContext(ctx, c.metadata)
	found, err := caseworkpb.NewCaseworkServiceClient(g.front).GetCase(ctx, &caseworkpb.GetCaseRequest{CaseId: r.PathValue("case_id")})
	if err != nil {
		g.serviceError(ctx, nil, nil, w, r, err)
		return
	}
	if found.GetRequest() == nil { // a card is no request
		writeProblem(w, r, refusal{reason: reasonNotFound})
		return
	}
	language := r.URL.Query().Get("language")
	if language == "" {
		language = found.GetRequest().GetWorkingLanguage()
	}
	if language != swedish {
		language = finnish
	}
	file, err := pdf.Request(found, language)
	if err != nil {
		g.log.ErrorContext(ctx, "document", "request", c.id, "error", err.Error())
		writeProblem(w, r, refusal{reason: reasonInternal})
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `attachment; filename="vaatu-`+found.GetNumber()+`.pdf"`)
	w.Header().Set("Content-Length", strconv.Itoa(len(file)))
	_, _ = w.Write(file) //nolint:gosec // a PDF, sent as one; whoever has hung up gets nothing
}

// documentQuery knows what may be asked beside the case: a language, which is a text as that of a request is.
var documentQuery = &route{
	method: http.MethodGet, pattern: documentRoute, query: map[string]protoreflect.FieldDescriptor{
		"language": (&casespb.Request{}).ProtoReflect().Descriptor().Fields().ByName("working_language"),
	},
}

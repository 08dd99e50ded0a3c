package services_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/vip-verkosto/vaatu/proto"
)

// The attempts, whose missing headers TestAMissingHeaderIsNamed tries, say which headers a call needs.
func TestTheDocumentDemandsTheHeadersThatTheServicesDemand(t *testing.T) {
	t.Parallel()
	var document struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Parameters  []struct {
				Ref string `json:"$ref"`
			} `json:"parameters"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(proto.OpenAPI, &document); err != nil {
		t.Fatal(err)
	}
	demands := map[string][]string{}
	for _, operations := range document.Paths {
		for _, o := range operations {
			_, method, _ := strings.Cut(o.OperationID, "_")
			demands[method] = []string{}
			for _, p := range o.Parameters {
				demands[method] = append(demands[method], p.Ref[strings.LastIndexByte(p.Ref, '/')+1:])
			}
		}
	}
	for _, a := range slices.Concat(onDrafts, onCases, onAssignments) {
		got, known := demands[a.method]
		if !known {
			t.Errorf("the document lacks %s", a.method)
		}
		if slices.Contains(got, "IfMatch") != a.etag || slices.Contains(got, "IdempotencyKey") != a.key {
			t.Errorf("%s demands %v in the document; of the services etag %t, key %t", a.method, got, a.etag, a.key)
		}
	}
}

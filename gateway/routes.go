package gateway

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
	auditpb "github.com/vip-verkosto/vaatu/proto/vaatu/audit/v1"
	breakglasspb "github.com/vip-verkosto/vaatu/proto/vaatu/breakglass/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	eventspb "github.com/vip-verkosto/vaatu/proto/vaatu/events/v1"
	feedbackpb "github.com/vip-verkosto/vaatu/proto/vaatu/feedback/v1"
	grantspb "github.com/vip-verkosto/vaatu/proto/vaatu/grants/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	permitspb "github.com/vip-verkosto/vaatu/proto/vaatu/permits/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
)

// contract is every file of the contract with routes.
var contract = []protoreflect.FileDescriptor{
	accesspb.File_vaatu_access_v1_account_proto,
	directorypb.File_vaatu_directory_v1_directory_proto,
	routingpb.File_vaatu_routing_v1_routing_proto,
	routingpb.File_vaatu_routing_v1_rule_sets_proto,
	intakepb.File_vaatu_intake_v1_intake_proto,
	intakepb.File_vaatu_intake_v1_drafts_proto,
	intakepb.File_vaatu_intake_v1_checklist_proto,
	intakepb.File_vaatu_intake_v1_similar_proto,
	assignmentpb.File_vaatu_assignment_v1_assignment_proto,
	assignmentpb.File_vaatu_assignment_v1_hand_over_proto,
	assignmentpb.File_vaatu_assignment_v1_staff_proto,
	assignmentpb.File_vaatu_assignment_v1_views_proto,
	caseworkpb.File_vaatu_casework_v1_casework_proto,
	permitspb.File_vaatu_permits_v1_permits_proto,
	caseloadpb.File_vaatu_caseload_v1_caseload_proto,
	grantspb.File_vaatu_grants_v1_grants_proto,
	breakglasspb.File_vaatu_breakglass_v1_break_glass_proto,
	feedbackpb.File_vaatu_feedback_v1_feedback_proto,
	auditpb.File_vaatu_audit_v1_audit_proto,
	eventspb.File_vaatu_events_v1_events_proto,
	attachmentspb.File_vaatu_attachments_v1_attachments_proto,
}

// route is one method and path of the interface, as the contract writes it.
type route struct {
	method  string
	pattern string
	// segments of the path; one in braces takes any value without a colon.
	segments []string
	// verb after the path's last colon.
	verb string
	// body is the field that the body fills, * for the whole message, empty for none.
	body string
	// public: nobody is asked for a session.
	public bool
	// query has the parameters by their names in proto and in JSON.
	query map[string]protoreflect.FieldDescriptor
}

// routes of the interface. The mux of grpc-gateway matches paths too, but it takes an unknown verb for a part of an
// id, forgets query parameters that it does not know, and cannot say which methods a path has.
type routes []*route

// readRoutes answers the routes of the contract.
func readRoutes(files []protoreflect.FileDescriptor) (routes, error) {
	var all routes
	for _, f := range files {
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for j := range methods.Len() {
				r, found, err := readRoute(methods.Get(j))
				if err != nil {
					return nil, err
				}
				if found {
					all = append(all, r)
				}
			}
		}
	}
	return all, nil
}

// readRoute answers the route of a method; one between services has none.
func readRoute(m protoreflect.MethodDescriptor) (r *route, found bool, err error) {
	rule, _ := proto.GetExtension(m.Options(), annotations.E_Http).(*annotations.HttpRule)
	if rule.GetPattern() == nil {
		return nil, false, nil
	}
	r = &route{body: rule.GetBody(), public: isPublic(m)}
	switch p := rule.GetPattern().(type) {
	case *annotations.HttpRule_Get:
		r.method, r.pattern = "GET", p.Get
	case *annotations.HttpRule_Post:
		r.method, r.pattern = "POST", p.Post
	case *annotations.HttpRule_Put:
		r.method, r.pattern = "PUT", p.Put
	case *annotations.HttpRule_Patch:
		r.method, r.pattern = "PATCH", p.Patch
	case *annotations.HttpRule_Delete:
		r.method, r.pattern = "DELETE", p.Delete
	default:
		return nil, false, fmt.Errorf("%s has a route of a kind that the gateway does not serve", m.FullName())
	}
	path, verb := splitVerb(r.pattern)
	r.verb = verb
	r.segments = strings.Split(path, "/")
	r.query = queryFields(m.Input(), r)
	return r, true, nil
}

// isPublic tells whether anybody may call a method.
func isPublic(m protoreflect.MethodDescriptor) bool {
	return proto.GetExtension(m.Options(), accesspb.E_Permission) == accesspb.Permission_PERMISSION_PUBLIC
}

// splitVerb parts a path from what follows the colon of its last segment.
func splitVerb(path string) (before, verb string) {
	colon := strings.LastIndexByte(path, ':')
	if colon < strings.LastIndexByte(path, '/') {
		return path, ""
	}
	return path[:colon], path[colon+1:]
}

// queryFields are the fields of a message that neither path nor body fills. The etag comes in If-Match only.
func queryFields(m protoreflect.MessageDescriptor, r *route) map[string]protoreflect.FieldDescriptor {
	found := map[string]protoreflect.FieldDescriptor{}
	if r.body == "*" {
		return found
	}
	for i := range m.Fields().Len() {
		f := m.Fields().Get(i)
		name := string(f.Name())
		if name == r.body || name == "etag" || slices.Contains(r.segments, "{"+name+"}") {
			continue
		}
		found[name], found[f.JSONName()] = f, f
	}
	return found
}

// find answers the route of a method and a path, or the methods that the path has.
func (all routes) find(method, path string) (found *route, methods []string) {
	path, verb := splitVerb(path)
	segments := strings.Split(path, "/")
	for _, r := range all {
		if !r.matches(segments, verb) {
			continue
		}
		if r.method == method {
			return r, nil
		}
		methods = append(methods, r.method)
	}
	slices.Sort(methods)
	return nil, slices.Compact(methods)
}

func (r *route) matches(segments []string, verb string) bool {
	if r.verb != verb || len(r.segments) != len(segments) {
		return false
	}
	for i, want := range r.segments {
		parameter := strings.HasPrefix(want, "{")
		if parameter && segments[i] == "" || !parameter && segments[i] != want {
			return false
		}
	}
	return true
}

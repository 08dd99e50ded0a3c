package demo

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services"
)

// office holds the generated clients and signs made-up people in.
type office struct {
	front, door *grpc.ClientConn
	issuer      string
	clock       *clock

	access     accesspb.SessionServiceClient
	intake     intakepb.IntakeServiceClient
	routing    routingpb.RoutingServiceClient
	assignment assignmentpb.AssignmentServiceClient
	casework   caseworkpb.CaseworkServiceClient
}

func openOffice(sockets, issuer string, c *clock) (*office, error) {
	dial := func(name string) (*grpc.ClientConn, error) {
		return grpc.NewClient("unix://"+filepath.Join(sockets, name+".sock"),
			grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.WaitForReady(true)))
	}
	front, err := dial("gateway")
	if err != nil {
		return nil, fmt.Errorf("dialling the services: %w", err)
	}
	door, err := dial("access")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("dialling the sessions: %w", err), front.Close())
	}
	return &office{
		front: front, door: door, issuer: issuer, clock: c,
		access: accesspb.NewSessionServiceClient(door), intake: intakepb.NewIntakeServiceClient(front),
		routing: routingpb.NewRoutingServiceClient(front), assignment: assignmentpb.NewAssignmentServiceClient(front),
		casework: caseworkpb.NewCaseworkServiceClient(front),
	}, nil
}

func (o *office) close() { _, _ = o.front.Close(), o.door.Close() }

// person is somebody of the office: an expert of a unit by our own grants, or a teacher of a school.
type person struct {
	hint, name, language string
	school               string
}

// as answers a context of a fresh session of the person at a moment, with an idempotency key and perhaps an etag.
func (o *office) as(ctx context.Context, p person, at time.Time, etag string) (context.Context, error) {
	o.clock.set(at)
	open := &accesspb.OpenSessionRequest{
		Issuer: o.issuer, Subject: p.hint, DisplayName: p.name, Language: p.language, Email: p.hint + "@example.fi",
	}
	if p.school != "" {
		open.SchoolRoles = []*accesspb.SchoolRole{{School: p.school, Role: accesspb.Role_ROLE_REQUESTER}}
	}
	session, err := o.access.OpenSession(ctx, open)
	if err != nil {
		return nil, fmt.Errorf("signing %s in: %w", p.hint, err)
	}
	md := metadata.Pairs("vaatu-session", session.GetToken(), "idempotency-key", uuid.NewString(), "accept-language", p.language)
	if etag != "" {
		md.Set("if-match", `"`+etag+`"`)
	}
	return metadata.NewOutgoingContext(ctx, md), nil
}

// teachers of the synthetic schools, by language. The first of each is a persona.
var teachers = map[string][]person{
	"fi": {
		{"teacher-fi", "Tiina Testaaja", "fi", "90001"},
		{"teacher-fi-2", "Antti Aakkonen", "fi", "90003"},
		{"demo-teacher-5", "Merja Mallikas", "fi", "90005"},
		{"demo-teacher-6", "Kaisa Kallavesi", "fi", "90006"},
		{"demo-teacher-7", "Tuomas Turkulainen", "fi", "90007"},
		{"demo-teacher-8", "Oona Oululainen", "fi", "90008"},
	},
	"sv": {
		{"teacher-sv", "Sofia Provström", "sv", "90004"},
		{"demo-teacher-9", "Alma Ålander", "sv", "90009"},
		{"demo-teacher-10", "Rasmus Rask", "sv", "90010"},
	},
}

var coordinator = person{hint: "coordinator", name: "Kirsi Koordinoiva", language: "fi"}

// unitExperts work in the units that cases reach, by the unit's id. Some are personas.
var unitExperts = map[string][]person{
	"01980000-0000-7000-8000-000000000101": {{"expert-elmeri", "Elina Esimerkki", "fi", ""}},
	"01980000-0000-7000-8000-000000000201": {{"expert-valteri", "Ville Valtonen", "fi", ""}, {"expert-valteri-2", "Vappu Vertainen", "fi", ""}},
	"01980000-0000-7000-8000-000000000202": {{"demo-expert-202", "Onni Onervainen", "fi", ""}},
	"01980000-0000-7000-8000-000000000203": {{"demo-expert-203", "Terhi Tervanen", "fi", ""}},
	"01980000-0000-7000-8000-000000000204": {{"expert-valteri-sv", "Viktor Vik", "sv", ""}},
	"01980000-0000-7000-8000-000000000205": {{"demo-expert-205", "Reino Ruskola", "fi", ""}},
	"01980000-0000-7000-8000-000000000206": {{"demo-expert-206", "Mirja Mikkola", "fi", ""}},
	"01980000-0000-7000-8000-000000000207": {{"demo-expert-207", "Manu Mäntynen", "fi", ""}},
	"01980000-0000-7000-8000-000000000301": {{"demo-expert-301", "Helka Hoitola", "fi", ""}},
	"01980000-0000-7000-8000-000000000302": {{"demo-expert-302", "Kimmo Kiinamaa", "fi", ""}},
	"01980000-0000-7000-8000-000000000303": {{"demo-expert-303", "Tarja Tierna", "fi", ""}},
	"01980000-0000-7000-8000-000000000304": {{"expert-hospital", "Saara Sairaanen", "fi", ""}},
	"01980000-0000-7000-8000-000000000305": {{"demo-expert-305", "Kalevi Kallio", "fi", ""}},
}

// experts answers those whose grants are not there yet; personas have theirs.
func experts(issuer string) []services.Person {
	var people []services.Person
	for unit, list := range unitExperts {
		for _, p := range list {
			people = append(people, services.Person{
				Issuer: issuer, Subject: p.hint, Name: p.name, Email: p.hint + "@example.fi", Language: p.language,
				Grants: []services.Grant{{Role: "EXPERT", UnitID: unit}},
			})
		}
	}
	return people
}

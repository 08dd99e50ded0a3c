package services

import (
	"google.golang.org/grpc"

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
	"github.com/vip-verkosto/vaatu/services/access"
	"github.com/vip-verkosto/vaatu/services/account"
	"github.com/vip-verkosto/vaatu/services/assignment"
	"github.com/vip-verkosto/vaatu/services/assignment/staff"
	"github.com/vip-verkosto/vaatu/services/assignment/views"
	"github.com/vip-verkosto/vaatu/services/attachments"
	"github.com/vip-verkosto/vaatu/services/audit"
	"github.com/vip-verkosto/vaatu/services/breakglass"
	"github.com/vip-verkosto/vaatu/services/caseload"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/casework"
	"github.com/vip-verkosto/vaatu/services/checklist"
	"github.com/vip-verkosto/vaatu/services/directory"
	"github.com/vip-verkosto/vaatu/services/events"
	"github.com/vip-verkosto/vaatu/services/feedback"
	"github.com/vip-verkosto/vaatu/services/intake"
	"github.com/vip-verkosto/vaatu/services/internal/rpc"
	"github.com/vip-verkosto/vaatu/services/permits"
	"github.com/vip-verkosto/vaatu/services/routing"
	"github.com/vip-verkosto/vaatu/services/routing/rulesets"
	"github.com/vip-verkosto/vaatu/services/similar"
)

// entry is one service: its name on the command line, its door, and how it is made and registered.
type entry struct {
	name string
	door rpc.Door
	// needs are the services that it calls; each runs here or behind the peer.
	needs []string
	// content: it seals and opens texts, and is of no use without their keys.
	content  bool
	register func(grpc.ServiceRegistrar, *parts)
}

// catalog is the table of services: to add a service is to add a line. The jobs run as "notify".
var catalog = []entry{
	{"access", rpc.Sessions, nil, false, func(s grpc.ServiceRegistrar, p *parts) {
		accesspb.RegisterSessionServiceServer(s, access.New(access.Deps{DB: p.auth, Now: p.now, MostSessions: p.mostSessions}))
	}},
	{"grants", rpc.Front, nil, false, func(s grpc.ServiceRegistrar, p *parts) {
		grantspb.RegisterGrantServiceServer(s, access.NewGrants(access.GrantsDeps{DB: p.app, Jobs: p.store.Jobs, Caller: p.caller, Now: p.now}))
	}},
	{"account", rpc.Front, nil, false, func(s grpc.ServiceRegistrar, p *parts) {
		accesspb.RegisterAccountServiceServer(s, account.New(account.Deps{DB: p.app, Jobs: p.store.Jobs, Caller: p.caller, Now: p.now}))
	}},
	{"directory", rpc.Front, nil, false, func(s grpc.ServiceRegistrar, p *parts) {
		directorypb.RegisterDirectoryServiceServer(s, directory.New(directory.NewStore(p.app), p.now))
	}},
	{"routing", rpc.Front, []string{"directory"}, false, func(s grpc.ServiceRegistrar, p *parts) {
		routingpb.RegisterRoutingServiceServer(s, routing.New(routing.Deps{
			Store: p.store, Caller: p.caller, Directory: directorypb.NewDirectoryServiceClient(p.to("directory")),
			Published: rulesets.Store{DB: p.app}.Published, Now: p.now,
		}))
		routingpb.RegisterRuleSetServiceServer(s, rulesets.New(rulesets.Deps{
			Store: rulesets.Store{DB: p.app}, Caller: p.caller, Directory: directorypb.NewDirectoryServiceClient(p.to("directory")), Now: p.now,
		}))
	}},
	{"intake", rpc.Front, []string{"routing"}, true, func(s grpc.ServiceRegistrar, p *parts) {
		service := intake.New(intake.Deps{
			Store: p.store, DB: p.app, Vault: p.vault, Caller: p.caller,
			Routing: routingpb.NewRoutingServiceClient(p.to("routing")), Now: p.now,
		})
		intakepb.RegisterIntakeServiceServer(s, service)
		intakepb.RegisterDraftServiceServer(s, service)
	}},
	{"checklist", rpc.Front, nil, false, func(s grpc.ServiceRegistrar, p *parts) {
		intakepb.RegisterChecklistServiceServer(s, checklist.New(checklist.Deps{DB: p.app, Caller: p.caller, Now: p.now}))
	}},
	{"similar", rpc.Front, nil, false, func(s grpc.ServiceRegistrar, p *parts) {
		intakepb.RegisterSimilarServiceServer(s, similar.New(similar.Deps{
			Cases: p.store.Reader, DB: p.app, Jobs: p.store.Jobs, Caller: p.caller, Now: p.now,
		}))
	}},
	{"assignment", rpc.Front, []string{"routing"}, false, func(s grpc.ServiceRegistrar, p *parts) {
		service := assignment.New(assignment.Deps{
			Store: p.store, Staff: staff.Store{DB: p.app}, Caller: p.caller, Routing: routingpb.NewRoutingServiceClient(p.to("routing")), Now: p.now,
		})
		assignmentpb.RegisterAssignmentServiceServer(s, service)
		assignmentpb.RegisterHandOverServiceServer(s, service)
		assignmentpb.RegisterStaffServiceServer(s, staff.New(staff.Deps{Store: staff.Store{DB: p.app}, Caller: p.caller, Now: p.now}))
		assignmentpb.RegisterQueueViewServiceServer(s, views.New(p.app))
	}},
	{"casework", rpc.Front, nil, true, func(s grpc.ServiceRegistrar, p *parts) {
		caseworkpb.RegisterCaseworkServiceServer(s, casework.New(casework.Deps{
			Store: p.store, Caller: p.caller, Now: p.now, Targets: p.targets, Breaks: p.breaks,
		}))
	}},
	{"permits", rpc.Front, nil, true, func(s grpc.ServiceRegistrar, p *parts) {
		permitspb.RegisterPermitServiceServer(s, permits.New(permits.Deps{Store: p.store, Caller: p.caller, Now: p.now}))
	}},
	{"attachments", rpc.Front, nil, true, func(s grpc.ServiceRegistrar, p *parts) {
		attachmentspb.RegisterAttachmentServiceServer(s, attachments.New(attachments.Deps{
			Store: cases.AttachmentStore{Reader: p.store.Reader, Cases: p.store, Now: p.now}, Caller: p.caller, Examiner: p.examiner,
		}))
	}},
	{"caseload", rpc.Front, nil, false, func(s grpc.ServiceRegistrar, p *parts) {
		caseloadpb.RegisterCaseloadServiceServer(s, caseload.New(caseload.Deps{Reader: p.store.Reader, Now: p.now}))
	}},
	{"breakglass", rpc.Front, nil, false, func(s grpc.ServiceRegistrar, p *parts) {
		breakglasspb.RegisterBreakGlassServiceServer(s, breakglass.New(breakglass.Deps{
			Cases: p.store.Reader, DB: p.app, Jobs: p.store.Jobs, Caller: p.caller, Now: p.now,
		}))
	}},
	{"feedback", rpc.Front, nil, true, func(s grpc.ServiceRegistrar, p *parts) {
		feedbackpb.RegisterFeedbackServiceServer(s, feedback.New(feedback.Deps{DB: p.app, Vault: p.vault, Caller: p.caller, Now: p.now}))
	}},
	{liveEvents, rpc.Front, nil, false, func(s grpc.ServiceRegistrar, p *parts) {
		eventspb.RegisterEventServiceServer(s, events.New(events.Deps{Hub: p.hub, DB: p.app, Vault: p.vault, Now: p.now, Resolver: p.resolver, Beat: p.beat}))
	}},
	{"audit", rpc.Front, nil, false, func(s grpc.ServiceRegistrar, p *parts) {
		auditpb.RegisterAuditServiceServer(s, audit.New(audit.Deps{Reader: p.store.Reader}))
	}},
}

package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

// grpcDoor asks the services at their front door, a private socket of theirs.
type grpcDoor struct{ conn *grpc.ClientConn }

func openGRPC(v *vaatu) (door, error) {
	conn, err := dial(filepath.Join(v.sockets, "gateway.sock"))
	return &grpcDoor{conn}, err
}

func (d *grpcDoor) close() { _ = d.conn.Close() }

func (d *grpcDoor) file(ctx context.Context, p *person, key string, r *casespb.Request) (filed, error) {
	c, err := intakepb.NewIntakeServiceClient(d.conn).SubmitCase(p.as(ctx, key, ""), &intakepb.SubmitCaseRequest{Request: r})
	if err != nil {
		return filed{}, fmt.Errorf("filing by gRPC: %w", err)
	}
	if c.GetPhase() != casespb.Phase_PHASE_QUEUED || len(c.GetAssignments()) != 1 {
		return filed{}, fmt.Errorf("filing by gRPC answers the phase %s", c.GetPhase())
	}
	return filed{c.GetId(), c.GetAssignments()[0].GetId()}, nil
}

func (d *grpcDoor) claim(ctx context.Context, p *person, key string, a assignment) (assignment, bool, error) {
	held, err := assignmentpb.NewAssignmentServiceClient(d.conn).ClaimAssignment(p.as(ctx, key, a.etag),
		&assignmentpb.ClaimAssignmentRequest{AssignmentId: a.id})
	if reason(err) == "ASSIGNMENT_HELD" {
		return a, true, nil
	}
	if err != nil {
		return a, false, fmt.Errorf("claiming by gRPC: %w", err)
	}
	if held.GetState() != casespb.State_STATE_HELD || held.GetEtag() == "" {
		return a, false, fmt.Errorf("claiming by gRPC answers the state %s", held.GetState())
	}
	a.etag = held.GetEtag()
	return a, false, nil
}

func (d *grpcDoor) release(ctx context.Context, p *person, key string, a assignment) (assignment, error) {
	free, err := assignmentpb.NewAssignmentServiceClient(d.conn).ReleaseAssignment(p.as(ctx, key, a.etag),
		&assignmentpb.ReleaseAssignmentRequest{AssignmentId: a.id})
	if err != nil {
		return a, fmt.Errorf("releasing by gRPC: %w", err)
	}
	a.etag = free.GetEtag()
	return a, nil
}

func (d *grpcDoor) message(ctx context.Context, p *person, key, caseID, text string) error {
	m, err := caseworkpb.NewCaseworkServiceClient(d.conn).PostMessage(p.as(ctx, key, ""),
		&caseworkpb.PostMessageRequest{CaseId: caseID, Text: text})
	if err != nil {
		return fmt.Errorf("writing a message by gRPC: %w", err)
	}
	if m.GetText() != text {
		return errors.New("writing a message by gRPC answers another text")
	}
	return nil
}

func (d *grpcDoor) queue(ctx context.Context, p *person, unit, token string) (int, string, error) {
	page, err := assignmentpb.NewAssignmentServiceClient(d.conn).ListQueue(p.as(ctx, "", ""),
		&assignmentpb.ListQueueRequest{UnitId: unit, PageSize: pageSize, PageToken: token})
	if err != nil {
		return 0, "", fmt.Errorf("reading a queue by gRPC: %w", err)
	}
	return len(page.GetAssignments()), page.GetNextPageToken(), nil
}

func (d *grpcDoor) read(ctx context.Context, p *person, caseID string) error {
	c, err := caseworkpb.NewCaseworkServiceClient(d.conn).GetCase(p.as(ctx, "", ""), &caseworkpb.GetCaseRequest{CaseId: caseID})
	if err != nil {
		return fmt.Errorf("reading a case by gRPC: %w", err)
	}
	if c.GetId() != caseID || c.GetRequest().GetSituation() == "" {
		return errors.New("reading a case by gRPC answers no request")
	}
	return nil
}

func (d *grpcDoor) caseload(ctx context.Context, p *person) error {
	c, err := caseloadpb.NewCaseloadServiceClient(d.conn).GetCaseload(p.as(ctx, "", ""), &caseloadpb.GetCaseloadRequest{})
	if err != nil {
		return fmt.Errorf("reading the caseload by gRPC: %w", err)
	}
	if c.GetTotal() == 0 {
		return errors.New("reading the caseload by gRPC answers nothing")
	}
	return nil
}

// reason answers the ErrorReason in a status.
func reason(err error) string {
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return info.GetReason()
		}
	}
	return ""
}

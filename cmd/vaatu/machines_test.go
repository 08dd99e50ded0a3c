package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	reflectionpb "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/vip-verkosto/vaatu/cmd/vaatu/dev"
	accesspb "github.com/vip-verkosto/vaatu/proto/vaatu/access/v1"
	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	caseloadpb "github.com/vip-verkosto/vaatu/proto/vaatu/caseload/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	caseworkpb "github.com/vip-verkosto/vaatu/proto/vaatu/casework/v1"
	directorypb "github.com/vip-verkosto/vaatu/proto/vaatu/directory/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
)

// port is a running `vaatu dev`, seen by programs.
type port struct {
	t    *testing.T
	base string
	conn *grpc.ClientConn
	said *said
	// tokens that were shown there.
	tokens []string
}

func startDev(t *testing.T) *port {
	t.Helper()
	front, machines := freeAddress(t), freeAddress(t)
	p := &port{t: t, base: "http://" + front}
	p.said = start(t, "dev", "--http="+front, "--grpc="+machines, "--demo=0", "--data="+t.TempDir(), "--log-level=DEBUG")
	until(t, p.base+"/readyz")
	var err error
	if p.conn, err = grpc.NewClient(machines, grpc.WithTransportCredentials(insecure.NewCredentials())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.conn.Close() })
	return p
}

// token asks for an access token as a person at the keyboard does.
func (p *port) token(persona string) string {
	p.t.Helper()
	var out bytes.Buffer
	if err := run(p.t.Context(), []string{"dev", "token", persona, "--at=" + p.base}, &out, &out); err != nil {
		p.t.Fatal(err)
	}
	token := strings.TrimSpace(out.String())
	p.tokens = append(p.tokens, token)
	return token
}

// as is the context of a persona's calls.
func (p *port) as(persona string) context.Context {
	p.t.Helper()
	return bearer(p.t.Context(), p.token(persona))
}

func bearer(ctx context.Context, token string) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
}

// once adds the key of a change.
func once(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "idempotency-key", rand.Text())
}

// got answers a reply, or fails the test.
func got[T any](t *testing.T) func(T, error) T {
	t.Helper()
	return func(reply T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
}

func TestTheWholeWalkByGRPCWithAccessTokens(t *testing.T) {
	t.Parallel()
	p := startDev(t)
	teacher, expert, coordinator := p.as("teacher-fi"), p.as("expert-valteri"), p.as("coordinator")
	intake, assignments := intakepb.NewIntakeServiceClient(p.conn), assignmentpb.NewAssignmentServiceClient(p.conn)
	casework := caseworkpb.NewCaseworkServiceClient(p.conn)
	filed := got[*casespb.Case](t)(intake.SubmitCase(once(teacher), &intakepb.SubmitCaseRequest{Request: &casespb.Request{
		About: casespb.About_ABOUT_ANONYMOUS_PUPIL, Level: casespb.Level_LEVEL_BASIC, Grades: []int32{3}, WorkingLanguage: "fi",
		Needs: []casespb.Need{casespb.Need_NEED_AUTISM}, SupportInPlace: []casespb.Support{casespb.Support_SUPPORT_REMEDIAL},
		Situation: "Tilanne.", Tried: "Kokeiltu.", Question: "Kysymys?",
	}}))
	waiting := filed.GetAssignments()[0]
	held := got[*casespb.Assignment](t)(assignments.ClaimAssignment(once(expert), &assignmentpb.ClaimAssignmentRequest{AssignmentId: waiting.GetId(), Etag: waiting.GetEtag()}))
	if held.GetState() != casespb.State_STATE_HELD {
		t.Errorf("the claimed assignment is %v", held)
	}
	asked := got[*caseworkpb.Question](t)(casework.AskSchool(once(expert), &caseworkpb.AskSchoolRequest{
		CaseId: filed.GetId(), Text: "Milloin?", DueDate: time.Now().AddDate(0, 0, 7).Format(time.DateOnly),
	}))
	replied := got[*caseworkpb.Question](t)(casework.ReplyToQuestion(once(teacher), &caseworkpb.ReplyToQuestionRequest{CaseId: filed.GetId(), QuestionId: asked.GetId(), Text: "Aamuisin."}))
	if replied.GetReply().GetText() != "Aamuisin." {
		t.Errorf("the reply is %v", replied)
	}
	got[*caseworkpb.Advice](t)(casework.WriteAdvice(once(expert), &caseworkpb.WriteAdviceRequest{CaseId: filed.GetId(), Advice: &caseworkpb.AdviceText{
		Summary: "Ennakoitava päivä.", Steps: []*caseworkpb.AdviceStep{{Text: "Kuvat seinälle.", Who: "opettaja", ByWhen: "heti"}},
	}}))
	read := got[*casespb.Case](t)(casework.GetCase(expert, &caseworkpb.GetCaseRequest{CaseId: filed.GetId()}))
	stale := metadata.AppendToOutgoingContext(once(expert), "if-match", `"1"`)
	if _, err := casework.PublishAdvice(stale, &caseworkpb.PublishAdviceRequest{CaseId: filed.GetId()}); status.Code(err) != codes.Aborted {
		t.Errorf("with a stale etag: %v", err)
	}
	got[*casespb.Case](t)(casework.PublishAdvice(once(expert), &caseworkpb.PublishAdviceRequest{CaseId: filed.GetId(), Etag: read.GetEtag()}))
	acknowledged := got[*casespb.Case](t)(casework.AcknowledgeAdvice(once(teacher), &caseworkpb.AcknowledgeAdviceRequest{CaseId: filed.GetId()}))
	closed := got[*casespb.Case](t)(casework.CloseCase(once(teacher), &caseworkpb.CloseCaseRequest{
		CaseId: filed.GetId(), Etag: acknowledged.GetEtag(), CloseOut: &casespb.CloseOut{Effect: casespb.Effect_EFFECT_NEW_PLAN, Value: 5},
	}))
	if closed.GetPhase() != casespb.Phase_PHASE_CLOSED {
		t.Errorf("in the end the case is %v", closed.GetPhase())
	}
	load := got[*caseloadpb.Caseload](t)(caseloadpb.NewCaseloadServiceClient(p.conn).GetCaseload(coordinator, &caseloadpb.GetCaseloadRequest{}))
	if load.GetTotal() != 1 || load.GetOpen() != 0 {
		t.Errorf("the caseload is %v", load)
	}
	// Somebody else's token sees nothing of it.
	if _, err := casework.GetCase(p.as("teacher-sv"), &caseworkpb.GetCaseRequest{CaseId: filed.GetId()}); status.Code(err) != codes.NotFound {
		t.Errorf("another school reads it: %v", err)
	}
	p.endsATokenThatLeaked()
	p.sessionsAreNotOpened()
	p.describesItself()
	for _, token := range p.tokens {
		for part := range strings.SplitSeq(token, ".") {
			if strings.Contains(p.said.String(), part) {
				t.Error("a part of an access token is in the log")
			}
		}
	}
	if !strings.Contains(p.said.String(), `"msg":"grpc"`) {
		t.Error("the calls are not in the log at all")
	}
}

// endsATokenThatLeaked ends one before it is used, and one that was.
func (p *port) endsATokenThatLeaked() {
	p.t.Helper()
	me := func(token string) error {
		_, err := directorypb.NewDirectoryServiceClient(p.conn).GetMe(bearer(p.t.Context(), token), &directorypb.GetMeRequest{})
		return err
	}
	for _, used := range []bool{true, false} {
		leaked, other := p.token("principal-fi"), p.token("principal-fi")
		if used {
			got[any](p.t)(nil, me(leaked))
		}
		r, err := http.NewRequestWithContext(p.t.Context(), http.MethodPost, p.base+"/auth/logout", http.NoBody)
		if err != nil {
			p.t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+leaked)
		got[*http.Response](p.t)((&http.Client{}).Do(r)).Body.Close()
		if err := me(leaked); status.Code(err) != codes.Unauthenticated {
			p.t.Errorf("a token that was ended (used before: %t): %v", used, err)
		}
		if err := me(other); err != nil {
			p.t.Errorf("another token of the person: %v", err)
		}
	}
}

// sessionsAreNotOpened tries the service of sessions as everybody, and as nobody.
func (p *port) sessionsAreNotOpened() {
	p.t.Helper()
	everybody := []context.Context{p.t.Context()}
	for _, persona := range dev.People {
		everybody = append(everybody, p.as(persona.Hint))
	}
	sessions := accesspb.NewSessionServiceClient(p.conn)
	for i, ctx := range everybody {
		if _, err := sessions.OpenSession(ctx, &accesspb.OpenSessionRequest{Issuer: p.base + "/dev/op", Subject: "admin"}); status.Code(err) != codes.Unimplemented {
			p.t.Errorf("person %d opens a session: %v", i, err)
		}
		if _, err := sessions.RevokeSession(ctx, &accesspb.RevokeSessionRequest{Token: "x"}); status.Code(err) != codes.Unimplemented {
			p.t.Errorf("person %d ends a session: %v", i, err)
		}
	}
}

// describesItself calls as grpcurl does: with nothing but what the port tells of itself.
func (p *port) describesItself() {
	p.t.Helper()
	stream, err := reflectionpb.NewServerReflectionClient(p.conn).ServerReflectionInfo(p.t.Context())
	if err != nil {
		p.t.Fatal(err)
	}
	ask := func(r *reflectionpb.ServerReflectionRequest) *reflectionpb.ServerReflectionResponse {
		if err := stream.Send(r); err != nil {
			p.t.Fatal(err)
		}
		return got[*reflectionpb.ServerReflectionResponse](p.t)(stream.Recv())
	}
	const directory = "vaatu.directory.v1.DirectoryService"
	list := ask(&reflectionpb.ServerReflectionRequest{MessageRequest: &reflectionpb.ServerReflectionRequest_ListServices{}})
	var names []string
	for _, s := range list.GetListServicesResponse().GetService() {
		names = append(names, s.GetName())
	}
	if all := strings.Join(names, " "); !strings.Contains(all, directory) || strings.Contains(all, "Session") {
		p.t.Errorf("the services are %s", all)
	}
	described := ask(&reflectionpb.ServerReflectionRequest{MessageRequest: &reflectionpb.ServerReflectionRequest_FileContainingSymbol{FileContainingSymbol: directory}})
	set := &descriptorpb.FileDescriptorSet{}
	for _, raw := range described.GetFileDescriptorResponse().GetFileDescriptorProto() {
		file := &descriptorpb.FileDescriptorProto{}
		if err := proto.Unmarshal(raw, file); err != nil {
			p.t.Fatal(err)
		}
		set.File = append(set.File, file)
	}
	files, err := protodesc.NewFiles(set)
	if err != nil {
		p.t.Fatal(err)
	}
	method := got[protoreflect.Descriptor](p.t)(files.FindDescriptorByName(directory + ".GetMe")).(protoreflect.MethodDescriptor)
	me := dynamicpb.NewMessage(method.Output())
	if err := p.conn.Invoke(p.as("teacher-fi"), "/"+directory+"/GetMe", dynamicpb.NewMessage(method.Input()), me); err != nil {
		p.t.Fatal(err)
	}
	if text := protojson.Format(me); !strings.Contains(text, "Tiina Testaaja") || !strings.Contains(text, "Harjukosken koulu") {
		p.t.Errorf("one is told to be %s", text)
	}
}

func TestDevDoesWithoutGRPCWhereThePortIsTaken(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var out bytes.Buffer
	none, err := (&devCommand{GRPC: l.Addr().String()}).listenGRPC(t.Context(), &console{out: &out})
	if none != nil || err != nil || !strings.Contains(out.String(), l.Addr().String()+" is taken") {
		t.Errorf("%v, %v, and it says %q", none, err, out.String())
	}
	if _, err := (&devCommand{GRPC: "0.0.0.0:0"}).listenGRPC(t.Context(), &console{out: &out}); err == nil {
		t.Error("vaatu dev, where anybody may be anybody, listens beyond loopback")
	}
	if none, err := (&devCommand{}).listenGRPC(t.Context(), &console{out: &out}); none != nil || err != nil {
		t.Errorf("without an address: %v, %v", none, err)
	}
}

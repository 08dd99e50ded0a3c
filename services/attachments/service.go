// Package attachments takes files for cases and drafts, piece by piece, looks at each before anybody may read it, and gives them to
// those who read the case.
package attachments

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	attachmentspb "github.com/vip-verkosto/vaatu/proto/vaatu/attachments/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/document"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// Deps of the service.
type Deps struct {
	Store    cases.AttachmentStore
	Caller   wire.Caller
	Examiner *Examiner
}

// Service implements vaatu.attachments.v1.AttachmentService.
type Service struct {
	attachmentspb.UnimplementedAttachmentServiceServer

	deps Deps
}

// New answers the service.
func New(d Deps) *Service { return &Service{deps: d} }

// BeginUpload announces a file.
func (s *Service) BeginUpload(ctx context.Context, req *attachmentspb.BeginUploadRequest) (*attachmentspb.Attachment, error) {
	name, err := document.CleanName(req.GetName())
	switch {
	case err != nil:
		return nil, refused(err)
	case req.GetSize() <= 0:
		return nil, refused(document.Empty)
	case req.GetSize() > cases.MaxAttachment:
		return nil, apperr.Invalid("file", "file.size", "the file is larger than 10 MB")
	}
	if err := identitycode.Refuse(identitycode.Text{Path: "name", Value: name}); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Append(ctx, req, uuid.Must(uuid.NewV7()).String())
	if err != nil {
		return nil, err
	}
	return answer(s.deps.Store.Begin(ctx, call, req.GetCaseId(), name, int(req.GetSize())))
}

// AppendUpload adds a piece.
func (s *Service) AppendUpload(ctx context.Context, req *attachmentspb.AppendUploadRequest) (*attachmentspb.Attachment, error) {
	p := session.From(ctx).Principal
	return answer(s.deps.Store.Append(ctx, p, req.GetCaseId(), req.GetAttachmentId(), int(req.GetOffset()), req.GetData()))
}

// GetUpload answers how far an upload is.
func (s *Service) GetUpload(ctx context.Context, req *attachmentspb.GetUploadRequest) (*attachmentspb.Attachment, error) {
	a, err := answer(s.deps.Store.Upload(ctx, session.From(ctx).Principal, req.GetCaseId(), req.GetAttachmentId()))
	if err != nil {
		return nil, err
	}
	a.Name = "" // nobody is said to have read it
	return a, nil
}

// FinishUpload looks at what has come.
func (s *Service) FinishUpload(ctx context.Context, req *attachmentspb.FinishUploadRequest) (*attachmentspb.Attachment, error) {
	end, err := s.deps.Examiner.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	file, err := memory()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	p := session.From(ctx).Principal
	a, err := s.deps.Store.Received(ctx, p, req.GetCaseId(), req.GetAttachmentId(), file)
	switch {
	case err != nil:
		return nil, err
	case !a.State.Waits():
		return answer(a, nil)
	case a.Received < a.Size:
		return nil, apperr.Invalid("file", "file.short", "not all of the file has come yet")
	}
	found, said, err := s.deps.Examiner.examine(ctx, a.Name, file, a.Size)
	if _, faulty := errors.AsType[document.Fault](err); faulty || apperr.ReasonOf(err) == apperr.IdentityCodeInText {
		err = errors.Join(refused(err), s.deps.Store.Delete(ctx, p, req.GetCaseId(), a.ID))
	}
	if err != nil {
		return nil, err
	}
	m, err := answer(s.deps.Store.Finish(ctx, p, req.GetCaseId(), a.ID, found))
	if err != nil {
		return nil, err
	}
	m.FoundInName, m.FoundInFile = said.inName, said.inFile
	return m, nil
}

// ListAttachments answers those of a case.
func (s *Service) ListAttachments(ctx context.Context, req *attachmentspb.ListAttachmentsRequest) (*attachmentspb.ListAttachmentsResponse, error) {
	list, err := s.deps.Store.Attachments(ctx, session.From(ctx).Principal, req.GetCaseId())
	if err != nil {
		return nil, err
	}
	reply := &attachmentspb.ListAttachmentsResponse{}
	for _, a := range list.Kept {
		reply.Attachments = append(reply.Attachments, message(a))
	}
	for _, r := range list.Removed {
		reply.Removed = append(reply.Removed, &attachmentspb.RemovedAttachment{
			AttachmentId: r.AttachmentID, Author: wire.Author(ctx, list.Case, r.By), RemoveTime: wire.Time(r.Time), Reason: r.Reason,
		})
	}
	return reply, nil
}

// DeleteAttachment destroys one.
func (s *Service) DeleteAttachment(ctx context.Context, req *attachmentspb.DeleteAttachmentRequest) (*emptypb.Empty, error) {
	if err := s.deps.Store.Delete(ctx, session.From(ctx).Principal, req.GetCaseId(), req.GetAttachmentId()); err != nil {
		return nil, err
	}
	return &emptypb.Empty{}, nil
}

// RemoveAttachment destroys one of a case.
func (s *Service) RemoveAttachment(ctx context.Context, req *attachmentspb.RemoveAttachmentRequest) (*emptypb.Empty, error) {
	reason := strings.TrimSpace(req.GetReason())
	if err := identitycode.Refuse(identitycode.Text{Path: "reason", Value: reason}); err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Append(ctx, req, req.GetAttachmentId())
	if err != nil {
		return nil, err
	}
	remove := cases.RemoveAttachment{AttachmentID: req.GetAttachmentId()}
	var content []cases.Content
	if reason != "" {
		remove.ReasonID = uuid.Must(uuid.NewV7()).String()
		content = append(content, cases.Content{ID: remove.ReasonID, Kind: cases.ReasonContent, Plain: []byte(reason)})
	}
	if err := s.deps.Store.Remove(ctx, call, req.GetCaseId(), remove, content...); err != nil {
		return nil, err
	}
	return &emptypb.Empty{}, nil
}

// ReadAttachment answers one with its bytes.
func (s *Service) ReadAttachment(req *attachmentspb.ReadAttachmentRequest, stream grpc.ServerStreamingServer[attachmentspb.ReadAttachmentResponse]) error {
	ctx := stream.Context()
	tell := func(a cases.Attachment) error {
		return stream.Send(&attachmentspb.ReadAttachmentResponse{Attachment: message(a)})
	}
	return s.deps.Store.Read(ctx, session.From(ctx).Principal, req.GetCaseId(), req.GetAttachmentId(), tell, pieces{stream})
}

// pieces sends what is written.
type pieces struct {
	stream grpc.ServerStreamingServer[attachmentspb.ReadAttachmentResponse]
}

func (p pieces) Write(b []byte) (int, error) {
	if err := p.stream.Send(&attachmentspb.ReadAttachmentResponse{Data: b}); err != nil {
		return 0, fmt.Errorf("sending a piece of an attachment: %w", err)
	}
	return len(b), nil
}

func answer(a cases.Attachment, err error) (*attachmentspb.Attachment, error) {
	if err != nil {
		return nil, err
	}
	return message(a), nil
}

func message(a cases.Attachment) *attachmentspb.Attachment {
	m := &attachmentspb.Attachment{
		Id: a.ID, Name: a.Name, Type: wire.Parse[attachmentspb.FileType](a.Type), State: wire.Parse[attachmentspb.UploadState](string(a.State)),
		Size: int32(a.Size), Received: int32(a.Received), NamesAuthor: a.NamesAuthor, CreateTime: wire.Time(a.CreateTime), //nolint:gosec // small
		Deletable: a.Deletable, Removable: a.Removable,
	}
	if a.ExpireTime != nil {
		m.ExpireTime = wire.Time(*a.ExpireTime)
	}
	return m
}

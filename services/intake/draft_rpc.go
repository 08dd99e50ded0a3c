package intake

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/emptypb"

	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
	intakepb "github.com/vip-verkosto/vaatu/proto/vaatu/intake/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/page"
	"github.com/vip-verkosto/vaatu/services/internal/permission"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

func (d draft) message(ctx context.Context) *intakepb.Draft {
	me := session.From(ctx).Principal.PersonID
	return &intakepb.Draft{
		Id: d.ID, Request: d.request, SchoolId: d.SchoolID, Etag: wire.Etag(d.Revision),
		CreateTime: wire.Time(d.CreateTime), UpdateTime: wire.Time(d.UpdateTime),
		Writers: d.writers(me), ExpireDate: d.ExpireDate, Changes: d.fieldChanges(me),
	}
}

// CreateDraft begins a draft.
func (s *Service) CreateDraft(ctx context.Context, req *intakepb.CreateDraftRequest) (*intakepb.Draft, error) {
	p := session.From(ctx).Principal
	grant, err := p.School(permission.Draft, req.GetDraft().GetSchoolId())
	if err != nil {
		return nil, err
	}
	made, err := s.begin(p, grant.SchoolID, req.GetDraft().GetRequest())
	if err != nil {
		return nil, err
	}
	call, err := s.deps.Caller.Append(ctx, req, made.ID)
	if err != nil {
		return nil, err
	}
	return s.keep(ctx, call, made)
}

// keep stores a draft that was begun, once for an idempotency key.
func (s *Service) keep(ctx context.Context, call cases.Call, made draft) (*intakepb.Draft, error) {
	p, id := session.From(ctx).Principal, made.ID
	err := s.deps.DB.Write(ctx, func(tx *postgres.Tx) error {
		earlier, used, err := call.Once.Look(ctx, tx, p.PersonID)
		if err != nil || used {
			id = earlier
			return err
		}
		s.drafts.create(tx, &made)
		call.Once.Record(tx, p.PersonID, made.CreateTime)
		return nil
	})
	if postgres.Broken(err, "idempotency_keys_pkey") {
		return s.keep(ctx, call, made) // the same key at the same moment: a second look finds what the first call made
	}
	if err != nil {
		return nil, err
	}
	if id != made.ID {
		if made, err = s.drafts.get(ctx, p, id); err != nil {
			return nil, err
		}
	}
	return made.message(ctx), nil
}

func (s *Service) begin(p permission.Principal, schoolID string, r *casespb.Request) (draft, error) {
	if r == nil {
		r = &casespb.Request{}
	}
	id := uuid.Must(uuid.NewV7()).String()
	key, wrapped, err := s.deps.Vault.NewKey(id)
	if err != nil {
		return draft{}, err
	}
	now := s.deps.Now().UTC().Truncate(time.Microsecond)
	return draft{
		request: r, key: key,
		draftRow: draftRow{
			ID: id, SchoolID: schoolID, WriterID: p.PersonID, Revision: 1, CreateTime: now, UpdateTime: now, Wrapped: wrapped,
			ExpireDate: expiry(now),
		},
	}.seal()
}

// ListDrafts answers the drafts that the caller writes.
func (s *Service) ListDrafts(ctx context.Context, req *intakepb.ListDraftsRequest) (*intakepb.ListDraftsResponse, error) {
	after, err := page.Parse(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	list, next, err := s.drafts.list(ctx, session.From(ctx).Principal, page.Size(req.GetPageSize()), after)
	if err != nil {
		return nil, err
	}
	reply := &intakepb.ListDraftsResponse{NextPageToken: next}
	for _, d := range list {
		reply.Drafts = append(reply.Drafts, d.message(ctx))
	}
	return reply, nil
}

// GetDraft answers a draft that the caller writes.
func (s *Service) GetDraft(ctx context.Context, req *intakepb.GetDraftRequest) (*intakepb.Draft, error) {
	d, err := s.drafts.get(ctx, session.From(ctx).Principal, req.GetDraftId())
	if err != nil {
		return nil, err
	}
	return d.message(ctx), nil
}

// UpdateDraft saves fields of a draft.
func (s *Service) UpdateDraft(ctx context.Context, req *intakepb.UpdateDraftRequest) (*intakepb.Draft, error) {
	p := session.From(ctx).Principal
	if req.GetDraft().GetId() == "" {
		return nil, apperr.Invalid("draft.id", "required", "name the draft")
	}
	expect, err := wire.Revision(req.GetEtag())
	if err != nil {
		return nil, err
	}
	d, err := s.drafts.update(ctx, p, req.GetDraft().GetId(), expect, func(d *draft) error {
		return d.take(p, req)
	})
	if err != nil {
		return nil, err
	}
	return d.message(ctx), nil
}

// take copies the fields that the mask names; without a mask those of the request that are set. A body without keys and
// one with an empty request come here too: they save nothing, rather than take everything away.
func (d *draft) take(p permission.Principal, req *intakepb.UpdateDraftRequest) error {
	if len(req.GetUpdateMask().GetPaths()) == 0 {
		copySet(d.request, req.GetDraft().GetRequest())
		return nil
	}
	for _, path := range req.GetUpdateMask().GetPaths() {
		switch name, ok := strings.CutPrefix(path, "request."); {
		case ok:
			if err := copyField(d.request, req.GetDraft().GetRequest(), name); err != nil {
				return err
			}
		case path == "request":
			if r := req.GetDraft().GetRequest(); proto.Size(r) > 0 {
				d.request = proto.CloneOf(r)
			}
		case path == "school_id":
			grant, err := p.School(permission.Draft, req.GetDraft().GetSchoolId())
			if err != nil {
				return err
			}
			if d.WriterID != p.PersonID && d.SchoolID != grant.SchoolID {
				return apperr.New(apperr.NotFound) // who was invited takes it to no other school
			}
			d.SchoolID = grant.SchoolID
		case path == "id": // the path of the route
		default:
			return apperr.Invalid("update_mask", "mask.unknown", "name fields of the request only")
		}
	}
	return nil
}

// copySet copies the fields that are set.
func copySet(to, from *casespb.Request) {
	from.ProtoReflect().Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		to.ProtoReflect().Set(f, v)
		return true
	})
}

func copyField(to, from *casespb.Request, name string) error {
	name, part, _ := strings.Cut(name, ".") // a message within the request is one answer, whichever part of it was named
	f := fieldsOfRequest.ByName(protoreflect.Name(name))
	if f == nil || part != "" && f.Message() == nil {
		return apperr.Invalid("update_mask", "mask.unknown", "name fields of the request only")
	}
	if from == nil || !from.ProtoReflect().Has(f) {
		to.ProtoReflect().Clear(f)
		return nil
	}
	to.ProtoReflect().Set(f, from.ProtoReflect().Get(f))
	return nil
}

// DeleteDraft destroys a draft.
func (s *Service) DeleteDraft(ctx context.Context, req *intakepb.DeleteDraftRequest) (*emptypb.Empty, error) {
	if err := s.drafts.delete(ctx, req.GetDraftId()); err != nil {
		return nil, err
	}
	return &emptypb.Empty{}, nil
}

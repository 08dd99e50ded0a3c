package assignment

import (
	"context"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/cases/wire"
	"github.com/vip-verkosto/vaatu/services/internal/session"
)

// ListMyWork answers what has happened last in the caller's cases.
func (s *Service) ListMyWork(ctx context.Context, _ *assignmentpb.ListMyWorkRequest) (*assignmentpb.ListMyWorkResponse, error) {
	work, err := s.deps.Store.Work(ctx, session.From(ctx).Principal)
	if err != nil {
		return nil, err
	}
	reply := &assignmentpb.ListMyWorkResponse{}
	for _, w := range work {
		reply.Work = append(reply.Work, &assignmentpb.Work{
			CaseId: w.CaseID, ChangeTime: wire.Time(w.ChangeTime), Changed: w.Changed, QuickStep: quickStep(w),
		})
	}
	return reply, nil
}

func quickStep(w cases.Work) assignmentpb.QuickStep {
	switch {
	case w.WantsReply():
		return assignmentpb.QuickStep_QUICK_STEP_REPLY
	case w.WantsReading():
		return assignmentpb.QuickStep_QUICK_STEP_ACKNOWLEDGE
	}
	return assignmentpb.QuickStep_QUICK_STEP_UNSPECIFIED
}

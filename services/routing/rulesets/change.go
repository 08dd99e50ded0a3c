package rulesets

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	routingpb "github.com/vip-verkosto/vaatu/proto/vaatu/routing/v1"
	"github.com/vip-verkosto/vaatu/services/cases"
	"github.com/vip-verkosto/vaatu/services/internal/apperr"
	"github.com/vip-verkosto/vaatu/services/internal/identitycode"
	"github.com/vip-verkosto/vaatu/services/internal/postgres"
	"github.com/vip-verkosto/vaatu/services/routing/rules"
)

// CreateRuleSet begins a draft with the rules of another set.
func (s *Service) CreateRuleSet(ctx context.Context, req *routingpb.CreateRuleSetRequest) (*routingpb.RuleSet, error) {
	call, err := s.deps.Caller.Append(ctx, req, uuid.Must(uuid.NewV7()).String())
	if err != nil {
		return nil, err
	}
	return s.once(ctx, call, func(tx *postgres.Tx, outcome *string) {
		postgres.Row(tx, outcome, nil, "SELECT CASE WHEN routing.create_rule_set($1, $2, $3) THEN 'DONE' ELSE 'NOT_FOUND' END",
			call.Once.ResourceID, req.GetBaseId(), s.now())
	})
}

// UpdateRuleSet writes the rules of a draft anew.
func (s *Service) UpdateRuleSet(ctx context.Context, req *routingpb.UpdateRuleSetRequest) (*routingpb.RuleSet, error) {
	r, err := s.get(ctx, req.GetRuleSetId())
	if err != nil {
		return nil, err
	}
	set := rules.Set{Version: r.Version, Rules: []rules.Rule{}}
	var texts []identitycode.Text
	for i, m := range req.GetRules() {
		set.Rules = append(set.Rules, parseRule(m))
		for field, text := range map[string]string{"fi": m.GetReasonFi(), "sv": m.GetReasonSv(), "en": m.GetReasonEn()} {
			texts = append(texts, identitycode.Text{Path: fmt.Sprintf("rules[%d].reason_%s", i, field), Value: text})
		}
	}
	if err := identitycode.Refuse(texts...); err != nil {
		return nil, err
	}
	document, err := json.Marshal(set)
	if err != nil {
		return nil, fmt.Errorf("encoding rules: %w", err)
	}
	return s.step(ctx, req, "EDIT", document, nil, nil)
}

// SubmitRuleSet hands a draft to review.
func (s *Service) SubmitRuleSet(ctx context.Context, req *routingpb.SubmitRuleSetRequest) (*routingpb.RuleSet, error) {
	return s.checked(ctx, req, "SUBMIT", nil)
}

// ApproveRuleSet approves a set that the caller has written nothing of.
func (s *Service) ApproveRuleSet(ctx context.Context, req *routingpb.ApproveRuleSetRequest) (*routingpb.RuleSet, error) {
	return s.step(ctx, req, "APPROVE", nil, nil, nil)
}

// SendBackRuleSet makes a set a draft again.
func (s *Service) SendBackRuleSet(ctx context.Context, req *routingpb.SendBackRuleSetRequest) (*routingpb.RuleSet, error) {
	if err := identitycode.Refuse(identitycode.Text{Path: "reason", Value: req.GetReason()}); err != nil {
		return nil, err
	}
	return s.step(ctx, req, "SEND_BACK", nil, req.GetReason(), nil)
}

// PublishRuleSet publishes an approved set in the place of another.
func (s *Service) PublishRuleSet(ctx context.Context, req *routingpb.PublishRuleSetRequest) (*routingpb.RuleSet, error) {
	return s.checked(ctx, req, "PUBLISH", req.GetReplacesId())
}

// DiscardRuleSet deletes a draft of the caller's.
func (s *Service) DiscardRuleSet(ctx context.Context, req *routingpb.DiscardRuleSetRequest) (*routingpb.DiscardRuleSetResponse, error) {
	call, change, err := s.change(ctx, req, "DISCARD", nil, nil, nil)
	if err != nil {
		return nil, err
	}
	if err := s.write(ctx, call, change, func(*postgres.Tx, string) {}); err != nil {
		return nil, err
	}
	return &routingpb.DiscardRuleSetResponse{}, nil
}

// request of a step.
type request interface {
	proto.Message
	GetRuleSetId() string
	GetEtag() string
}

// checked does a step unless a finding of today blocks it; one that is repeated is not checked again.
func (s *Service) checked(ctx context.Context, req request, step string, over any) (*routingpb.RuleSet, error) {
	call, change, err := s.change(ctx, req, step, nil, nil, over)
	if err != nil {
		return nil, err
	}
	repeated, err := cases.Reader{DB: s.deps.Store.DB}.Repeated(ctx, call)
	if err == nil && !repeated {
		err = s.blocks(ctx, req.GetRuleSetId())
	}
	if err != nil {
		return nil, err
	}
	return s.once(ctx, call, change)
}

// blocks refuses a set with the first finding of today that blocks it.
func (s *Service) blocks(ctx context.Context, id string) error {
	found, err := s.check(ctx, id)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(found, func(f rules.Finding) bool { return f.Blocks }); i >= 0 {
		return &apperr.Error{Reason: apperr.TransitionRefused, Details: map[string]string{"finding": string(found[i].Kind)}}
	}
	return nil
}

func (s *Service) step(ctx context.Context, req request, step string, document []byte, reason, over any) (*routingpb.RuleSet, error) {
	call, change, err := s.change(ctx, req, step, document, reason, over)
	if err != nil {
		return nil, err
	}
	return s.once(ctx, call, change)
}

// change in the database; it answers what came of it.
type change func(tx *postgres.Tx, outcome *string)

func (s *Service) change(ctx context.Context, req request, step string, document []byte, reason, over any) (cases.Call, change, error) {
	call, err := s.deps.Caller.Transition(ctx, req, req.GetRuleSetId())
	if err != nil {
		return cases.Call{}, nil, err
	}
	var text any
	if document != nil {
		text = string(document)
	}
	return call, func(tx *postgres.Tx, outcome *string) {
		postgres.Row(tx, outcome, nil, "SELECT routing.change_rule_set($1, $2, $3, $4::text::json, $5, $6, $7)",
			req.GetRuleSetId(), call.Expect, step, text, reason, over, s.now())
	}, nil
}

// once lets a function of the database change a set, and answers it.
func (s *Service) once(ctx context.Context, call cases.Call, do change) (*routingpb.RuleSet, error) {
	var r row
	err := s.write(ctx, call, do, func(tx *postgres.Tx, id string) { postgres.Row(tx, &r, nil, rowSelect+"WHERE id = $1", id) })
	if err != nil {
		return nil, err
	}
	return r.whole(call.Principal)
}

// write does a change once for an idempotency key, and then whatever is to be done with the set's id.
func (s *Service) write(ctx context.Context, call cases.Call, do change, then func(tx *postgres.Tx, id string)) error {
	if !national(call.Principal) {
		return apperr.New(apperr.NotFound)
	}
	return s.deps.Store.DB.Write(ctx, func(tx *postgres.Tx) error {
		id, used, err := call.Once.LookAlone(ctx, tx, call.Principal.PersonID)
		if err != nil {
			return err
		}
		if !used {
			id = call.Once.ResourceID
			var outcome string
			do(tx, &outcome)
			if err := tx.Flush(ctx); err != nil {
				return fmt.Errorf("changing a rule set: %w", err)
			}
			if err := outcomes[outcome]; err != nil {
				return err
			}
			call.Once.Record(tx, call.Principal.PersonID, s.now())
		}
		then(tx, id)
		return nil
	})
}

// outcomes of a change that was not done.
var outcomes = map[string]error{
	"NOT_FOUND": apperr.New(apperr.NotFound),
	"STALE":     apperr.New(apperr.EtagStale),
	"REFUSED":   apperr.New(apperr.TransitionRefused),
	"REPLACED":  &apperr.Error{Reason: apperr.EtagStale, Details: map[string]string{"field": "replaces_id"}},
}

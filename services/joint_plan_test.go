package services_test

import (
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protojson"

	assignmentpb "github.com/vip-verkosto/vaatu/proto/vaatu/assignment/v1"
	casespb "github.com/vip-verkosto/vaatu/proto/vaatu/cases/v1"
)

func (h *house) plansJointly(p person, actor casespb.Actor) *assignmentpb.PreviewJointPlanResponse {
	h.t.Helper()
	return must[*assignmentpb.PreviewJointPlanResponse](h.t)(p.PreviewJointPlan(h.t.Context(), &assignmentpb.PreviewJointPlanRequest{Actor: actor}))
}

func TestCoordinationSeesWhomAJointPlanProposesUnitByUnitAndNoContent(t *testing.T) {
	t.Parallel()
	h := start(t, withoutJobs)
	head, other, teacher := h.lead(valteriUnit, "VALTERI"), h.lead(elmeriUnit, "ELMERI"), h.teacher(taysSchool)
	national, regional, elsewhere := h.coordinator(""), h.coordinator("TAYS"), h.coordinator("OYS")
	// One who works in both units has room for one case in all.
	both := h.join("expert", "fi", grant{role: "EXPERT", unit: valteriUnit, actor: "VALTERI"}, grant{role: "EXPERT", unit: elmeriUnit, actor: "ELMERI"})
	h.keeps(head, knows(head, 0, 0, autism))
	h.keeps(head, knows(both, 20, 1, autism))
	for of, hours := range map[person]int32{other: 0, both: 10} {
		req := knows(of, hours, 5, casespb.Need_NEED_PSYCHOSOCIAL)
		req.UnitId = elmeriUnit
		must[*assignmentpb.KeepExpertResponse](t)(other.KeepExpert(ifMatch(t.Context(), "1"), req))
	}
	h.file(teacher, request("fi", autism))
	deaf := h.file(teacher, request("fi", hearing))
	h.file(teacher, request("fi", casespb.Need_NEED_PSYCHOSOCIAL))

	for _, p := range []person{national, regional} {
		units := h.plansJointly(p, casespb.Actor_ACTOR_UNSPECIFIED).GetUnits()
		if len(units) != 2 || units[0].GetUnitId() != elmeriUnit || units[1].GetUnitId() != valteriUnit {
			t.Fatalf("%s is shown %v", p.subject, units)
		}
		if placed := units[0].GetPlaced() + units[1].GetPlaced(); placed != 1 {
			t.Errorf("with one place %d are placed: %v", placed, units)
		}
		row := append(units[0].GetRows(), units[1].GetRows()...)[0]
		if row.GetCandidate().GetName() != nameOf(both.subject) || row.GetLoadBefore() != 0 || len(row.GetCandidate().GetReasons()) == 0 ||
			!row.GetCandidate().GetTold() || row.GetAssignment().GetEtag() != "" || row.GetAssignment().GetCard().GetNumber() == "" {
			t.Errorf("%s is proposed %v", p.subject, row)
		}
		left := append(units[0].GetUnplaced(), units[1].GetUnplaced()...)
		why := map[string]assignmentpb.FitRefusal{}
		for _, u := range left {
			why[u.GetAssignment().GetCaseId()] = u.GetWhy()
		}
		if len(left) != 2 || why[deaf.GetId()] != assignmentpb.FitRefusal_FIT_REFUSAL_NO_COMPETENCE {
			t.Errorf("without a place are %v", left)
		}
		said, err := protojson.Marshal(&assignmentpb.PreviewJointPlanResponse{Units: units})
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{taysSchool.id, "municipality", "etag", "Miten"} {
			if strings.Contains(string(said), secret) {
				t.Errorf("%s reads %s in %s", p.subject, secret, said)
			}
		}
	}
	if units := h.plansJointly(regional, casespb.Actor_ACTOR_VALTERI).GetUnits(); len(units) != 1 || units[0].GetPlaced() != 1 || len(units[0].GetUnplaced()) != 1 {
		t.Errorf("of one actor is shown %v", units)
	}
	if units := h.plansJointly(elsewhere, casespb.Actor_ACTOR_UNSPECIFIED).GetUnits(); len(units) != 0 {
		t.Errorf("another area is shown %v", units)
	}
	for _, p := range []person{head, both, teacher} {
		_, err := p.PreviewJointPlan(t.Context(), &assignmentpb.PreviewJointPlanRequest{})
		refused(t, err, codes.NotFound, "NOT_FOUND")
		for _, what := range []string{"staffing.waiting_for(NULL)", "staffing.experts_for(NULL, now())"} {
			if n := h.countAs(p, "SELECT count(*) FROM "+what); n != 0 {
				t.Errorf("behind the first wall %s is shown %d rows of %s", p.subject, n, what)
			}
		}
	}
	if n := h.countAs(elsewhere, "SELECT count(*) FROM staffing.waiting_for(NULL)"); n != 0 {
		t.Errorf("behind the first wall another area is shown %d parts", n)
	}
	if n := h.count("SELECT count(*) FROM assignments WHERE state = 'HELD'"); n != 0 {
		t.Errorf("a plan has assigned %d", n)
	}
}

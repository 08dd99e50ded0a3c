import { expect, test } from "vitest";
import type { CardJson } from "../../api/types";
import { dueFromCoordination, dueFromDisputes, dueFromExpert, dueFromSchool, endingSoon, firstOf, inOrder } from "./due";

test("a school sees its questions and advice, not the cases that the person holds as an expert", () => {
  const cards = [
    { caseId: "1", phase: "PHASE_AWAITING_SCHOOL" as const, due: "2026-12-01" },
    { caseId: "2", phase: "PHASE_ADVISED" as const },
    { caseId: "3", phase: "PHASE_AWAITING_SCHOOL" as const },
    { caseId: "4", phase: "PHASE_QUEUED" as const },
  ];
  const due = dueFromSchool(cards, [{ caseId: "3" }]);
  expect(due.map((d) => [d.kind, d.caseId])).toEqual([
    ["question", "1"],
    ["advice", "2"],
  ]);
});

test("a missing permission that waits for the person's own authorisation is told once, elsewhere", () => {
  const cards = ["1", "2", "3"].map((caseId) => ({ caseId, phase: "PHASE_AWAITING_PERMISSION" as const }));
  const due = dueFromSchool([...cards, { caseId: "1", phase: "PHASE_ADVISED" }], [], [{ caseId: "1" }, { caseId: "2", state: "PERMIT_STATE_GIVEN" }]);
  expect(due.map((d) => [d.kind, d.caseId])).toEqual([
    ["permission", "2"],
    ["permission", "3"],
    ["advice", "1"],
  ]);
});

test("an expert is told the day of the goal that is due next", () => {
  const due = dueFromExpert([{ caseId: "1", turn: "TURN_EXPERT", clock: { dueDate: "2026-12-03" } }]);
  expect(due.map((d) => d.due)).toEqual(["2026-12-03"]);
});

test("a dispute is due by its own clock and not by that of its case", () => {
  const [due] = dueFromDisputes([
    { card: { caseId: "1", number: "26-0001", due: "2026-12-01" }, dispute: { createTime: "2026-11-27T08:00:00Z", clock: { dueDate: "2026-12-04" } } },
  ]);
  expect(due).toEqual({ kind: "dispute", caseId: "1", number: "26-0001", due: "2026-12-04", since: "2026-11-27T08:00:00Z", lacks: [] });
});

test("an expert sees the cases where the expert is next", () => {
  expect(dueFromExpert([{ caseId: "1", turn: "TURN_EXPERT" }, { caseId: "2", turn: "TURN_SCHOOL" }])).toHaveLength(1);
});

test("the earliest due date comes first, then what has waited longest", () => {
  const item = (caseId: string, due: string, since: string) => ({ kind: "question" as const, caseId, number: "", due, since, lacks: [] });
  const ordered = inOrder([
    item("c", "", "2026-11-02"),
    item("b", "", "2026-11-01"),
    item("a", "2026-12-01", "2026-11-09"),
  ]);
  expect(ordered.map((i) => i.caseId)).toEqual(["a", "b", "c"]);
});

test("a dispute is among the first that are due, however many requests wait for longer", () => {
  const triage = Array.from({ length: 9 }, (_, n) => ({ kind: "triage" as const, caseId: `t${n}`, number: "", due: `2026-01-0${n + 1}`, since: "", lacks: [] }));
  const dispute = { kind: "dispute" as const, caseId: "d", number: "", due: "2026-12-04", since: "", lacks: [] };
  expect(firstOf(inOrder([dispute, ...triage]), 7).map((i) => i.caseId)).toEqual(["t0", "t1", "t2", "t3", "t4", "t5", "d"]);
  expect(firstOf(triage, 7)).toEqual(triage.slice(0, 7));
});

test("a grant ends soon when its last day is at most 30 days away; the first to end comes first", () => {
  const grants = ["2027-01-01", "2026-12-31", "2026-12-01", ""].map((toDate) => ({ toDate }));
  expect(endingSoon([...grants, {}], "2026-12-01").map((g) => g.toDate)).toEqual(["2026-12-01", "2026-12-31"]);
});

test("what was asked from triage is coordination's again once the school's day has passed", () => {
  const asked = (caseId: string, due: string): CardJson => ({ caseId, phase: "PHASE_AWAITING_SCHOOL", due });
  const cards: CardJson[] = [{ caseId: "1", phase: "PHASE_TRIAGE" }, asked("2", "2026-03-01"), asked("3", "2026-03-02"), asked("4", "2026-03-03")];
  expect(dueFromCoordination(cards, "2026-03-02").map((d) => d.caseId)).toEqual(["1", "2"]);
});

import { expect, test } from "vitest";
import type { QuickStepJson, WorkJson } from "../../gen/vaatu/assignment/v1/assignment_pb";
import { byDue, quick, quietDays } from "./work";

const numbers = (cards: { number?: string }[]) => cards.map((c) => c.number);

test("what is due first comes first, and what has no day last", () => {
  const cards = [
    { number: "none, later", waitingSince: "2026-11-02T08:00:00Z" },
    { number: "second, of the school", due: "2026-12-02", clock: {} },
    { number: "none, earlier", waitingSince: "2026-11-01T08:00:00Z" },
    { number: "third", clock: { dueDate: "2026-12-03" } },
    { number: "first", clock: { dueDate: "2026-12-01" }, waitingSince: "2026-11-09T08:00:00Z" },
  ];
  expect(numbers(byDue(cards))).toEqual(["first", "second, of the school", "third", "none, earlier", "none, later"]);
});

test("a case is quiet for whole days since anything happened", () => {
  const now = Date.parse("2026-11-10T12:00:00Z");
  expect(quietDays({ changeTime: "2026-11-10T12:00:01Z" }, now)).toBe(0);
  expect(quietDays({ changeTime: "2026-11-08T12:00:01Z" }, now)).toBe(1);
  expect(quietDays({ changeTime: "2026-11-08T12:00:00Z" }, now)).toBe(2);
  expect(quietDays(undefined, now)).toBeUndefined();
});

test("three at most are done in a few minutes, each by a reply or by reading", () => {
  const cards = ["a", "b", "c", "d", "e"].map((caseId) => ({ caseId, number: caseId }));
  const step = (quickStep: QuickStepJson): WorkJson => ({ quickStep });
  const work = new Map([
    ["a", step("QUICK_STEP_UNSPECIFIED")],
    ["b", step("QUICK_STEP_REPLY")],
    ["c", step("QUICK_STEP_ACKNOWLEDGE")],
    ["d", step("QUICK_STEP_REPLY")],
    ["e", step("QUICK_STEP_REPLY")],
  ]);
  expect(quick(cards, work).map(({ card, step }) => `${card.number} ${step}`)).toEqual(["b reply", "c acknowledge", "d reply"]);
});

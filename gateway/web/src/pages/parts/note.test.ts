import { expect, test } from "vitest";
import type { CaseJson } from "../../api/types";
import { factsOf, noteOf, type NoteWords } from "./note";

const item: CaseJson = {
  phase: "PHASE_AWAITING_SCHOOL",
  assignments: [
    { unitId: "lead", role: "ROLE_LEAD", state: "STATE_HELD" },
    { unitId: "p1", unitNameFi: "Elmeri", role: "ROLE_PARTNER", state: "STATE_HELD", due: "2026-12-03" },
    { unitId: "p2", unitNameFi: "Skilla", role: "ROLE_PARTNER", state: "STATE_DONE", due: "2026-11-01" },
  ],
};
const named = (of: { unitNameFi?: string }) => of.unitNameFi ?? "";
const questions = [
  { dueDate: "2026-12-09" },
  { dueDate: "2026-11-20", reply: { text: "kyllä" } },
  { dueDate: "2026-11-21", cancelTime: "2026-11-15T08:00:00Z" },
];
const advice = [
  { revision: 4, author: { unitId: "p1" } },
  { revision: 3, author: { unitId: "lead" } },
  { revision: 2, author: { unitId: "lead" }, publishTime: "2026-11-15T08:00:00Z" },
];

test("the note begins with what stands in the case, and the nearest date", () => {
  expect(factsOf(item, "lead", questions, advice, named)).toEqual({
    phase: "PHASE_AWAITING_SCHOOL",
    draft: 3,
    published: true,
    replies: ["2026-12-09"],
    parts: [{ unit: "Elmeri", due: "2026-12-03" }],
    next: "2026-12-03",
  });
});

test("a partner's note speaks of its own part and its own date", () => {
  const facts = factsOf(item, "p1", [], advice, named);
  expect(facts).toMatchObject({ draft: 4, published: false, parts: [], next: "2026-12-03" });
});

const say: NoteWords = (key, values = {}) => [key, ...Object.values(values)].join(" ");

test("the note says what is waited for, or that it is nothing, and leaves room for what was promised", () => {
  const written = (facts: ReturnType<typeof factsOf>) => noteOf(facts, say, (c) => c, (d) => d).split("\n");
  expect(written(factsOf(item, "lead", questions, advice, named))).toEqual([
    "state PHASE_AWAITING_SCHOOL",
    "published",
    "draft 3",
    "promised",
    "waiting reply 2026-12-09; part Elmeri 2026-12-03",
    "next 2026-12-03",
  ]);
  expect(written(factsOf({ phase: "PHASE_IN_CONSULTATION" }, "lead", [], [], named))).toEqual([
    "state PHASE_IN_CONSULTATION",
    "promised",
    "waiting nothing",
  ]);
});

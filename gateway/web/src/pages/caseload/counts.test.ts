import { describe, expect, test } from "vitest";
import { tableOf } from "./counts";
import { filtersOf } from "./filters";
import { daysLate } from "./late";

describe("the table of phases and actors", () => {
  const { leads, rows } = tableOf([
    { phase: "PHASE_QUEUED", actor: "ACTOR_VALTERI", area: "AREA_OYS", count: 2 },
    { phase: "PHASE_QUEUED", actor: "ACTOR_VALTERI", area: "AREA_KYS", count: 3 },
    { phase: "PHASE_TRIAGE", area: "AREA_KYS", count: 4 },
    { phase: "PHASE_WITHDRAWN", count: 1 },
    { phase: "PHASE_WITHDRAWN", actor: "ACTOR_ELMERI", count: 1 },
  ]);

  test("sums over the areas and keeps the order of a case's life", () => {
    expect(rows.map((r) => [r.phase, r.total])).toEqual([
      ["PHASE_TRIAGE", 4],
      ["PHASE_QUEUED", 5],
      ["PHASE_WITHDRAWN", 2],
    ]);
    expect(rows[1]?.cells.get("ACTOR_VALTERI")).toBe(5);
  });

  test("has a column only for those that have cases", () => {
    expect(leads).toEqual(["ACTOR_ELMERI", "ACTOR_VALTERI", "NONE"]);
  });

  test("counts apart what nobody leads", () => {
    expect(rows[2]?.cells.get("NONE")).toBe(1);
  });
});

test("an address with unknown codes filters nothing", () => {
  expect(filtersOf({ area: "AREA_MARS", phase: "PHASE_QUEUED", need: "x", open: "yes" })).toEqual({ phase: "PHASE_QUEUED" });
  expect(filtersOf({ open: "true", unled: "true", late: "true" })).toEqual({ open: "true", unled: "true", late: "true" });
});

test("a target is late from the day after its last one on", () => {
  expect([undefined, "", "2026-12-03", "2026-12-02", "2026-10-24"].map((dueDate) => daysLate({ dueDate }, "2026-12-03"))).toEqual([0, 0, 0, 1, 40]);
  expect(daysLate(undefined, "2026-12-03")).toBe(0);
});

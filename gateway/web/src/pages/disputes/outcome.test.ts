import { expect, test } from "vitest";
import { bareOutcome, couldLead } from "./outcome";

test("a dispute that is open has no outcome", () => {
  expect([undefined, "DISPUTE_OUTCOME_UNSPECIFIED" as const, "DISPUTE_OUTCOME_MOVES" as const].map(bareOutcome)).toEqual([undefined, undefined, "MOVES"]);
});

test("a partner whose part is not finished could lead, and nobody else", () => {
  const parts = (["WAITING", "HELD", "DONE", "DECLINED", "CANCELLED"] as const).map((s) => ({ id: s, role: "ROLE_PARTNER" as const, state: `STATE_${s}` as const }));
  expect(couldLead([{ id: "lead", role: "ROLE_LEAD", state: "STATE_HELD" }, ...parts]).map((a) => a.id)).toEqual(["WAITING", "HELD"]);
});

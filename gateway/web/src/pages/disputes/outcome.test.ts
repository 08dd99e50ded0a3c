import { expect, test } from "vitest";
import { bareOutcome } from "./outcome";

test("a dispute that is open has no outcome", () => {
  expect([undefined, "DISPUTE_OUTCOME_UNSPECIFIED" as const, "DISPUTE_OUTCOME_MOVES" as const].map(bareOutcome)).toEqual([undefined, undefined, "MOVES"]);
});

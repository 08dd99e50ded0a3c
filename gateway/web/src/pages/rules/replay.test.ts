import { expect, test } from "vitest";
import { add, moveKey, samplesOf } from "./replay";

const elmeri = { unitId: "elmeri" };
const tie = { triageReason: "TRIAGE_REASON_TIE" } as const;
const sample = (number: string) => ({ number });

test("chunks add up by from where to where, the largest move first", () => {
  const first = add(undefined, { total: 4, cases: 2, partners: 1, moves: [{ from: tie, to: elmeri, cases: 1, samples: [sample("1")] }] });
  const both = add(first, {
    cases: 2,
    moves: [
      { from: elmeri, to: tie, cases: 2, byHand: 1, samples: [sample("2"), sample("3")] },
      { from: tie, to: elmeri, cases: 2, samples: [sample("4")] },
    ],
  });
  expect([both.total, both.cases, both.partners]).toEqual([4, 4, 1]);
  expect(both.moves.map((m) => [moveKey(m), m.cases, m.byHand])).toEqual([
    ["TRIAGE_REASON_TIE elmeri", 3, 0],
    ["elmeri TRIAGE_REASON_TIE", 2, 1],
  ]);
  expect(samplesOf(both.moves, 3).map((s) => s.sample.number)).toEqual(["1", "2", "4"]);
});

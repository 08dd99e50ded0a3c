import { expect, test } from "vitest";
import type { ConsentJson } from "../../api/types";
import { permissionsOf, uncoveredBy, wrongIn } from "./consent";

const today = "2026-11-26";
const good: ConsentJson = { actors: ["ACTOR_VALTERI"], mayTransfer: true, date: today, how: "HOW_SIGNED_FORM" };

test.each([
  [{}, {}],
  [{ date: "2026-11-27" }, { date: "future" }],
  [{ date: "" }, { date: "date" }],
  [{ validUntil: "2026-11-25" }, { validUntil: "order" }],
  [{ date: "2026-11-01", validUntil: "2026-11-25" }, { validUntil: "past" }],
  [{ validUntil: "pian" }, { validUntil: "date" }],
  [{ validUntil: "2026-11-26" }, {}],
  [{ actors: [] }, { actors: "actors" }],
  [{ mayTransfer: false }, { scope: "scope" }],
  [{ mayTransfer: false, mayGet: true }, {}],
  [{ how: undefined }, { how: "how" }],
] as const)("what is wrong with a consent changed by %j is %j", (change, wrong) => {
  expect(wrongIn({ ...good, ...change } as ConsentJson, today)).toEqual(wrong);
});

test("an actor is covered only when the consent names it and lets the school transfer", () => {
  expect(uncoveredBy(good, ["ACTOR_VALTERI", "ACTOR_ELMERI"])).toEqual(["ACTOR_ELMERI"]);
  expect(uncoveredBy({ ...good, mayTransfer: false, mayGet: true }, ["ACTOR_VALTERI"])).toEqual(["ACTOR_VALTERI"]);
});

test("what is said of permissions is written as the service writes it", () => {
  expect(JSON.stringify(permissionsOf({ principalEmail: "", askAuthorisation: false, consent: { how: undefined, mayGet: false, date: today, actors: [] } }))).toBe(
    `{"consent":{"date":"${today}"}}`,
  );
});

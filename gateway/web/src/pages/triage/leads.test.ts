import { expect, test } from "vitest";
import { unitsThatLead } from "./leads";

const today = "2026-12-01";
const actor = { actor: "ACTOR_VALTERI" as const, takesLeads: true, activeFrom: "2020-01-01" };
const unit = { id: "u1", actor: "ACTOR_VALTERI" as const, takesLeads: true, activeFrom: "2020-01-01" };
const offered = (u: object, a: object) => unitsThatLead([{ ...unit, ...u }], [{ ...actor, ...a }], today).length;

test("a unit that works and takes leads is offered, to its last day", () => {
  expect(offered({}, {})).toBe(1);
  expect(offered({ activeTo: today }, { activeTo: today })).toBe(1);
});

test.each([
  ["that takes no leads", { takesLeads: false }],
  ["that has ended", { activeTo: "2026-11-30" }],
  ["that has not begun", { activeFrom: "2026-12-02" }],
])("a unit %s is not offered, nor one of such an actor", (_, change) => {
  expect(offered(change, {})).toBe(0);
  expect(offered({}, change)).toBe(0);
});

test("a unit of an actor that only joins is not offered", () => {
  expect(offered({}, { joinsOnly: true })).toBe(0);
});

import { expect, test } from "vitest";
import type { CaseJson } from "../../api/types";
import { currentOf, partOf, toGoOnWith } from "./parts";

const by = (id: string, unitId: string) => ({ id, author: { unitId } });
const item: CaseJson = {
  assignments: [
    { unitId: "left", role: "ROLE_LEAD", state: "STATE_CANCELLED" },
    { unitId: "lead", role: "ROLE_LEAD", state: "STATE_HELD", holderId: "me" },
    { unitId: "partner", role: "ROLE_PARTNER", state: "STATE_HELD", holderId: "other" },
    { unitId: "done", role: "ROLE_PARTNER", state: "STATE_DONE", holderId: "third" },
  ],
};

test("each unit's latest advice is current, the rest is earlier", () => {
  const { current, earlier } = currentOf([by("4", "a"), by("3", "b"), by("2", "a"), by("1", "b")]);
  expect([current, earlier].map((list) => list.map((a) => a.id))).toEqual([
    ["4", "3"],
    ["2", "1"],
  ]);
});

test("a writer goes on with the own unit's advice; a new lead with what a unit that left has written; a partner begins anew", () => {
  const lead = partOf(item, "me");
  const partner = partOf(item, "other");
  expect(toGoOnWith(item, lead, [by("3", "partner"), by("2", "lead"), by("1", "left")])?.id).toBe("2");
  expect(toGoOnWith(item, lead, [by("3", "partner"), by("1", "left")])?.id).toBe("1");
  expect(toGoOnWith(item, partner, [by("2", "lead"), by("1", "left")])).toBeUndefined();
});

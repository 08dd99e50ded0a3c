import { expect, test } from "vitest";
import { unfinished } from "./unfinished";

test("a partner's part that waits or is held is not done, and nobody else's", () => {
  const parts = (["WAITING", "HELD", "DONE", "DECLINED", "CANCELLED"] as const).map((s) => ({ id: s, role: "ROLE_PARTNER" as const, state: `STATE_${s}` as const }));
  expect(unfinished({ assignments: [{ id: "lead", role: "ROLE_LEAD", state: "STATE_HELD" }, ...parts] }).map((a) => a.id)).toEqual(["WAITING", "HELD"]);
});

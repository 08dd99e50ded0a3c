import { describe, expect, it } from "vitest";
import { leavesSoon, leavingFirst } from "./leaving";

const today = "2026-12-01";

describe("a draft that nobody saves", () => {
  it("goes soon from the fourteenth day before on", () => {
    expect(leavesSoon({ expireDate: "2026-12-15" }, today)).toBe(true);
    expect(leavesSoon({ expireDate: "2026-12-16" }, today)).toBe(false);
    expect(leavesSoon({}, today)).toBe(false);
  });
  it("stands before the others, the next to go first", () => {
    const drafts = [{ id: "a", expireDate: "2027-03-01" }, { id: "b", expireDate: "2026-12-10" }, { id: "c", expireDate: "2026-12-04" }];
    expect(leavingFirst(drafts, today).map((d) => d.id)).toEqual(["c", "b", "a"]);
  });
});

import { expect, test } from "vitest";
import { Problem } from "../api/client";
import { isMissing } from "./QueryState";

test("what is not there, and what no id can name, is missing; a failure is not", () => {
  expect(isMissing(new Problem(404, { reason: "NOT_FOUND" }))).toBe(true);
  expect(isMissing(new Problem(400, { reason: "VALIDATION", fieldViolations: [{ field: "draftId" }] }))).toBe(true);
  expect(isMissing(new Problem(400, { reason: "VALIDATION", fieldViolations: [{ field: "ruleSetId" }] }))).toBe(true);
  expect(isMissing(new Problem(400, { reason: "VALIDATION", fieldViolations: [{ field: "pageSize" }] }))).toBe(false);
  expect(isMissing(new Problem(503, {}))).toBe(false);
  expect(isMissing(new Error("x"))).toBe(false);
});

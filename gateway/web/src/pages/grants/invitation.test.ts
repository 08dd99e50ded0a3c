import { expect, test } from "vitest";
import { blank, bodyOf, linkOf, readInvitation, wrongOf } from "./invitation";

const today = "2026-12-01";
const filled = { ...blank, invited: " Aino Esimerkki ", unitId: "u1", area: "AREA_HYKS" as const, providerId: "p1", providerName: "P" };

test("only what the role asks for is sent, days as calendar dates", () => {
  expect(bodyOf({ ...filled, role: "ROLE_EXPERT", fromDate: "2.12.2026", toDate: "31.5.2027" })).toEqual({
    invited: "Aino Esimerkki",
    role: "ROLE_EXPERT",
    unitId: "u1",
    fromDate: "2026-12-02",
    toDate: "2027-05-31",
  });
  expect(bodyOf({ ...filled, role: "ROLE_COORDINATOR" })).toEqual({ invited: "Aino Esimerkki", role: "ROLE_COORDINATOR", area: "AREA_HYKS" });
  expect(bodyOf({ ...filled, area: "NATIONAL", role: "ROLE_COORDINATOR" })).not.toHaveProperty("area");
  expect(bodyOf({ ...filled, role: "ROLE_VIPU" })).toEqual({ invited: "Aino Esimerkki", role: "ROLE_VIPU", providerId: "p1" });
  expect(bodyOf({ ...filled, role: "ROLE_ADMIN" })).toEqual({ invited: "Aino Esimerkki", role: "ROLE_ADMIN" });
});

test("each wrong field is named", () => {
  expect(wrongOf(blank, today)).toEqual({ invited: "missing", role: "missing" });
  expect(wrongOf({ ...filled, unitId: "", role: "ROLE_LEAD" }, today)).toEqual({ unitId: "missing" });
  expect(wrongOf({ ...filled, area: "", role: "ROLE_COORDINATOR" }, today)).toEqual({ area: "missing" });
  expect(wrongOf({ ...filled, providerId: "", role: "ROLE_VIPU" }, today)).toEqual({ providerId: "missing" });
  expect(wrongOf({ ...filled, invited: "å".repeat(201), role: "ROLE_ADMIN" }, today)).toEqual({ invited: "tooLong" });
  expect(wrongOf({ ...filled, role: "ROLE_ADMIN" }, today)).toEqual({});
});

test.each([
  ["1.12.2026", "1.12.2026", {}],
  ["", "30.11.2026", { toDate: "past" }],
  ["30.11.2026", "", { fromDate: "past" }],
  ["eilen", "31.2.2027", { fromDate: "notADate", toDate: "notADate" }],
  ["10.12.2026", "9.12.2026", { toDate: "order" }],
])("from %s to %s", (fromDate, toDate, wrong) => {
  expect(wrongOf({ ...filled, role: "ROLE_ADMIN", fromDate, toDate }, today)).toEqual(wrong);
});

test("what was kept comes back, and what is no invitation is a blank one", () => {
  const form = { ...filled, role: "ROLE_LEAD" as const };
  expect(readInvitation(JSON.stringify(form))).toEqual(form);
  expect(readInvitation("")).toEqual(blank);
  expect(readInvitation('{"role":"ROLE_CLOCK"}')).toEqual(blank);
  expect(readInvitation("null")).toEqual(blank);
});

test("the link signs in with the token", () => {
  expect(linkOf("https://vaatu.example", "a-b_c")).toBe("https://vaatu.example/auth/login?invitation=a-b_c");
});

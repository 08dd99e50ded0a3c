import { describe, expect, test } from "vitest";
import { findIdentityCodes, withoutPlaces } from "./identityCode";

// Synthetic codes: individual numbers from 900 are never given to anybody.
const checks = "0123456789ABCDEFHJKLMNPRSTUVWXY";
const code = (date: string, separator: string, number: string) =>
  date + separator + number + (checks[Number(date + number) % 31] ?? "");

describe("an identity code", () => {
  test.each(["-", "+", "A", "F", "Y", "U", "–", "‐"])("is found with the separator %s", (separator) => {
    const text = `Oppilas ${code("010115", separator, "901")}.`;
    expect(findIdentityCodes(text)).toEqual([{ start: 8, end: 19 }]);
  });

  test.each(["hetu", "_", "å", "/"])("is found right after %s", (before) => {
    const text = `${before}${code("010115", "-", "901")}`;
    expect(findIdentityCodes(text)).toEqual([{ start: before.length, end: before.length + 11 }]);
  });

  test("is found in small letters", () => {
    expect(findIdentityCodes(code("311299", "a", "999").toLowerCase())).toHaveLength(1);
  });

  test("is no code with a wrong check character, day or month", () => {
    const right = code("010115", "A", "901");
    const wrong = right.endsWith("0") ? `${right.slice(0, -1)}1` : `${right.slice(0, -1)}0`;
    expect(findIdentityCodes(wrong)).toEqual([]);
    expect(findIdentityCodes(code("320115", "A", "901"))).toEqual([]);
    expect(findIdentityCodes(code("011315", "A", "901"))).toEqual([]);
  });

  test("is not seen in longer numbers", () => {
    expect(findIdentityCodes(`9${code("010115", "A", "901")}`)).toEqual([]);
    expect(findIdentityCodes("040 123 4567")).toEqual([]);
    expect(findIdentityCodes(undefined)).toEqual([]);
  });

  test("is cut out without a trace", () => {
    const text = `a ${code("010115", "A", "901")} b ${code("020215", "A", "902")}`;
    expect(withoutPlaces(text, findIdentityCodes(text))).toBe("a b ");
  });
});

import { expect, test } from "vitest";
import { replaced } from "./replace";

/** without answers a text in which what is said was removed. */
function without(text: string, said: string): string {
  const start = text.indexOf(said);
  return replaced(text, [{ start, end: start + said.length }], "");
}

test("what is removed leaves neither two blanks nor empty brackets", () => {
  expect(without("Kokeilimme X kaikkea", "X")).toBe("Kokeilimme kaikkea");
  expect(without("Oppilas (X) lähtee.", "X")).toBe("Oppilas lähtee.");
  expect(without("Kutsuimme X", "X")).toBe("Kutsuimme");
  expect(without("Oppilas (X, 3. lk) lähtee.", "X")).toBe("Oppilas (, 3. lk) lähtee.");
});

test("what is replaced stays in its brackets", () => {
  expect(replaced("Hän (X) lähtee.", [{ start: 5, end: 6 }], "oppilas")).toBe("Hän (oppilas) lähtee.");
});

import { expect, test } from "vitest";
import { hintsOf } from "./hints";

test("what hinders sending comes first: only a few hints are shown at once", async () => {
  const text = "Matin äiti soitti numerosta 040 123 4567. Hetu on 131052-308T.";
  const hints = await hintsOf(text, { language: "fi", names: [], schools: [] });
  expect(hints.map((hint) => hint.kind)).toEqual(["IDENTITY_CODE", "NAME", "PHONE"]);
});

import { expect, test } from "vitest";
import { checkName } from "./checkName";

const writer = { language: "fi" as const, names: ["Ilo"], schools: [] };

test.each([
  ["Matti_Virtanen_lausunto.pdf", ["Matti_Virtanen"], "Oppilas_lausunto.pdf"],
  ["lausunto matti@example.fi.docx", ["matti@example.fi"], "lausunto.docx"],
  ["lausunto 040 123 4567.pdf", ["040 123 4567"], "lausunto.pdf"],
  ["Ilo.odt", ["Ilo"], "Oppilas.odt"],
])("a name that tells who is meant is cleaned: %s", async (name, said, clean) => {
  expect(await checkName(name, writer, "liite")).toEqual({ said, clean, blocks: false });
});

test("an identity code blocks, and a name that is nothing else is a plain one", async () => {
  expect(await checkName("131052-308T.pdf", writer, "liite")).toEqual({ said: [], clean: "liite.pdf", blocks: true });
});

test("a name that tells nothing is left alone", async () => {
  expect(await checkName("lausunto 3. luokka.pdf", writer, "liite")).toBeUndefined();
});

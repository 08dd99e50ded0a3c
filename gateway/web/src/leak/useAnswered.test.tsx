import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { TextBox } from "../pages/case/TextBox";
import { serve, show } from "../pages/testing/render";
import { hintsOf } from "./hints";
import { useAnswered } from "./useAnswered";
import { giveNames, keep } from "./writer";

const guard = vi.hoisted(() => ({ broken: false, looks: Promise.resolve() }));
vi.mock(import("./hints"), async (original) => {
  const hints = await original();
  return {
    ...hints,
    hintsOf: async (...args) => {
      if (guard.broken) throw new Error("not loaded");
      await guard.looks;
      return hints.hintsOf(...args);
    },
  };
});

afterEach(() => {
  cleanup();
  giveNames("");
  guard.broken = false;
  guard.looks = Promise.resolve();
});

const sent = vi.fn<(text: string) => void>();

/** write shows a form with a text and answers its box. */
async function write(text: string): Promise<HTMLTextAreaElement> {
  sent.mockClear();
  serve(() => ({ body: {} }));
  const Form = () => {
    const [said, say] = useState("");
    const [open, setOpen] = useState(true);
    return (
      <>
        {open && <Sending text={said} onChange={say} />}
        <button onClick={() => setOpen(false)}>Pois</button>
      </>
    );
  };
  await show(Form);
  const box = screen.getByLabelText<HTMLTextAreaElement>("Syy");
  fireEvent.change(box, { target: { value: text } });
  return box;
}

function Sending({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const answered = useAnswered();
  return (
    <>
      <TextBox label="Syy" value={text} onChange={onChange} limit={100} guarded={answered} />
      <button onClick={() => answered.ask([text], () => sent(text))}>Lähetä</button>
    </>
  );
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));
const error = /^Vastaa ensin, kertooko tämä kenestä on kyse/;

test("what was typed just before sending is held, its first hint takes the focus, and nothing typed is lost", async () => {
  const box = await write("Matin tarve on kehitysvamma.");
  press("Lähetä");
  await screen.findByText(error);
  expect(sent).not.toHaveBeenCalled();
  await waitFor(() => expect(document.activeElement?.getAttribute("aria-label")).toBe("Vaihda: Oppilaan (Matin)"));
  expect(box.value).toBe("Matin tarve on kehitysvamma.");
});

test("each hint is answered, then it goes: one is replaced, another is meant to stay", async () => {
  await write("Kaisan ja Reijon tarve on kehitysvamma.");
  press("Lähetä");
  await screen.findByText(error);
  press("Vaihda: Oppilaan (Kaisan)");
  await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>("Syy").value).toBe("Oppilaan ja Reijon tarve on kehitysvamma."));
  press("Lähetä");
  await screen.findByText(error);
  press("Jätä (Reijon)");
  await waitFor(() => expect(screen.queryByText(error)).toBeNull());
  expect(sent).not.toHaveBeenCalled();
  press("Lähetä");
  await waitFor(() => expect(sent).toHaveBeenCalledExactlyOnceWith("Oppilaan ja Reijon tarve on kehitysvamma."));
});

test("what is meant to stay among those who read the case is asked about for others", async () => {
  keep("NAME pirjon");
  await write("Pirjon tarve on kehitysvamma.");
  press("Lähetä");
  await screen.findByText(error);
  await screen.findByRole("button", { name: "Jätä (Pirjon)" });
  expect(sent).not.toHaveBeenCalled();
});

test("a name that the writer gave is asked about", async () => {
  giveNames("Xyzzy");
  await write("Näin sanoi xyzzy.");
  press("Lähetä");
  await screen.findByText(error);
  expect(sent).not.toHaveBeenCalled();
});

test.each([
  ["a text without hints", "Tarve on kehitysvamma.", false],
  ["a code, which the service refuses,", "Oppilas 131052-308T", false],
  ["a text when the guard could not be loaded", "Helvin tarve on kehitysvamma.", true],
])("%s goes at once, and once", async (_, text, broken) => {
  guard.broken = broken;
  await write(text);
  press("Lähetä");
  press("Lähetä");
  await waitFor(() => expect(sent).toHaveBeenCalledExactlyOnceWith(text));
});

test.each([
  ["is not sent where it was left meanwhile", true],
  ["is sent when the guard has looked", false],
])("what is looked at %s", async (_, left) => {
  let look = (): void => undefined;
  guard.looks = new Promise((go) => (look = go));
  const text = "Tarve on kehitysvamma.";
  await write(text);
  press("Lähetä");
  if (left) press("Pois");
  look();
  await act(async () => void (await hintsOf(text, { language: "fi", names: [], schools: [] }))); // after the look that was begun before
  expect(sent).toHaveBeenCalledTimes(left ? 0 : 1);
});

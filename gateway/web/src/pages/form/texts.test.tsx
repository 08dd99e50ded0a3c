import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { needTexts, startTexts } from "../../i18n";
import { createDraftStore, type DraftStore } from "./draftStore";
import { ErrorsShown } from "./errors";
import { TextQuestion } from "./texts";
import { DraftContext } from "./useDraft";

let store: DraftStore;

beforeEach(async () => {
  sessionStorage.clear();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no connection")));
  store = createDraftStore("d", { id: "d", request: {}, etag: "1" }, () => undefined);
  await startTexts("fi");
  await needTexts("form");
});
afterEach(() => {
  cleanup();
  store.close();
  vi.unstubAllGlobals();
});

function show(errors: boolean): HTMLTextAreaElement {
  render(
    <DraftContext value={store}>
      <ErrorsShown value={errors}>
        <TextQuestion id="tried" />
      </ErrorsShown>
    </DraftContext>,
  );
  return screen.getByLabelText<HTMLTextAreaElement>(/Mitä olette kokeilleet/, { selector: "textarea" });
}

test("an identity code is noticed while typing and removed by its button", async () => {
  const field = show(false);
  // Synthetic: individual numbers from 900 are never given to anybody.
  fireEvent.change(field, { target: { value: "Kokeilimme 010115A901C kaikkea" } });
  fireEvent.click(await screen.findByText("Poista henkilötunnus", {}, { timeout: 20_000 }));
  await waitFor(() => expect(field.value).toBe("Kokeilimme kaikkea"), { timeout: 20_000 });
  expect(store.state().own.tried).toBe("Kokeilimme kaikkea");
  expect(document.activeElement).toBe(field);
  await waitFor(() => expect(screen.queryByText("Poista henkilötunnus")).toBeNull(), { timeout: 20_000 });
});

test("a name is replaced in its case by one click, and one that is kept is not asked for again", async () => {
  const field = show(false);
  fireEvent.change(field, { target: { value: "Kysyimme Matilta. Kutsuimme Veikon." } });
  fireEvent.click(await screen.findByRole("button", { name: "Vaihda: oppilaalta (Matilta)" }, { timeout: 20_000 }));
  await waitFor(() => expect(field.value).toBe("Kysyimme oppilaalta. Kutsuimme Veikon."), { timeout: 20_000 });
  fireEvent.click(screen.getByRole("button", { name: "Jätä (Veikon)" }));
  await waitFor(() => expect(screen.queryByText(/voi paljastaa henkilön/)).toBeNull(), { timeout: 20_000 });
  fireEvent.change(field, { target: { value: "Kutsuimme Veikon ja Pekan." } });
  expect(await screen.findByRole("button", { name: "Jätä (Pekan)" }, { timeout: 20_000 })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Jätä (Veikon)" })).toBeNull();
});

test("a text that stood there before is looked at without a key being pressed", async () => {
  store.change({ tried: "Kokeilimme 010115A901C kaikkea" });
  show(false);
  expect(await screen.findByText("Poista henkilötunnus", {}, { timeout: 20_000 })).toBeTruthy();
});

test("a missing answer is an error only after the check, and no more once written", () => {
  show(false);
  expect(screen.queryByText("Kerro, mitä olette kokeilleet.")).toBeNull();
  cleanup();
  const field = show(true);
  expect(screen.getByText("Kerro, mitä olette kokeilleet.")).toBeTruthy();
  fireEvent.change(field, { target: { value: "Taukoja." } });
  expect(screen.queryByText("Kerro, mitä olette kokeilleet.")).toBeNull();
});

test("a text that is too long says by how much, before any check", () => {
  const field = show(false);
  fireEvent.change(field, { target: { value: "a".repeat(5002) } });
  expect(screen.getByText("2 merkkiä liikaa.")).toBeTruthy();
});

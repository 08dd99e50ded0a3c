import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { keepText, keptText } from "../ui/keptText";
import CheckPage from "./CheckPage";
import { asked, serve, show } from "./testing/render";

afterEach(cleanup);

const draft = { id: "d1", etag: "2", request: { about: "ABOUT_ANONYMOUS_PUPIL", tried: "vanha" } };
const kept = JSON.stringify({ fields: { tried: "uusi" }, base: { tried: "vanha" }, conflicts: [], tried: [] });

async function open(unsaved: string, request: object = draft.request, findings: object[] = []): Promise<HTMLButtonElement> {
  serve(({ path }) => {
    if (path === "/v1/drafts/d1") return { body: { ...draft, request } };
    if (path === "/v1/intake:check") return { body: { findings } };
    return { body: { id: "c1" } };
  });
  await show(
    () => {
      keepText("draft.d1", unsaved);
      return <CheckPage />;
    },
    "/drafts/$draftId/check",
    "/drafts/d1/check",
  );
  return screen.findByRole<HTMLButtonElement>("button", { name: "Lähetä" });
}

const submitted = () => asked.filter((a) => a.path === "/v1/drafts/d1:submit").length;

test("a request goes out as it stands on the page", async () => {
  fireEvent.click(await open(""));
  await waitFor(() => expect(submitted()).toBe(1));
});

test("what may tell who the pupil is holds an anonymous request until it is answered", async () => {
  const found = { field: "request.tried", start: 7, end: 13, kind: "KIND_NAME", severity: "SEVERITY_WARN" };
  const button = await open("", { about: "ABOUT_ANONYMOUS_PUPIL", tried: "Puhuin Kirsin kanssa.", question: "Miten Sannaa tuetaan?" }, [found]);
  await screen.findByRole("link", { name: /: Kirsin$/ });
  fireEvent.click(button);
  await screen.findByText(/^Vastaa ensin, kertooko tämä/);
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/: Kirsin$/));
  expect(screen.getAllByRole("link", { name: /Kirsin|Sannaa/ }).length).toBe(2);
  fireEvent.click(screen.getByRole("button", { name: /^Jätä .*Kirsin/ }));
  await waitFor(() => expect(document.activeElement?.textContent).toMatch(/Sannaa$/));
  fireEvent.click(button);
  await new Promise((done) => setTimeout(done, 50));
  expect(submitted()).toBe(0);
  fireEvent.click(screen.getByRole("button", { name: /^Jätä .*Sannaa/ }));
  await waitFor(() => expect(document.activeElement).toBe(button));
  expect(screen.queryByText(/^Vastaa ensin, kertooko tämä/)).toBeNull();
  fireEvent.click(button);
  await waitFor(() => expect(submitted()).toBe(1));
});

test("a request about a pupil by name is not held by names", async () => {
  fireEvent.click(await open("", { about: "ABOUT_IDENTIFIED_PUPIL", tried: "Puhuin Helenan kanssa." }));
  await waitFor(() => expect(submitted()).toBe(1));
});

test("while the device holds newer answers nothing is sent, and they stay", async () => {
  const button = await open(kept);
  fireEvent.click(button);
  await screen.findByText(/^Osa vastauksista ei ole vielä tallessa/);
  expect(button.disabled).toBe(true);
  expect(submitted()).toBe(0);
  expect(keptText("draft.d1")).toBe(kept);
});

test("what is chosen on a draft that has changed elsewhere is refused, and goes on top of the newer one when chosen again", async () => {
  let etag = "2";
  const seen: (string | null)[] = [];
  serve(({ method, path, headers }) => {
    if (path === "/v1/intake:check") return { body: { beforeFiling: { charges: true } } };
    if (path !== "/v1/drafts/d1") return { body: {} };
    if (method === "GET") return { body: { ...draft, etag } };
    seen.push(headers.get("If-Match"));
    if (headers.get("If-Match") === '"2"') {
      etag = "3";
      return { status: 412, body: { status: 412, reason: "ETAG_STALE" } };
    }
    return { body: { ...draft, etag: "4", request: { paymentCommitment: "PAYMENT_COMMITMENT_GIVEN" } } };
  });
  await show(CheckPage, "/drafts/$draftId/check", "/drafts/d1/check");
  const given = await screen.findByRole<HTMLInputElement>("radio", { name: "On" });
  fireEvent.click(given);
  await screen.findByRole("alert");
  await waitFor(() => expect(asked.filter((a) => a.method === "GET" && a.path === "/v1/drafts/d1").length).toBe(2));
  expect(given.checked).toBe(false);
  fireEvent.click(given);
  await waitFor(() => expect(given.checked).toBe(true));
  expect(seen).toEqual(['"2"', '"3"']);
});

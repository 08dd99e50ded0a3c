import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { keepText, keptText } from "../ui/keptText";
import CheckPage from "./CheckPage";
import { asked, serve, show } from "./testing/render";

afterEach(cleanup);

const draft = { id: "d1", etag: "2", request: { tried: "vanha" } };
const kept = JSON.stringify({ fields: { tried: "uusi" }, base: { tried: "vanha" }, conflicts: [], tried: [] });

async function open(unsaved: string): Promise<HTMLButtonElement> {
  serve(({ path }) => {
    if (path === "/v1/drafts/d1") return { body: draft };
    if (path === "/v1/intake:check") return { body: {} };
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

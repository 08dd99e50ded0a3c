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

import { cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import RequestFormPage from "./RequestFormPage";
import { serve, show } from "./testing/render";

afterEach(cleanup);

test("the address of a draft that was sent leads to the case that it became", async () => {
  serve(({ path }) => (path === "/v1/cases/d1" ? { body: { id: "d1", number: "AB" } } : undefined));
  const router = await show(RequestFormPage, "/drafts/$draftId", "/drafts/d1");
  await waitFor(() => expect(router.state.location.pathname).toBe("/cases/d1"));
});

test("who wrote along is told what can have become of a draft whose case they may not read", async () => {
  serve(() => undefined);
  await show(RequestFormPage, "/drafts/$draftId", "/drafts/d1");
  await screen.findByText(/Luonnos on lähetetty tai poistettu/);
});

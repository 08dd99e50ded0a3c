import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { asked, serve, show } from "../pages/testing/render";
import { Header } from "./Header";
import { keepText } from "./keptText";

afterEach(cleanup);

test("a sign-out that fails is shown until it is tried again, which asks about unsaved text, too", async () => {
  serve(() => ({ status: 503, body: {} }));
  await show(() => <Header me={{ id: "p", displayName: "Eeva" }} />);
  fireEvent.click(await screen.findByRole("button", { name: "Eeva" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Kirjaudu ulos" }));
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toMatch(/Uloskirjautuminen ei onnistunut: olet yhä kirjautuneena\./);
  const tries = () => asked.filter((a) => a.path === "/auth/logout").length;
  expect(tries()).toBe(1);
  fireEvent.click(screen.getByRole("button", { name: "Yritä uudelleen" }));
  await waitFor(() => expect(tries()).toBe(2));
  await screen.findByRole("alert");
  keepText("case.c1.message", "Kesken");
  fireEvent.click(screen.getByRole("button", { name: "Yritä uudelleen" }));
  await screen.findByRole("dialog");
  expect(tries()).toBe(2);
});

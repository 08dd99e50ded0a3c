import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { forgetSignInTooOld, markSignInTooOld } from "../api/session";
import { show } from "../pages/testing/render";
import { SignInAgain } from "./notices";

afterEach(() => {
  forgetSignInTooOld();
  cleanup();
});

test("who must sign in anew comes back to the same page, or stays", async () => {
  window.history.replaceState(null, "", "/cases/c1?sent=1");
  await show(() => <SignInAgain />);
  expect(screen.queryByRole("dialog")).toBeNull();
  act(markSignInTooOld);
  const link = await screen.findByRole("link", { name: "Kirjaudu uudelleen" });
  expect(link.getAttribute("href")).toBe("/auth/login?fresh=1&return_to=%2Fcases%2Fc1%3Fsent%3D1");
  fireEvent.click(screen.getByRole("button", { name: "Takaisin" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

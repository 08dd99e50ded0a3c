import { act, cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Problem } from "../api/problem";
import { forgetSignInTooOld, markSignInTooOld } from "../api/session";
import { show } from "../pages/testing/render";
import { ErrorNotice } from "./ErrorNotice";
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

test("texts whose keys cannot be reached are not lost, and the page says what to do", async () => {
  const error = new Problem(503, { reason: "CONTENT_UNAVAILABLE", requestId: "r-1" });
  expect(error.passing).toBe(true);
  await show(() => <ErrorNotice error={error} />);
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toMatch(/salausavaimia.*jonot ja listat toimivat.*yritä muutaman minuutin päästä uudelleen/);
  expect(alert.textContent).toContain("r-1");
});

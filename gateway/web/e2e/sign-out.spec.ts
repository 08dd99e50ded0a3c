// Signing out: whoever leaves a shared device is told when the session has not ended.

import { look } from "./look";
import { expect, test } from "./test";

test("a sign-out that fails says that one is still signed in, until it succeeds", async ({ open, language, say }) => {
  const { page } = await open("teacher-fi", "/", language);
  await page.route("**/auth/logout", (route) => route.abort());
  await page.getByRole("banner").getByRole("button", { name: /Testaaja/ }).click();
  await page.getByRole("menuitem", { name: say("common:person.signOut"), exact: true }).click();
  await expect(page.getByRole("alert")).toContainText(say("common:person.signOutFailed"));
  await expect(page.getByRole("alert")).toBeInViewport();
  await look(page, "a sign-out that failed");
  await page.unroute("**/auth/logout");
  await page.getByRole("alert").getByRole("button", { name: say("errors:retry"), exact: true }).click();
  await expect(page.getByRole("link", { name: say("signIn:button"), exact: true })).toBeVisible();
});

// What wants a fresh sign-in says so, and the way there and back loses nothing.

import { Client } from "./client";
import { look } from "./look";
import { file } from "./sample";
import { expect, test } from "./test";
import { sayIn } from "./texts";

test("an act that wants a fresh sign-in leads to it and back, and the text stays", async ({ open, phone }) => {
  const language = phone ? "sv" : "fi";
  const say = sayIn(language);
  const filed = await file(await Client.signIn("teacher-fi"));
  const { page, context } = await open("teacher-fi", `/cases/${filed.id}`, language);
  const token = async () => (await context.cookies()).find((c) => c.name === "vaatu")?.value;
  const before = await token();
  await page.route("**/v1/cases/*/messages", (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const json = { status: 401, reason: "SIGN_IN_AGAIN", detail: say("errors:again.text") };
    return route.fulfill({ status: 401, contentType: "application/problem+json", json });
  });
  const message = page.getByRole("textbox", { name: say("case:message.label"), exact: true });
  await message.fill("Tämä teksti säilyy");
  await page.getByRole("button", { name: say("case:message.send"), exact: true }).click();
  await expect(page.getByRole("dialog", { name: say("errors:again.title") })).toBeVisible();
  await look(page, "case, signing in again");
  await page.getByRole("button", { name: say("common:action.cancel"), exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: say("case:message.send"), exact: true }).click();
  await page.getByRole("link", { name: say("errors:again.button") }).click();
  await page.getByRole("link", { name: /Tiina Testaaja/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(filed.number) })).toBeVisible();
  await expect(message).toHaveValue("Tämä teksti säilyy");
  expect(await token()).not.toBe(before);
});

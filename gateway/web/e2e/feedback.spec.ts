// Feedback on accessibility: sent by somebody without a session, answered by an admin within 14 days.

import { baseURL, Client } from "./client";
import { look } from "./look";
import { unfold } from "./steps";
import { expect, screenless, test } from "./test";
import { anyOf } from "./texts";

/** mails answers what the program has sent. */
const mails = async () => (await (await fetch(`${baseURL()}/dev/mail.json`)).json()) as { to: string; subject: string; text: string }[];

test("feedback of somebody without a session is kept through every error, arrives once, is marked as answered, and a mail tells of it", async ({ open, phone, language, say }) => {
  const { page } = await open(undefined, "/", language);
  await page.getByRole("link", { name: say("common:nav.accessibility") }).click();
  const text = (key: string) => page.getByRole("textbox", { name: say(`accessibility:form.${key}`) });
  const send = page.getByRole("button", { name: say("accessibility:form.send"), exact: true });
  await send.click();
  await expect(text("message")).toBeFocused();
  await expect(page.getByText(say("case:text.empty"))).toBeVisible();

  const unique = `${phone ? "Telefon" : "Näyttö"} ${Date.now()}`;
  await text("message").fill(`${unique} 131052-902Y`);
  await text("email").fill("sanna@example.fi");
  await send.click();
  await expect(text("message")).toHaveAttribute("aria-invalid", "true");
  await look(page, "feedback, with errors");

  await text("message").fill(unique);
  await page.route("**/v1/feedback", (route) => route.abort());
  await send.click();
  await expect(page.getByRole("alert")).toContainText(say("errors:offline"));
  await page.unroute("**/v1/feedback");
  await page.reload();
  await expect(text("message")).toHaveValue(unique);
  await send.dblclick();
  await expect(page.getByRole("heading", { name: say("accessibility:form.sentTitle") })).toBeFocused();
  await look(page, "feedback, sent");
  const receipt = anyOf(say, "accessibility:form.sent", { number: "(\\d+)", date: ".+" });
  const number = receipt.exec((await page.getByText(receipt).first().textContent()) ?? "")?.[1] ?? "";
  expect(number).not.toBe("");

  // The admin's side.
  const admin = await open("admin", "/", language);
  await expect(admin.page.getByRole("heading", { name: say("accessibility:list.title") })).toBeVisible();
  const menu = await unfold(admin.page, say);
  await menu.getByRole("link", { name: say("common:nav.feedback"), exact: true }).click();
  const card = admin.page.getByRole("listitem").filter({ hasText: unique });
  await expect(card).toHaveCount(1);
  await expect(card).toContainText("sanna@example.fi");
  await look(admin.page, "feedback to answer");
  await admin.page.getByRole("button", { name: say("accessibility:list.markOf", { number }) }).click();
  await expect(admin.page.getByRole("dialog")).toBeVisible();
  await look(admin.page, "feedback, marking");
  await admin.page.getByRole("dialog").getByRole("button", { name: say("accessibility:list.mark"), exact: true }).click();
  await expect(card).toHaveCount(0);
  await admin.page.getByRole("link", { name: say("accessibility:list.answered"), exact: true }).click();
  await expect(card).toContainText(say("accessibility:list.by"));
  await look(admin.page, "feedback answered");

  // Word of it went to one address, and nothing that it holds. Mails go out once a minute: the wait is left to the one screen.
  if (phone) return;
  const told = async () => (await mails()).filter((m) => m.to === "palaute@example.fi" && m.subject.includes(` ${number} `));
  await expect.poll(async () => (await told()).map((m) => m.text.includes(unique)), { timeout: 90_000, intervals: [2_000] }).toEqual([false]);
});

test("for a teacher there is no feedback", screenless, async ({ open, language, say }) => {
  const { page } = await open("teacher-fi", "/feedback", language);
  await expect(page.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible();
  await expect(page.getByRole("link", { name: say("common:nav.feedback"), exact: true })).toHaveCount(0);
  const teacher = await Client.signIn("teacher-fi");
  expect((await teacher.send("GET", "/v1/feedback")).status).toBe(404);
});

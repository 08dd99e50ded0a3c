// What people do on the screens, step by step, in the language of the screen.

import { type Locator, type Page, expect } from "@playwright/test";
import type { Say } from "./texts";

/** unfold opens the navigation, which on a phone is behind a menu, and answers it. */
export async function unfold(page: Page, say: Say): Promise<Locator> {
  const menu = page.getByRole("button", { name: say("common:nav.menu"), exact: true });
  const navigation = page.getByRole("navigation");
  const start = navigation.getByRole("link", { name: say("common:nav.start"), exact: true });
  await expect(menu.or(start).first()).toBeVisible(); // it comes once the page knows who is there
  if (await menu.isVisible()) await menu.click();
  return navigation;
}

/** follow opens a page by the navigation. */
export async function follow(page: Page, say: Say, label: string): Promise<void> {
  const navigation = await unfold(page, say);
  await navigation.getByRole("link", { name: label, exact: true }).click();
}

/** begin starts a request on the start page and answers the draft's id. */
export async function begin(page: Page, say: Say): Promise<string> {
  await page.getByRole("button", { name: say("form:newRequest") }).first().click();
  await page.waitForURL(/\/drafts\/[0-9a-f-]{36}/);
  await expect(page.getByRole("heading", { level: 1, name: isPhone(page) ? say("form:questions.about.title") : say("form:title") })).toBeVisible();
  return /drafts\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
}

const isPhone = (page: Page) => (page.viewportSize()?.width ?? 1280) < 768;

/** toQuestion opens a question by the index of the form where each is a screen of its own; elsewhere all are there. */
export async function toQuestion(page: Page, say: Say, id: string): Promise<void> {
  if (!isPhone(page)) return;
  const title = page.getByRole("heading", { level: 1, name: say(`form:questions.${id}.title`) });
  if (await title.isVisible()) return;
  await page.getByRole("button", { name: say("form:index") }).click();
  await page.getByRole("link", { name: say(`form:questions.${id}.short`) }).first().click(); // a conflict leads there, too
  await expect(title).toBeFocused();
}

/** pick chooses a radio button or a checkbox by its whole name. */
export async function pick(page: Page, role: "radio" | "checkbox", name: string): Promise<void> {
  await tick(page.getByRole(role, { name, exact: true }));
}

/** tick makes a radio button or a checkbox checked, or not. */
export async function tick(control: Locator, checked = true): Promise<void> {
  if ((await control.isChecked()) !== checked) await pressLabel(control);
  await expect(control).toBeChecked({ checked });
}

/** pressLabel presses what a person does of a radio button or a checkbox: its label, in whose place nothing else may lie. */
export async function pressLabel(control: Locator): Promise<void> {
  await control.page().locator(`label[for="${await control.getAttribute("id")}"]`).click();
}

/** choose answers the questions with choices. */
export async function choose(page: Page, say: Say, need: string): Promise<void> {
  await toQuestion(page, say, "grade");
  await pick(page, "radio", say("form:grade.number", { grade: 3 }));
  await toQuestion(page, say, "needs");
  await pick(page, "checkbox", say(`codes:${need}`));
  await toQuestion(page, say, "support");
  await pick(page, "checkbox", say("codes:SUPPORT_REMEDIAL"));
}

/** box answers the text box of a question of the request; on a phone the question must be open. */
export function box(page: Page, say: Say, id: "situation" | "tried" | "question") {
  return page.getByRole("textbox", { name: say(`form:questions.${id}.title`) });
}

/** write opens a text question and fills it. */
export async function write(page: Page, say: Say, id: "situation" | "tried" | "question", text: string): Promise<void> {
  await toQuestion(page, say, id);
  await box(page, say, id).fill(text);
}

/** toCheck opens the check page from wherever the writer is. */
export async function toCheck(page: Page, say: Say): Promise<void> {
  const check = page.getByRole("button", { name: say("form:check"), exact: true });
  if (isPhone(page) && !(await check.isVisible())) await toQuestion(page, say, lastQuestion);
  await check.click();
}

const lastQuestion = "files";

/** saved waits until all that was typed is saved. */
export async function saved(page: Page): Promise<void> {
  await expect(page.locator("[data-save]").first()).toHaveAttribute("data-save", "saved");
}

/** send fills a text box of the case page and presses its button. */
export async function send(page: Page, label: string, text: string, button: string): Promise<void> {
  const field = page.getByRole("textbox", { name: label, exact: true });
  await field.fill(text);
  await page.getByRole("button", { name: button, exact: true }).click();
  await expect(page.getByRole("listitem").filter({ hasText: text }).first()).toBeVisible();
}

/** figure reads a number of the caseload by its row and column; 0 when there is no such cell. */
export async function figure(page: Page, say: Say, phase: string, column: string): Promise<number> {
  await expect(page.getByRole("heading", { level: 1, name: say("caseload:title") })).toBeVisible();
  await expect(page.locator("dl.vaatu-figures").or(page.getByText(say("caseload:empty")))).toBeVisible();
  const cell = page.getByRole("link", { name: new RegExp(`^${say(`codes:${phase}`)}, ${column}: `) });
  if ((await cell.count()) === 0) return 0;
  return Number(((await cell.first().textContent()) ?? "0").replaceAll(/\s/g, ""));
}

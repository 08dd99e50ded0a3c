// A unit's queue, side by side in two browsers: what one does the other sees at once.

import type { Page } from "@playwright/test";
import { Client } from "./client";
import { claim, file, valteri } from "./sample";
import { look } from "./look";
import { expect, test } from "./test";

test("another's claim is seen at once, with who it was, and the case goes", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi");
  const vision = { needs: ["NEED_VISION"] }; // of which no page is full of other tests' cases
  const [stays, goes] = [await file(school, vision), await file(school, vision)];
  const { page: one } = await open("expert-valteri", `/queues/${valteri}?need=NEED_VISION&sort=due`, language);
  const { page: other } = await open("expert-valteri-2", `/queues/${valteri}?need=NEED_VISION`, language);
  const take = (number: string) => say("queue:claim.named", { number });
  await expect(other.getByRole("button", { name: take(goes.number) })).toBeVisible();
  await expect(other.getByText(new RegExp(say("common:updated", { time: "" }).trim()))).toBeHidden(); // it is live

  await one.getByRole("button", { name: take(goes.number) }).click();
  const row = other.locator("tr, li").filter({ hasText: goes.number });
  await expect(row.getByText(/Ville Valtonen/)).toBeVisible({ timeout: 1_000 });
  await expect(row.getByRole("button", { name: take(goes.number) })).toBeHidden();
  expect(await other.evaluate(() => document.activeElement?.tagName), "what another did takes no focus").toBe("BODY");
  await look(other, "a queue from which another has taken");

  // Undone within ten seconds, it waits again for both.
  await one.getByRole("button", { name: say("queue:claim.undoNamed", { number: goes.number }) }).click();
  await expect(one.getByRole("button", { name: take(goes.number) })).toBeFocused();
  await expect(other.getByRole("button", { name: take(goes.number) })).toBeVisible({ timeout: 1_000 });

  // What is not undone goes from the other's list by itself.
  await one.getByRole("button", { name: take(goes.number) }).click();
  await expect(row.getByText(/Ville Valtonen/)).toBeVisible({ timeout: 1_000 });
  await expect(row).toBeHidden({ timeout: 15_000 });
  await expect(other.getByRole("button", { name: take(stays.number) })).toBeVisible();

  // What is filed comes by itself.
  const fresh = await file(school, vision);
  await expect(other.getByRole("button", { name: take(fresh.number) })).toBeVisible({ timeout: 1_000 });
});

test("a queue is narrowed and sorted, and the address keeps it", async ({ open, language, say, phone }) => {
  test.setTimeout(240_000);
  const school = await Client.signIn("teacher-fi");
  const hearing = await file(school, { needs: ["NEED_HEARING"], grades: [8] });
  const vision = await file(school, { needs: ["NEED_VISION"] });
  const acute = await file(school, { needs: ["NEED_HEARING"], grades: [8], urgency: "URGENCY_ACUTE_SCHOOLING" });
  const { page } = await open("expert-valteri", `/queues/${valteri}`, language);
  if (phone) await page.getByRole("button", { name: say("queue:filters", { n: 0 }) }).click();
  await page.getByLabel(say("queue:filter.grade")).selectOption(say("codes:GRADE_BAND_7_9"));
  await page.getByLabel(say("queue:filter.sort")).selectOption(say("queue:sort.due"));
  await expect(page.getByText(hearing.number)).toBeVisible();
  await expect(page.getByText(vision.number)).toBeHidden();
  expect(new URL(page.url()).search).toBe("?grade=GRADE_BAND_7_9&sort=due");
  await look(page, "a narrowed queue");
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(hearing.number)).toBeVisible();
    const text = await page.getByRole("main").innerText();
    expect(text.slice(0, text.indexOf(hearing.number)), "what is due sooner stands before").toContain(acute.number);
  }).toPass({ timeout: 90_000 }); // the targets are reckoned each minute
  await expect(page.getByText(vision.number)).toBeHidden();
});

test("a view of a queue is saved under a name, chosen on another device, renamed and deleted", async ({ open, language, say, phone }) => {
  const name = `Näkö ${language} ${Date.now()}`;
  const { page } = await open("expert-valteri", `/queues/${valteri}?need=NEED_VISION&sort=due`, language);
  const views = page.getByLabel(say("queue:view.label"), { exact: true });
  await expect(views.locator("option:checked")).toHaveText(say("queue:view.unsaved"));
  const opener = page.getByRole("button", { name: say("queue:view.keep") });
  const dialog = page.getByRole("dialog");
  const send = dialog.getByRole("button", { name: say("queue:view.save"), exact: true });
  await opener.click();
  await send.click();
  await expect(dialog.getByText(say("queue:view.nameMissing"))).toBeVisible();
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await look(page, "naming a view, with an error");
  await dialog.getByRole("textbox").fill("Oppilas 131052-902Y");
  await send.click();
  await expect(dialog.locator(".fi-status-text--error")).not.toBeEmpty(); // an identity code is no name
  await dialog.getByRole("textbox").fill(name);
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await opener.click();
  await expect(dialog.getByRole("textbox"), "what was typed is kept").toHaveValue(name);
  // The answer is lost once: the same again is no second view.
  let lost = false;
  await page.route(`**/v1/queues/${valteri}/views`, async (route) => {
    if (lost || route.request().method() !== "POST") return route.continue();
    lost = true;
    await route.fetch();
    await route.abort();
  });
  await send.click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await send.click();
  await expect(dialog).toBeHidden();
  await expect(views.locator("option:checked")).toHaveText(name);
  await expect(views).toBeFocused();
  await look(page, "a queue in a saved view");

  // Elsewhere it is there, and chosen it stands in the address.
  const { page: other } = await open("expert-valteri", `/queues/${valteri}`, language);
  const there = other.getByLabel(say("queue:view.label"), { exact: true });
  await there.selectOption(name);
  await expect(other).toHaveURL(/\?need=NEED_VISION&sort=due$/);
  await there.selectOption(say("queue:view.plain"));
  await expect(other).toHaveURL(new RegExp(`/queues/${valteri}$`));
  const { page: colleague } = await open("expert-valteri-2", `/queues/${valteri}?need=NEED_VISION&sort=due`, language);
  const theirs = colleague.getByLabel(say("queue:view.label"), { exact: true });
  await expect(theirs.locator("option:checked")).toHaveText(say("queue:view.unsaved"));
  await expect(theirs.locator("option", { hasText: name })).toHaveCount(0);

  await page.getByRole("button", { name: say("queue:view.rename") }).click();
  await dialog.getByRole("textbox").fill(`${name} 2`);
  await dialog.getByRole("button", { name: say("queue:view.rename") }).click();
  await expect(views.locator("option:checked")).toHaveText(`${name} 2`);
  await page.getByRole("button", { name: say("queue:view.delete") }).click();
  await look(page, "deleting a view");
  await dialog.getByRole("button", { name: say("queue:view.delete") }).click();
  await expect(dialog).toBeHidden();
  await expect(views.locator("option:checked")).toHaveText(say("queue:view.unsaved"));
  expect(new URL(page.url()).search, "what is looked at stays").toBe("?need=NEED_VISION&sort=due");
  if (phone) await expect(page.getByRole("button", { name: say("queue:filters", { n: 2 }) })).toBeVisible();
});

test("who else of the unit looks at a case is seen in the queue and on its page, and soon no more", async ({ open, language, say }) => {
  test.setTimeout(120_000);
  const [mine, waits] = [await claim(await Client.signIn("expert-valteri"), await file(await Client.signIn("teacher-fi"))), await file(await Client.signIn("teacher-fi"), { needs: ["NEED_VISION"] })];
  const { page: one } = await open("expert-valteri", `/queues/${valteri}?need=NEED_VISION`, language);
  const { page: other } = await open("expert-valteri-2", `/queues/${valteri}?need=NEED_VISION`, language);
  const row = (page: Page) => page.locator("tr, li").filter({ hasText: waits.number });
  await row(one).getByRole("button").focus();
  await expect(row(other).getByText("Ville Valtonen")).toBeVisible({ timeout: 5_000 });
  await row(other).getByRole("button").focus();
  await expect(row(one).getByText("Vappu Vertainen")).toBeVisible({ timeout: 5_000 });
  await expect(row(one).getByText("Ville Valtonen")).toBeHidden(); // nobody sees themselves
  await look(other, "a queue in which another looks at a case");

  // Whoever goes on to their own case has left the one in the queue, and its head sees them there.
  await one.goto(`/cases/${mine.id}`);
  await expect(row(other).getByText("Ville Valtonen")).toBeHidden({ timeout: 30_000 });
  const { page: head } = await open("lead-valteri", `/cases/${mine.id}`, language);
  const told = (name: string) => say("case:viewing", { names: name });
  await expect(head.getByText(told("Ville Valtonen"))).toBeVisible({ timeout: 5_000 });
  await expect(one.getByText(/^Katsoo nyt: |^Tittar nu: /)).toBeVisible({ timeout: 5_000 });
  await look(one, "a case that another has open");
  const school = (await open("teacher-fi", `/cases/${mine.id}`, language)).page;
  await expect(school.getByRole("heading", { level: 1 })).toContainText(mine.number);
  await expect(school.locator(".vaatu-viewers")).toHaveCount(0);
  await head.close();
  await expect(one.getByText(/^Katsoo nyt: |^Tittar nu: /)).toBeHidden({ timeout: 30_000 });
});

test("my cases tell at once what the school has done, and what takes a few minutes", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi");
  const expert = await Client.signIn("expert-valteri-2");
  const mine = await claim(expert, await file(school));
  const { page } = await open("expert-valteri-2", "/my-cases", language);
  const row = page.locator("tr, li.vaatu-card").filter({ hasText: mine.number });
  await expect(row).toBeVisible();
  const changed = row.getByText(say("queue:mine.isChanged"), { exact: true });
  await expect(changed).toBeHidden();
  await school.post(`/v1/cases/${mine.id}/messages`, { text: "Lisätieto: tilanne rauhoittui." });
  await expect(changed).toBeVisible({ timeout: 2_000 });
  await look(page, "my cases");
  await page.getByRole("heading", { name: say("queue:mine.quick") }).waitFor();
  await row.getByRole("link", { name: mine.number }).click();
  await expect(page.getByText("Lisätieto: tilanne rauhoittui.")).toBeVisible();
  await page.goBack();
  await expect(row).toBeVisible();
  await expect(changed).toBeHidden();
});

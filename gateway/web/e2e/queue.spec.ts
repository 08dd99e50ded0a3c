// A unit's queue, side by side in two browsers: what one does the other sees at once.

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

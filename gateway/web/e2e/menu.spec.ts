// The menu marks where a page belongs, wherever one has come from, and a page beside it leads back there.

import { Client } from "./client";
import { look } from "./look";
import { claim, file, valteri } from "./sample";
import { expect, screenless, test } from "./test";

test("the menu marks where each page belongs", screenless, async ({ open, language, say }) => {
  const c = await claim(await Client.signIn("lead-valteri"), await file(await Client.signIn("teacher-fi")));
  const { page } = await open("lead-valteri", "/grants", language);
  const marked = page.getByRole("navigation", { name: say("common:nav.label") }).locator("[aria-current]");
  await expect(marked).toHaveText([say("common:nav.grants")]);
  await page.getByRole("searchbox", { name: say("common:search.label") }).fill(c.number);
  await page.getByRole("banner").getByRole("button", { name: say("common:search.go"), exact: true }).click();
  await expect(page.getByRole("link", { name: c.number })).toBeVisible();
  await expect(marked).toHaveText([say("common:nav.myCases")]);
  await look(page, "consultations found by number");
  await page.getByRole("link", { name: c.number }).click();
  await expect(page.getByRole("heading", { level: 1, name: c.number })).toBeVisible();
  await expect(marked).toHaveText([say("common:nav.myCases")]);
  await page.goto(`/units/${valteri}/staff`);
  await expect(marked).toHaveText([say("common:nav.queue")]);
  await page.getByRole("link", { name: say("common:nav.back", { page: say("common:nav.queue") }) }).click();
  await expect(page).toHaveURL(new RegExp(`/queues/${valteri}$`));
});

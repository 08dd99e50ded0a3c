// A case that nobody leads is ended with what follows, and its school reads it.

import { Client } from "./client";
import { look } from "./look";
import { file } from "./sample";
import { expect, test } from "./test";

test("coordination ends what nobody leads, and the school reads what follows", async ({ open, language, say }) => {
  const filed = await file(await Client.signIn("teacher-fi-2"), { needs: ["NEED_COMPLEX"] });
  const step = "Kunnan konsultoiva opettaja soittaa maanantaina.";
  const { page } = await open("coordinator", "/triage", language);
  const opener = page.getByRole("button", { name: say("ending:openNamed", { number: filed.number }) });
  await opener.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: say("ending:send"), exact: true }).click();
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await expect(dialog.getByText(say("case:text.empty"))).toBeVisible();
  await look(page, "ending a case, with an error");
  await dialog.getByRole("textbox").fill(step);
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await opener.click();
  await expect(dialog.getByRole("textbox"), "what was typed is kept").toHaveValue(step);

  // Without an answer nothing is lost, and nothing has ended.
  await page.route(`**/v1/cases/${filed.id}:closeUnled`, (route) => route.abort());
  await dialog.getByRole("button", { name: say("ending:send"), exact: true }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await page.unroute(`**/v1/cases/${filed.id}:closeUnled`);
  await dialog.getByRole("button", { name: say("ending:send"), exact: true }).click();
  await expect(page.getByRole("heading", { name: filed.number })).toHaveCount(0);

  const school = (await open("teacher-fi-2", `/cases/${filed.id}`, language)).page;
  await expect(school.getByRole("heading", { name: say("case:nextStep") })).toBeVisible();
  await expect(school.getByText(step)).toBeVisible();
  await expect(school.getByText(say("case:status.step"))).toBeVisible();
  await look(school, "a case that was ended with what follows");
});

test("a school opens an ended case again, and coordination finds it anew", async ({ open, language, say }) => {
  const filed = await file(await Client.signIn("teacher-fi-2"), { needs: ["NEED_COMPLEX"] });
  const coordinator = await Client.signIn("coordinator");
  const { items } = await coordinator.get<{ items: { card: { caseId: string }; etag: string }[] }>("/v1/triage");
  const etag = items.find((i) => i.card.caseId === filed.id)?.etag ?? "";
  await coordinator.post(`/v1/cases/${filed.id}:closeUnled`, { nextStep: "Kunta auttaa." }, { etag });

  const wanted = "Kunnan apu ei riittänyt: tilanne on muuttunut.";
  const { page } = await open("teacher-fi-2", `/cases/${filed.id}`, language);
  const opener = page.getByRole("button", { name: say("ending:reopen.open") });
  const dialog = page.getByRole("dialog");
  const send = dialog.getByRole("button", { name: say("ending:reopen.send"), exact: true });
  await opener.click();
  await send.click();
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await expect(dialog.getByText(say("case:text.empty"))).toBeVisible();
  await look(page, "opening a case again, with an error");
  await dialog.getByRole("textbox").fill(wanted);
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await opener.click();
  await expect(dialog.getByRole("textbox"), "what was typed is kept").toHaveValue(wanted);

  // The answer is lost once: the same again is answered again.
  let lost = false;
  await page.route(`**/v1/cases/${filed.id}:reopen`, async (route) => {
    if (lost) return route.continue();
    lost = true;
    await route.fetch();
    await route.abort();
  });
  await send.click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await send.click();
  await expect(dialog).toBeHidden();
  await expect(page.locator("h1")).toBeFocused();
  await expect(opener).toBeHidden();
  await expect(page.getByText(wanted)).toHaveCount(1); // said once
  await expect(page.getByText(say("codes:sentence.PHASE_TRIAGE"))).toBeVisible();
  await look(page, "a case that was opened again");
  const { page: triage } = await open("coordinator", "/triage", language);
  await expect(triage.getByRole("heading", { name: filed.number })).toBeVisible();
});

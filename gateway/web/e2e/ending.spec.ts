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

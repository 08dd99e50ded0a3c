// Break-glass from the coordinator's card to the review, on a wide screen in Finnish and on a phone in Swedish.

import type { Page } from "@playwright/test";
import { baseURL, Client } from "./client";
import { look, withoutData } from "./look";
import { file } from "./sample";
import { pick } from "./steps";
import { expect, test } from "./test";
import type { Say } from "./texts";

const situation = "Oppilas ei löydä luokkaan ilman apua.";
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** mailsAbout answers whom a mail about the case has reached. */
async function mailsAbout(number: string): Promise<string[]> {
  const mails = (await (await fetch(`${baseURL()}/dev/mail.json`)).json()) as { to: string; subject: string }[];
  return mails.filter((m) => m.subject.includes(number)).map((m) => m.to);
}

/** asAuditor gives a persona the role, besides those of their school. */
async function asAuditor(admin: Client, persona: string, name: string): Promise<Client> {
  const { token } = await admin.post<{ token: string }>("/v1/grants", { invited: name, role: "ROLE_AUDITOR" });
  const auditor = await Client.signIn(`${persona}&invitation=${token}`);
  const waiting = await admin.post<{ grants: { id: string; personName?: string }[] }>("/v1/grants:search", { state: "GRANT_STATE_WAITS" });
  for (const g of waiting.grants) if (g.personName === name) await admin.post(`/v1/grants/${g.id}:confirm`);
  return auditor;
}

/** openContent gives a reason on the page that a card leads to, and reads the case. */
async function openContent(page: Page, say: Say, reason: string): Promise<void> {
  await page.getByRole("textbox", { name: say("glass:open.reason") }).fill(reason);
  await press(page, say("glass:open.send"));
  await expect(page.getByText(situation).first()).toBeVisible();
}

const isClosed = async (page: Page, say: Say) => {
  await expect(page.getByRole("heading", { level: 1, name: say("glass:closed.title") })).toBeFocused();
  await expect(page.getByText(situation)).toHaveCount(0);
};

test("a coordinator opens one case, its head is told, it closes by hand and by the clock, and somebody else reviews it", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const filed = await file(await Client.signIn("teacher-fi"), { needs: ["NEED_VISION"], situation });
  const { page } = await open("coordinator", "/caseload/cases?need=NEED_VISION&open=true", language);
  await page.getByRole("link", { name: say("glass:open.of", { number: filed.number }) }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("glass:open.titleOf", { number: filed.number }) })).toBeVisible();
  await expect(page.getByText(say("glass:open.text"))).toBeVisible();
  await press(page, say("glass:open.send"));
  await expect(page.getByRole("textbox", { name: say("glass:open.reason") })).toBeFocused();
  await look(page, "opening a content, with an error");

  // A sign-in that is too old leads away and back, and the reason stays.
  const reason = `Koulu ei saa vastausta, ${filed.number}.`;
  await page.route("**/v1/cases/*/break-glasses", (route) =>
    route.fulfill({ status: 401, contentType: "application/problem+json", json: { status: 401, reason: "SIGN_IN_AGAIN" } }),
  );
  await page.getByRole("textbox", { name: say("glass:open.reason") }).fill(reason);
  await press(page, say("glass:open.send"));
  await page.getByRole("link", { name: say("errors:again.button") }).click();
  await page.unroute("**/v1/cases/*/break-glasses");
  await page.getByRole("link", { name: /Kirsi Koordinoiva/ }).click();
  await expect(page.getByRole("textbox", { name: say("glass:open.reason") })).toHaveValue(reason);
  await expect(page.getByRole("heading", { level: 1, name: say("glass:open.titleOf", { number: filed.number }) })).toBeVisible();

  await openContent(page, say, reason);
  await expect(page.getByRole("timer")).toBeVisible();
  await expect(page.getByRole("textbox")).toHaveCount(0); // there is nothing to write into the case
  await look(page, "a case open by break-glass");
  await expect.poll(() => mailsAbout(filed.number)).toContain("lead-valteri@example.fi");

  await press(page, say("glass:opened.close"));
  await isClosed(page, say);
  await look(page, "a case closed again");
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible();

  await page.clock.install();
  await page.goto(`/cases/${filed.id}/break-glass`);
  await openContent(page, say, "Toinen syy avata sama tapaus.");
  await page.clock.fastForward("01:00:01");
  await isClosed(page, say);

  const lead = await open("lead-valteri", "/break-glass", language);
  await expect(lead.page.getByText(reason)).toBeVisible();
  await expect(lead.page.getByRole("button", { name: say("glass:review.of", { number: filed.number }) })).toHaveCount(0);
  await lead.page.goto("/");
  await expect(lead.page.getByRole("heading", { level: 2, name: say("start:glass.heading") })).toBeVisible();

  await asAuditor(await Client.signIn("admin"), "principal-fi", "Raija Rehtorila");
  const auditor = await open("principal-fi", "/", language);
  await auditor.page.getByRole("link", { name: say("start:glass.open") }).click();
  await expect(auditor.page.getByText(reason)).toBeVisible();
  await look(auditor.page, "break-glasses");
  await press(auditor.page, say("glass:review.of", { number: filed.number }));
  await look(auditor.page, "reviewing a break-glass");
  await pick(auditor.page, "radio", say("codes:FINDING_IN_ORDER"));
  await press(auditor.page, say("glass:review.send"));
  await expect(auditor.page.getByRole("button", { name: say("glass:review.of", { number: filed.number }) })).toHaveCount(0);
  await expect(auditor.page.getByText("Raija Rehtorila").first()).toBeVisible();
});

test("where nothing was opened the list says so, and for a teacher there is none", async ({ open, language, say }) => {
  const { page } = await open("coordinator", "/break-glass", language, withoutData);
  await expect(page.getByText(say("glass:empty"))).toBeVisible();
  await look(page, "break-glasses, none");
  const teacher = await open("teacher-fi-2", "/break-glass", language);
  await expect(teacher.page.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible();
});

// Grants from the invitation to the end, on a wide screen in Finnish and on a phone in Swedish: the admin's pages, the
// way of the one who is invited, and acting as one of several grants.

import type { Page } from "@playwright/test";
import { Client } from "./client";
import { look, withoutData } from "./look";
import { claim, file, inDays, valteri } from "./sample";
import { follow, unfold } from "./steps";
import { expect, screenless, test } from "./test";
import type { Say } from "./texts";

interface Grant {
  id: string;
  personName?: string;
  allowedActions?: string[];
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const typed = (calendar: string) => calendar.split("-").map(Number).reverse().join(".");
const isNotThere = (page: Page, say: Say) =>
  expect(page.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible();

/** withoutRole ends what a person holds, so that they come in by an invitation only. */
async function withoutRole(admin: Client, name: string): Promise<void> {
  const { grants = [] } = await admin.post<{ grants?: Grant[] }>("/v1/grants:search", { query: name.split(" ")[0] });
  for (const g of grants) {
    if (g.personName === name && g.allowedActions?.includes("GRANT_ACTION_END")) await admin.post(`/v1/grants/${g.id}:end`);
  }
}

test("an admin invites, somebody comes by the link and waits, is confirmed, has the role until it ends", async ({ open, phone, language, say }) => {
  test.setTimeout(240_000);
  // People of no other test: they lose what they hold.
  const [persona, name, email] = phone
    ? ["coordinator-tays", "Kari Kartoittaja", "coordinator-tays@example.fi"]
    : ["lead-hospital", "Jari Johdinmaa", "lead-hospital@example.fi"];
  await withoutRole(await Client.signIn("admin"), name);

  const { page } = await open("admin", "/", language);
  await follow(page, say, say("common:nav.grants"));
  await expect(page.locator(phone ? ".vaatu-cards > li" : "tbody tr").first()).toBeVisible();
  await look(page, "grants");
  await page.getByRole("link", { name: say("grants:give") }).click();
  await press(page, say("grants:new.send"));
  await expect(page.getByText(say("grants:new.roleMissing"))).toBeVisible();
  await expect(page.getByRole("textbox", { name: say("grants:new.invited") })).toBeFocused();
  await look(page, "giving a grant, with errors");
  await page.getByRole("textbox", { name: say("grants:new.invited") }).fill(`${name} (${persona})`);
  await page.getByRole("combobox", { name: say("grants:new.role") }).selectOption("ROLE_EXPERT");
  await page.getByRole("combobox", { name: say("grants:new.unit") }).selectOption(valteri);
  await page.getByRole("textbox", { name: new RegExp(say("grants:new.to")) }).fill(typed(inDays(20)));
  await look(page, "giving a grant, filled");
  await press(page, say("grants:new.send"));
  await expect(page.getByRole("heading", { name: say("grants:link.title") })).toBeFocused();
  await look(page, "the link of an invitation");
  const link = (await page.locator("code").textContent()) ?? "";
  await page.getByRole("link", { name: say("grants:link.back") }).click();
  await expect(page.getByText(say("grants:invited", { name: `${name} (${persona})` }))).toBeVisible();

  const invited = await open(undefined, `${link}&login_hint=${persona}`, language);
  await expect(invited.page.getByRole("heading", { level: 1, name: /Kutsusi odottaa vahvistusta|Din inbjudan väntar på bekräftelse/ })).toBeVisible();

  await page.goto("/");
  await expect(page.getByText(name, { exact: true })).toBeVisible();
  await look(page, "start of an admin");
  await page.getByRole("link", { name: say("start:grants.confirmOf", { name }) }).click();
  await press(page, say("grants:action.confirmOf", { name }));
  const dialog = page.getByRole("dialog");
  for (const fact of [name, email, `${name} (${persona})`]) await expect(dialog.getByText(fact, { exact: true })).toBeVisible();
  await look(page, "confirming a grant");
  const tooOld = { status: 401, contentType: "application/problem+json", json: { status: 401, reason: "SIGN_IN_AGAIN" } };
  await page.route("**:confirm", (route) => route.fulfill(tooOld), { times: 1 });
  await press(page, say("grants:confirm.send"));
  await expect(page.getByRole("dialog", { name: say("errors:again.title") })).toBeVisible();
  await expect(dialog).toHaveCount(1);
  await page.getByRole("link", { name: say("errors:again.button") }).click();
  await page.getByRole("link", { name: /Aatu Hallitsija/ }).click();
  await expect(dialog.getByText(name, { exact: true })).toBeVisible();
  await press(page, say("grants:confirm.send"));
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(say("grants:confirm.done", { name })).first()).toBeVisible();

  await invited.page.goto(`/auth/login?login_hint=${persona}`);
  await expect((await unfold(invited.page, say)).getByRole("link", { name: say("common:nav.queue"), exact: true })).toBeVisible();
  const filed = await file(await Client.signIn("teacher-fi-2"));
  await claim(await Client.signIn(persona), filed);

  await page.goto("/grants?state=GRANT_STATE_HOLDS&role=ROLE_EXPERT");
  const search = page.getByRole("searchbox", { name: say("grants:filter.query") });
  await search.fill(name.split(" ")[1] ?? "");
  await search.press("Enter");
  await press(page, say("grants:action.relinkOf", { name }));
  await expect(dialog).toBeVisible();
  await look(page, "linking a new identity");
  await press(page, say("common:action.cancel"));
  await press(page, say("grants:action.endOf", { name }));
  await expect(dialog.getByText(filed.number)).toBeVisible();
  await look(page, "ending a grant");
  await press(page, say("grants:end.send"));
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(say("grants:noHits"))).toBeVisible();
  await look(page, "grants, nothing found");
  await press(page, say("grants:showAll"));
  await expect(page.locator(".vaatu-phase").filter({ hasText: say("codes:GRANT_STATE_ENDED") }).first()).toBeVisible();
  await invited.page.goto(`/queues/${valteri}`);
  await expect(invited.page.getByRole("link", { name: say("common:nav.queue"), exact: true })).toHaveCount(0);
});

test("grants of a unit for its head, and an admin's when there is nothing or a failure", async ({ open, language, say }) => {
  const lead = await open("lead-valteri", "/grants", language);
  await expect(lead.page.getByText("Ville Valtonen")).toBeVisible();
  await expect(lead.page.getByText("Elina Esimerkki")).toHaveCount(0);
  await expect(lead.page.getByRole("link", { name: say("grants:give") })).toHaveCount(0);
  await look(lead.page, "grants of a unit");
  const { page } = await open("admin", "/grants", language, withoutData);
  await expect(page.getByText(say("grants:empty"))).toBeVisible();
  await look(page, "grants, empty");
  await page.goto("/");
  await expect(page.getByText(say("start:grants.none"))).toBeVisible();
  await look(page, "start of an admin, empty");
  await page.route("**/v1/grants:search", (route) =>
    route.fulfill({ status: 503, contentType: "application/problem+json", json: { status: 503, reason: "UNAVAILABLE", requestId: "r-1" } }),
  );
  await page.goto("/grants");
  await expect(page.getByRole("alert").getByText("r-1")).toBeVisible();
  await look(page, "grants, failed");
});

test("an education provider is found for its contact", async ({ open, language, say }) => {
  const { page } = await open("admin", "/grants/new", language);
  await page.getByRole("combobox", { name: say("grants:new.role") }).selectOption("ROLE_VIPU");
  const search = page.getByRole("searchbox", { name: say("grants:new.providerSearch") });
  await search.fill("xyz");
  await search.press("Enter");
  await expect(page.getByText(say("grants:new.providerNone")).first()).toBeVisible();
  await search.fill("H");
  await search.press("Enter");
  await expect(page.getByRole("radio").first()).toBeVisible();
  await look(page, "giving a grant to a provider");
});

test("for a teacher there are no grants", screenless, async ({ open, language, say }) => {
  const { page } = await open("teacher-fi-2", "/", language);
  await expect((await unfold(page, say)).getByRole("link", { name: say("common:nav.grants"), exact: true })).toHaveCount(0);
  for (const path of ["/grants", "/grants/new"]) {
    await page.goto(path);
    await isNotThere(page, say);
  }
});

test("whoever holds several grants acts by one of them, in this tab", async ({ open, language, say }) => {
  const { page, context } = await open("expert-and-teacher", "/", language);
  const queue = async (on: Page) => (await unfold(on, say)).getByRole("link", { name: say("common:nav.queue"), exact: true });
  await expect(await queue(page)).toBeVisible();
  await press(page, "Eeva Eritaito");
  await look(page, "choosing the role to act in");
  await page.getByRole("menuitem", { name: new RegExp(`^${say("common:acting.choose", { role: say("codes:ROLE_REQUESTER") })}`) }).click();
  await expect(page.getByText(new RegExp(`^${say("common:acting.now", { role: say("codes:ROLE_REQUESTER") })}`)).first()).toBeVisible();
  await page.reload();
  await expect(await queue(page)).toHaveCount(0);
  await look(page, "acting in one role");
  const other = await context.newPage();
  await other.goto("/");
  await expect(await queue(other)).toBeVisible();
  await press(page, "Eeva Eritaito");
  await page.getByRole("menuitem", { name: say("common:acting.choose", { role: say("common:acting.all") }) }).click();
  await expect(page.getByText(new RegExp(`^${say("common:acting.now", { role: say("codes:ROLE_REQUESTER") })}`))).toHaveCount(0);
  await page.reload();
  await expect(await queue(page)).toBeVisible();
});

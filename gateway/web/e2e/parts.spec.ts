// Joint work: what is handed over, assigned and invited, by people side by side. Wide in Finnish, on a phone in Swedish.

import type { Page } from "@playwright/test";
import { Client, type Assignment, type Case } from "./client";
import { look } from "./look";
import { claim, file, inDays, leadOf, valteri } from "./sample";
import { expect, test } from "./test";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

const colleague = "Vappu Vertainen";

test("a colleague is offered a case, declines with a reason, and takes it over when it is offered anew", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const school = await Client.signIn("teacher-fi");
  await Client.signIn("expert-valteri-2"); // whoever has signed in can be chosen
  const c = await claim(await Client.signIn("expert-valteri"), await file(school));
  const expert = (await open("expert-valteri", `/cases/${c.id}`, language)).page;

  const offer = async (promised: string) => {
    await press(expert, say("parts:offer.colleague"));
    const note = expert.getByRole("textbox", { name: say("parts:offer.note") });
    await expect(note).toHaveValue(new RegExp(`${say("codes:PHASE_IN_CONSULTATION")}[^]*${say("parts:skeleton.promised")}`));
    await expert.getByRole("combobox", { name: say("parts:offer.who") }).selectOption({ label: colleague });
    await note.fill(`${await note.inputValue()}\n${promised}`);
    if (promised === "1") await look(expert, "a hand-over, written");
    await press(expert, say("parts:send"));
    await expect(expert.getByText(say("parts:offer.revoke"))).toBeVisible();
  };
  await offer("1");
  await look(expert, "a case that is offered");

  const receiver = (await open("expert-valteri-2", "/", language)).page;
  const answer = async () => {
    await receiver.goto("/");
    await receiver.getByRole("link", { name: say("parts:offered.openOf", { number: c.number }) }).click();
    await expect(receiver.getByText(say("parts:page.responsible"))).toBeVisible();
  };
  await answer();
  await expect(receiver.getByText(say("parts:skeleton.promised").trim())).toBeVisible();
  await expect(receiver.getByText("Oppilas poistuu luokasta")).toHaveCount(0);
  await look(receiver, "an offer");
  await press(receiver, say("parts:page.decline"));
  await receiver.getByRole("textbox", { name: say("parts:reason") }).fill("Olen itse lomalla.");
  await look(receiver, "an offer, declining");
  await receiver.getByRole("dialog").getByRole("button", { name: say("parts:page.decline"), exact: true }).click();
  await expect(receiver.getByRole("heading", { level: 1, name: say("start:heading") })).toBeVisible();

  await expect(expert.getByText("Olen itse lomalla.")).toBeVisible();
  await offer("2");
  await answer();
  await look(receiver, "an offer made anew");
  await press(receiver, say("parts:page.accept"));
  await expect(receiver).toHaveURL(new RegExp(`/cases/${c.id}$`));
  await expect(expert.getByRole("heading", { level: 1, name: say("errors:notFoundTitle") })).toBeVisible({ timeout: 5_000 });
  await expect(receiver.getByText("Oppilas poistuu luokasta").first()).toBeVisible();
});

test("a partner is invited, claims, writes and completes, and the lead publishes both", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const school = await Client.signIn("teacher-fi");
  const lead = await Client.signIn("expert-valteri");
  const partner = await Client.signIn("expert-elmeri");
  const c = await claim(lead, await file(school));
  const { grants } = await partner.get<{ grants: { unitId: string }[] }>("/v1/me");
  const unit = grants[0]?.unitId ?? "";
  const expert = (await open("expert-valteri", `/cases/${c.id}`, language)).page;
  await press(expert, say("parts:invite.button"));
  await press(expert, say("parts:invite.send"));
  await expect(expert.getByText(say("parts:invite.unitMissing"))).toBeVisible();
  await look(expert, "an invitation, with errors");
  await expert.getByRole("combobox", { name: say("parts:invite.unit") }).selectOption(unit);
  await expert.getByRole("textbox", { name: say("parts:invite.question") }).fill("Miten kommunikaatiota tuetaan?");
  const shows = (section: "TRIED" | "CONVERSATION") => expert.getByRole("dialog").getByText(say(`parts:section.${section}`), { exact: true });
  await shows("TRIED").click();
  await shows("CONVERSATION").click();
  await look(expert, "an invitation that keeps something back");
  await press(expert, say("parts:invite.send"));
  await expect(expert.getByRole("dialog")).toHaveCount(0);
  await expect(expert.getByText("Miten kommunikaatiota tuetaan?")).toBeVisible();
  await look(expert, "a joint case");

  const guest = (await open("expert-elmeri", `/queues/${unit}`, language)).page;
  await press(guest, say("queue:claim.named", { number: c.number }));
  await guest.getByRole("link", { name: say("queue:claim.open") }).first().click();
  await expect(guest.getByText("Miten kommunikaatiota tuetaan?")).toBeVisible();
  await expect(guest.getByText(say("case:clock.part.PART", { unit: "" }))).toBeVisible(); // its own clock, with the arithmetic
  // What is kept back is told, and nowhere to be read; the lead shows it later.
  const [kept, both] = [say("parts:section.CONVERSATION"), `${say("parts:section.TRIED")}, ${say("parts:section.CONVERSATION")}`];
  await expect(guest.getByText(say("parts:limit.yours", { sections: both }))).toBeVisible();
  await expect(guest.getByText("Kuvallinen päiväjärjestys auttoi hetken.")).toHaveCount(0);
  await look(guest, "a partner's case, limited");
  await guest.goto(`/cases/${c.id}/print`);
  await expect(guest.getByText(say("parts:limit.yours", { sections: both }))).toBeVisible();
  await expect(guest.getByText("Kuvallinen päiväjärjestys auttoi hetken.")).toHaveCount(0);
  await guest.goto(`/cases/${c.id}`);
  await press(expert, say("parts:limit.button"));
  await press(expert, say("parts:limit.send"));
  await expect(expert.getByText(say("parts:limit.same"))).toBeVisible();
  await shows("TRIED").click();
  await look(expert, "what a partner sees, changed");
  await press(expert, say("parts:limit.send"));
  await expect(expert.getByText(say("parts:limit.hidden", { sections: kept }))).toBeVisible();
  await expect(guest.getByText("Kuvallinen päiväjärjestys auttoi hetken.")).toBeVisible(); // by itself
  await guest.goto(`/cases/${c.id}/advice`);
  await expect(guest.getByText(say("advice:joins"))).toBeVisible();
  await expect(guest.getByRole("button", { name: say("advice:publish"), exact: true })).toHaveCount(0);
  await guest.getByRole("textbox", { name: say("advice:summary") }).fill("Kuvatuki joka tilanteeseen.");
  await press(guest, say("advice:save"));
  await expect(guest.getByText(say("advice:unsaved"))).toHaveCount(0);
  await guest.goto(`/cases/${c.id}`);
  await look(guest, "a partner's case");
  await press(guest, say("parts:complete.button"));
  await expect(guest.getByText(say("parts:complete.text"))).toBeVisible();
  await guest.getByRole("dialog").getByRole("button", { name: say("parts:complete.button"), exact: true }).click();
  await expect(guest.getByText(`${say("codes:PART_PARTNER")} · ${say("codes:STATE_DONE")}`)).toBeVisible();

  await expert.goto(`/cases/${c.id}/advice`);
  await expert.getByRole("textbox", { name: say("advice:summary") }).fill("Ennakoikaa siirtymät.");
  await press(expert, say("advice:publish"));
  await expert.getByRole("dialog").getByRole("button", { name: say("advice:publish"), exact: true }).click();
  await expect(expert.getByText(say("codes:PHASE_ADVISED"))).toBeVisible();
  const teacher = (await open("teacher-fi", `/cases/${c.id}`, language)).page;
  for (const text of ["Kuvatuki joka tilanteeseen.", "Ennakoikaa siirtymät."]) await expect(teacher.getByText(text)).toBeVisible();
  await expect(teacher.getByText("Miten kommunikaatiota tuetaan?")).toHaveCount(0);
  await look(teacher, "joint advice");
});

test("the head of a unit gives a waiting case to an expert, and takes it over with a reason", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi");
  await Client.signIn("expert-valteri-2");
  const c = await file(school);
  const head = (await open("lead-valteri", `/cases/${c.id}`, language)).page;
  await press(head, say("parts:assign.button"));
  const who = head.getByRole("combobox", { name: say("parts:assign.who") });
  // Beside the name stands how well they suit.
  await who.selectOption((await who.locator("option", { hasText: colleague }).getAttribute("value")) ?? "");
  await look(head, "a case to be assigned");
  await press(head, say("parts:assign.send"));
  await expect(head.getByText(colleague, { exact: true })).toBeVisible();
  await press(head, say("parts:assign.move"));
  await who.selectOption({ index: 1 });
  await press(head, say("parts:assign.send"));
  await expect(head.getByText(say("case:text.empty"))).toBeVisible();
  await head.getByRole("textbox", { name: say("parts:reason") }).fill("Sairausloma.");
  await press(head, say("parts:assign.send"));
  await expect(head.getByText(colleague, { exact: true })).toHaveCount(0);
});

test("the lead goes to another unit", async ({ open, language, say }) => {
  const expert = await Client.signIn("expert-valteri");
  const other = await Client.signIn("expert-elmeri");
  const c = await claim(expert, await file(await Client.signIn("teacher-fi")));
  const { grants } = await other.get<{ grants: { unitId: string }[] }>("/v1/me");
  const { page } = await open("expert-valteri", `/cases/${c.id}`, language);
  await press(page, say("parts:offer.lead"));
  await page.getByRole("combobox", { name: say("parts:invite.unit") }).selectOption(grants[0]?.unitId ?? "");
  await press(page, say("parts:send"));
  await expect(page.getByText(say("parts:offer.revoke"))).toBeVisible();
  await press(page, say("parts:offer.revoke"));
  await expect(page.getByText(say("parts:offer.revoke"))).toHaveCount(0);
  const { etag } = await expert.get<Case>(`/v1/cases/${c.id}`);
  const body = { unitId: grants[0]?.unitId, note: "Sopii teille.", dueDate: inDays(7) };
  await expert.post(`/v1/assignments/${leadOf(c).id}:offer`, body, { etag });
  const receiver = (await open("expert-elmeri", "/my-cases", language)).page;
  await receiver.getByRole("link", { name: say("parts:offered.openOf", { number: c.number }) }).click();
  await expect(receiver.getByText("Sopii teille.")).toBeVisible();
  await press(receiver, say("parts:page.accept"));
  await expect(receiver).toHaveURL(new RegExp(`/cases/${c.id}$`));
  const queue = await expert.get<{ assignments?: Assignment[] }>(`/v1/queues/${valteri}/assignments`);
  expect((queue.assignments ?? []).filter((a) => a.card?.caseId === c.id)).toEqual([]);
});

test("the caseload tells which partner is late, and by how many days", async ({ open, language, say }) => {
  await file(await Client.signIn("teacher-fi"), { needs: ["NEED_VISION"] });
  const { page } = await open("coordinator", "/", language);
  const threeDaysAgo = new Date(Date.now() - 3 * 24 * 3600 * 1000).toLocaleDateString("sv", { timeZone: "Europe/Helsinki" });
  const clock = { goal: "GOAL_PART", warnDate: threeDaysAgo, dueDate: threeDaysAgo };
  const parts = [{ unitId: valteri, unitNameFi: "Valteri Onerva", unitNameSv: "Valteri Onerva", clock }];
  await page.route(/\/v1\/caseload(\?.*)?$/, async (route) => {
    const whole = (await (await route.fetch()).json()) as object;
    await route.fulfill({ json: { ...whole, late: 1 } });
  });
  await page.route(/\/v1\/caseload\/cases\?.*late=true/, async (route) => {
    const url = route.request().url().replace("late=true", "need=NEED_VISION&open=true");
    const { cases } = (await (await route.fetch({ url })).json()) as { cases: object[] };
    await route.fulfill({ json: { cases: [{ ...cases[0], parts }] } });
  });
  await page.goto("/caseload");
  await expect(page.getByText(say("caseload:lateNote"))).toBeVisible();
  await look(page, "a caseload with what is late");
  await page.getByRole("link", { name: `${say("caseload:late")}: 1` }).click();
  await expect(page).toHaveURL(/\/caseload\/cases\?late=true$/);
  await expect(page.getByText(`, ${say("caseload:daysLate_other", { count: 3 })}`)).toBeVisible();
  await expect(page.getByText("Valteri Onerva:")).toBeVisible();
  await look(page, "cases that are late");
});

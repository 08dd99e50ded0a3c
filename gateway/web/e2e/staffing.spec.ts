// Who is given what: a head tells what experts know and plans the queue, an expert tells an absence and hands the cases over.

import type { Page } from "@playwright/test";
import { Client, type Case } from "./client";
import { look } from "./look";
import { claim, file, valteri } from "./sample";
import { expect, test } from "./test";

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const finnish = (date: Date) => date.toLocaleDateString("fi-FI", { timeZone: "Europe/Helsinki" });
const inDays = (n: number) => finnish(new Date(Date.now() + n * 24 * 3600 * 1000));

test("a head plans the queue, accepts a row, and a row that somebody has taken meanwhile is refused alone", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const school = await Client.signIn("teacher-fi");
  const expert = await Client.signIn("expert-valteri");
  // The queue is everybody's: with room for all of it, no test's case is left without a place.
  const head = await Client.signIn("lead-valteri");
  const { experts } = await head.get<{ experts: { personId: string; etag: string; me?: boolean; needs: string[]; languages: string[] }[] }>(`/v1/units/${valteri}/staff`);
  const me = experts.find((e) => e.me);
  await head.post(`/v1/units/${valteri}/staff/${me?.personId}:keep`, { needs: me?.needs, languages: me?.languages, weeklyHours: 40, mostCases: 100 }, { etag: me?.etag ?? "" });
  const [taken, planned] = [await file(school), await file(school)];
  const { page } = await open("lead-valteri", `/queues/${valteri}`, language);
  await page.getByRole("link", { name: say("queue:toPlan") }).click();
  await expect(page.getByText(say("staffing:plan.goal"))).toBeVisible();
  const row = (number: string) => page.locator("tr, li.vaatu-card").filter({ hasText: number });
  await expect(row(planned.number)).toBeVisible();
  await look(page, "a plan");

  await claim(expert, taken);
  const accept = (number: string) => row(number).getByRole("button", { name: new RegExp(`^${say("staffing:plan.accept")}`) });
  await accept(taken.number).click();
  await expect(row(taken.number).getByRole("alert")).toBeVisible();
  await expect(accept(planned.number)).toBeVisible();
  await look(page, "a plan with a row that is refused");

  await row(planned.number).getByRole("button", { name: say("staffing:plan.otherNamed", { number: planned.number }) }).click();
  const who = page.getByRole("combobox", { name: say("parts:assign.who") });
  await who.selectOption({ index: 1 });
  await expect(page.getByRole("dialog").getByRole("listitem").first()).toBeVisible();
  await look(page, "candidates with their reasons");
  await page.keyboard.press("Escape");
  await accept(planned.number).click();
  await expect(row(planned.number).getByText(new RegExp(say("staffing:plan.accepted", { name: "" }).trim()))).toBeVisible();
  expect((await head.get<{ assignments: { state: string }[] }>(`/v1/cases/${planned.id}`)).assignments[0]?.state).toBe("STATE_HELD");
});

test("an expert tells what they know and an absence, and offers a case to the substitute", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const c = await claim(await Client.signIn("expert-valteri"), await file(await Client.signIn("teacher-fi")));
  await Client.signIn("expert-valteri-2");
  const { page } = await open("expert-valteri", `/units/${valteri}/staff`, language);
  const me = "Ville Valtonen";
  await expect(page.getByRole("button", { name: say("staffing:edit.named", { name: me }) })).toBeVisible();
  await look(page, "staff of a unit");
  await press(page, say("staffing:edit.named", { name: me }));
  await page.getByRole("textbox", { name: say("staffing:edit.hours") }).fill("50");
  await press(page, say("staffing:edit.save"));
  await expect(page.getByText(say("staffing:edit.number"))).toBeVisible();
  await look(page, "what an expert knows, with an error");
  await page.reload(); // what was chosen stays
  await press(page, say("staffing:edit.named", { name: me }));
  await expect(page.getByRole("textbox", { name: say("staffing:edit.hours") })).toHaveValue("50");
  // Somebody else tells meanwhile.
  const head = await Client.signIn("lead-valteri");
  const { experts } = await head.get<{ experts: { personId: string; name: string; etag: string; needs: string[]; languages: string[] }[] }>(`/v1/units/${valteri}/staff`);
  const seen = experts.find((e) => e.name === me);
  await head.post(`/v1/units/${valteri}/staff/${seen?.personId}:keep`, { needs: seen?.needs, languages: seen?.languages, weeklyHours: 33, mostCases: 44 }, { etag: seen?.etag ?? "" });
  await expect(page.getByRole("alert").filter({ hasText: /33.*44/ })).toBeVisible();
  await look(page, "what an expert knows, told by somebody else meanwhile");
  await page.getByRole("textbox", { name: say("staffing:edit.hours") }).fill("18");
  await press(page, say("staffing:edit.saveOver"));
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await press(page, say("staffing:away.named", { name: me }));
  await press(page, say("staffing:away.save"));
  await expect(page.getByText(say("staffing:away.dayWrong", { from: inDays(0) }))).toBeVisible();
  await expect(page.getByRole("textbox", { name: say("staffing:away.to") })).toBeFocused();
  await page.getByRole("textbox", { name: say("staffing:away.from") }).fill(inDays(7));
  await page.getByRole("textbox", { name: say("staffing:away.to") }).fill(inDays(14));
  await page.getByRole("combobox", { name: say("staffing:away.substitute") }).selectOption({ label: "Vappu Vertainen" });
  await look(page, "an absence, written");
  await press(page, say("staffing:away.save"));
  await expect(page.getByRole("heading", { name: say("staffing:handOver.title") })).toBeVisible();
  const done = page.locator(".vaatu-done");
  await expect(done).toHaveText(say("staffing:away.done", { name: me }));
  await expect(done).toBeInViewport({ ratio: 1 });
  await done.hover(); // pointed at, it stays
  await look(page, "staff of a unit, with an absence");
  await press(page, say("common:done.close"));
  await expect(done).toHaveCount(0);

  await press(page, say("staffing:handOver.offerNamed", { number: c.number }));
  await expect(page.getByRole("textbox", { name: say("parts:offer.note") })).toHaveValue(/./);
  await expect(page.getByRole("combobox", { name: say("parts:offer.who") })).not.toHaveValue("");
  await expect(page.getByRole("checkbox", { name: say("parts:forGood.label") })).not.toBeChecked();
  await look(page, "a case offered to the substitute, who may keep it");
  await press(page, say("parts:send"));
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const substitute = await Client.signIn("expert-valteri-2");
  const { handOvers } = await substitute.get<{ handOvers?: { id: string; card: { number: string } }[] }>("/v1/handOvers");
  const offered = handOvers?.find((h) => h.card.number === c.number);
  const { etag } = await substitute.get<{ etag: string }>(`/v1/handOvers/${offered?.id}`);
  // Whoever gets it is told that it is lent, and until when.
  const { page: receiver } = await open("expert-valteri-2", `/hand-overs/${offered?.id}`, language);
  const back = new RegExp(inDays(15));
  await expect(receiver.getByText(say("parts:page.howLong"))).toBeVisible();
  await expect(receiver.getByText(back)).toBeVisible();
  await look(receiver, "an offer for the time of an absence");
  await substitute.post(`/v1/handOvers/${offered?.id}:accept`, {}, { etag });
  await receiver.goto("/my-cases");
  await expect(receiver.locator("tr, li.vaatu-card").filter({ hasText: c.number }).getByText(back)).toBeVisible();
  await look(receiver, "cases held, one for the time of an absence");
  await receiver.goto(`/cases/${c.id}`);
  await expect(receiver.getByText(back)).toBeVisible();
  await look(receiver, "a case held for the time of an absence");

  // It lasts longer than was thought, and then it is called off.
  const ofMine = (button: string) => page.getByRole("button", { name: new RegExp(`^${say(button)}.*${me}$`) });
  await ofMine("staffing:away.change").last().click();
  await page.getByRole("textbox", { name: say("staffing:away.to") }).fill(inDays(21));
  await look(page, "an absence, changed");
  await press(page, say("staffing:away.save"));
  await expect(page.getByText(inDays(21)).first()).toBeVisible();
  await ofMine("staffing:away.remove").click();
  await page.getByRole("dialog").getByRole("button", { name: say("staffing:away.remove"), exact: true }).click();
  await expect(page.getByRole("heading", { name: say("staffing:handOver.title") })).toHaveCount(0);

  const { page: theirs } = await open("expert-valteri-2", "/my-cases", language);
  await expect(theirs.getByRole("heading", { name: say("staffing:returns.title") })).toBeVisible();
  await look(theirs, "cases to return");
  await press(theirs, say("staffing:returns.keepNamed", { number: c.number }));
  await expect(theirs.getByText(say("staffing:returns.keepText", { name: me }))).toBeVisible();
  await theirs.keyboard.press("Escape");
  await press(theirs, say("staffing:returns.giveNamed", { number: c.number, name: me }));
  await expect(theirs.getByRole("combobox", { name: say("parts:offer.who") })).not.toHaveValue("");
  await press(theirs, say("parts:send"));
  await expect(theirs.getByRole("dialog")).toHaveCount(0);
  await expect(theirs.getByRole("heading", { name: say("staffing:returns.title") })).toHaveCount(0);
  const returned = await (await Client.signIn("expert-valteri")).get<{ handOvers?: { card: { number: string } }[] }>("/v1/handOvers");
  expect((returned.handOvers ?? []).map((h) => h.card.number)).toContain(c.number);

  // They take it back after all, and keep it.
  const { page: theirCase } = await open("expert-valteri-2", `/cases/${c.id}`, language);
  await theirCase.getByRole("button", { name: say("parts:offer.revoke") }).click();
  await expect(theirCase.getByText(say("parts:offer.revoked")).first()).toBeVisible();
  await theirs.reload();
  await press(theirs, say("staffing:returns.keepNamed", { number: c.number }));
  await theirs.getByRole("dialog").getByRole("button", { name: say("staffing:returns.keep"), exact: true }).click();
  await expect(theirs.getByRole("dialog")).toHaveCount(0);
  const { page: start } = await open("expert-valteri", "/", language);
  await expect(start.getByText(say("staffing:kept.title"))).toBeVisible();
  await expect(start.getByText(c.number).first()).toBeVisible();
  await look(start, "the first page of somebody whose substitute keeps a case");
});

test("an expert whose unit stands in gives a case back to the queue, and whoever takes it reads the note", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const c = await claim(await Client.signIn("expert-valteri-2"), await file(await Client.signIn("teacher-fi")));
  const { page } = await open("expert-valteri-2", `/units/${valteri}/staff`, language);
  await press(page, say("staffing:away.named", { name: "Vappu Vertainen" }));
  await page.getByRole("textbox", { name: say("staffing:away.from") }).fill(inDays(40));
  await page.getByRole("textbox", { name: say("staffing:away.to") }).fill(inDays(47));
  await page.getByRole("combobox", { name: say("staffing:away.substitute") }).selectOption({ label: say("staffing:away.unit") });
  await press(page, say("staffing:away.save"));
  await expect(page.getByRole("heading", { name: say("staffing:handOver.titleUnit") })).toBeVisible();
  await press(page, say("staffing:handOver.toQueueNamed", { number: c.number }));
  const note = page.getByRole("textbox", { name: say("case:assignment.releaseReason") });
  await expect(note).toHaveValue(/./);
  const written = `${await note.inputValue()} Lue ensin kysymykset.`;
  await note.fill(written);
  await look(page, "a case given back to the queue with a note");
  await page.getByRole("dialog").getByRole("button", { name: say("case:assignment.release"), exact: true }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: say("staffing:handOver.toQueueNamed", { number: c.number }) })).toHaveCount(0);

  const colleague = await Client.signIn("expert-valteri");
  await claim(colleague, await (await Client.signIn("lead-valteri")).get<Case>(`/v1/cases/${c.id}`));
  const { page: theirs } = await open("expert-valteri", `/cases/${c.id}`, language);
  await expect(theirs.getByText("Lue ensin kysymykset.")).toBeVisible();
  await page.getByRole("button", { name: new RegExp(`^${say("staffing:away.remove")}.*Vappu Vertainen$`) }).click();
  await page.getByRole("dialog").getByRole("button", { name: say("staffing:away.remove"), exact: true }).click();
});

test("what the head gives of somebody who is away today comes back to them", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const [away, stands] = [await Client.signIn("expert-valteri-2"), await Client.signIn("expert-valteri")];
  const c = await claim(away, await file(await Client.signIn("teacher-fi")));
  const idOf = async (client: Client) => (await client.get<{ id: string }>("/v1/me")).id;
  const personId = await idOf(away);
  const today = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Helsinki" });
  const { absenceId } = await away.post<{ absenceId: string }>(`/v1/units/${valteri}/absences`, { personId, fromDate: today, toDate: today, substituteId: await idOf(stands) });
  const { page } = await open("lead-valteri", "/", language);
  const toStaff = page.getByRole("list", { name: say("start:head.list") }).locator(`a[href="/units/${valteri}/staff"]`);
  await expect(toStaff.first()).toBeVisible();
  await look(page, "the start page of a head whose expert is away");
  await toStaff.first().click();
  const toCase = page.getByRole("link", { name: c.number, exact: true });
  await expect(toCase).toBeVisible();
  await look(page, "staff with cases that nobody is offered");
  await toCase.click();
  await press(page, say("parts:assign.move"));
  const who = page.getByRole("combobox", { name: say("parts:assign.who") });
  await expect(who.locator("option").nth(1)).toHaveAttribute("value", await idOf(stands));
  await who.selectOption(await idOf(stands));
  await page.getByRole("textbox", { name: say("parts:reason") }).fill("Sairastui äkillisesti.");
  await expect(page.getByRole("checkbox", { name: say("parts:forGood.label") })).not.toBeChecked();
  await look(page, "a case of somebody who is away, given by the head");
  await press(page, say("parts:assign.send"));
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.goto("/cases");
  await expect(page.locator("tr, li.vaatu-card").filter({ hasText: c.number })).toBeVisible();
  await look(page, "the cases of a unit with who holds them");
  expect((await away.send("DELETE", `/v1/absences/${absenceId}`)).status).toBe(200);
  const { returns } = await stands.get<{ returns?: { caseId: string; personId: string }[] }>("/v1/returns");
  expect(returns).toContainEqual(expect.objectContaining({ caseId: c.id, personId }));
});

test("coordination sees by unit whom a plan proposes for a card and why a case has no place, and accepts nothing", async ({ open, language, say }) => {
  test.setTimeout(240_000);
  const c = await file(await Client.signIn("teacher-fi"));
  const { page } = await open("coordinator", "/triage", language);
  await page.getByRole("link", { name: say("triage:toPlan") }).click();
  await expect(page.getByRole("heading", { name: say("staffing:joint.title") })).toBeVisible();
  await page.getByRole("combobox", { name: say("staffing:joint.actor") }).selectOption("ACTOR_VALTERI");
  await expect(page).toHaveURL(/actor=ACTOR_VALTERI/);
  await page.getByRole("button", { name: /Valteri, (valtakunnallinen|riksomfattande)/ }).click();
  const row = page.locator("tr, li.vaatu-card").filter({ hasText: c.number });
  await expect(row.getByText(/Ville Valtonen|Vappu Vertainen|Johanna Johtonen/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: new RegExp(`^${say("staffing:plan.accept")}`) })).toHaveCount(0);
  await look(page, "a plan of an actor, for coordination");
  await page.getByRole("combobox", { name: say("staffing:joint.actor") }).selectOption("ACTOR_STATE_SCHOOL_HOME");
  await expect(page.getByText(say("staffing:joint.empty"))).toBeVisible();
  await look(page, "a plan of an actor for whom nothing waits");
  await claim(await Client.signIn("expert-valteri"), c);
});

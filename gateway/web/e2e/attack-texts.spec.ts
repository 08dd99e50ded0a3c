// Markup, scripts, links and odd signs in every text that a person can write: each page shows them as they were written, to
// each who reads them, and does nothing.

import type { Page } from "@playwright/test";
import { holds, long, short, watch } from "./attack";
import { baseURL, type Case, Client, type Draft } from "./client";
import { ask, claim, file, inDays, leadOf, valteri } from "./sample";
import { expect, screenless, test } from "./test";

const answers = { situation: `1 ${long}`, tried: `2 ${long}`, question: `3 ${long}` };

/** Told is what was written, where. */
interface Told {
  draft: Draft;
  advised: Case;
  opened: Case;
  invited: string;
  feedback: readonly string[];
  reason: string;
}

/** tell writes everything that can be written, in each role. */
async function tell(): Promise<Told> {
  const [school, expert, coordinator, admin] = await Promise.all(["teacher-fi-2", "expert-valteri", "coordinator", "admin"].map((p) => Client.signIn(p)));
  if (!school || !expert || !coordinator || !admin) throw new Error("nobody is there");
  const draft = await school.post<Draft>("/v1/drafts", { request: { about: "ABOUT_ANONYMOUS_PUPIL", level: "LEVEL_BASIC", grades: [3], workingLanguage: "fi", needs: ["NEED_AUTISM"], ...answers } });
  const advised = await claim(expert, await file(school, answers));
  const path = `/v1/cases/${advised.id}`;
  const question = await ask(expert, advised, `4 ${long}`);
  await school.post(`${path}/questions/${question}:reply`, { text: `5 ${long}` });
  await ask(expert, advised, `6 ${long}`);
  await school.post(`${path}/messages`, { text: `7 ${long}` });
  await expert.post(`${path}/messages`, { text: `8 ${long}` });
  const steps = [{ text: `10 ${long}`, who: `11 ${short}`, byWhen: `12 ${short}`.slice(0, 100) }, { text: "Askel", who: "12", byWhen: inDays(7) }];
  await expert.post(`${path}/advice`, { advice: { summary: `9 ${long}`, steps, watch: `13 ${long}`, askAgain: `14 ${long}` } });
  const { etag } = await expert.get<Case>(path);
  const published = await expert.post<Case>(`${path}/advice:publish`, {}, { etag });
  const known = await school.post<Case>(`${path}/advice:acknowledge`, {}, { etag: published.etag });
  await school.post(`${path}:close`, { closeOut: { effect: "EFFECT_NEW_PLAN", value: 3, comment: `15 ${long}` } }, { etag: known.etag });

  await file(school, { needs: ["NEED_COMPLEX"], ...answers });
  const routed = await file(school, { needs: ["NEED_COMPLEX"], ...answers });
  const item = await coordinator.get<Case>(`/v1/cases/${routed.id}`).catch(() => routed);
  await coordinator.post(`/v1/cases/${routed.id}:route`, { unitId: valteri, reason: `16 ${long}`.slice(0, 1000) }, { etag: item.etag });
  const declined = leadOf(await file(school, answers));
  const lead = await Client.signIn("lead-valteri");
  await lead.post(`/v1/assignments/${declined.id}:decline`, { reason: "DECLINE_REASON_NO_CAPACITY", suggestion: `17 ${long}`.slice(0, 1000) }, { etag: declined.etag });
  const taken = await claim(expert, await file(school, answers));
  await expert.post(`/v1/assignments/${leadOf(taken).id}:release`, { reason: `18 ${long}`.slice(0, 1000) }, { etag: leadOf(taken).etag });
  const back = await file(school, answers);
  await school.post(`/v1/cases/${back.id}:withdraw`, { reason: `19 ${long}`.slice(0, 1000) }, { etag: back.etag });
  const invited = `20 ${short}`;
  await admin.post("/v1/grants", { invited, role: "ROLE_AUDITOR" });
  const feedback = [`21 ${long}`, `22 ${short}`];
  await new Client().post("/v1/feedback", { message: feedback[0], page: feedback[1] }); // by somebody whom nobody knows
  const reason = `23 ${short}`;
  await coordinator.post(`/v1/cases/${routed.id}/break-glasses`, { reason });
  return { draft, advised, opened: routed, invited, feedback, reason };
}

/** unfoldAll opens what is folded away on the page. */
async function unfoldAll(page: Page): Promise<void> {
  const closed = page.locator("main button[aria-expanded=false]");
  for (let left = await closed.count(); left > 0; left--) await closed.first().click();
}

/** mailsHoldNothing looks at every mail that was sent. */
async function mailsHoldNothing(): Promise<void> {
  const mails = (await (await fetch(`${baseURL()}/dev/mail.json`)).json()) as { to: string; subject: string; text: string }[];
  for (const m of mails) {
    expect(m.to).toMatch(/^[\w.+-]+@example\.fi$/);
    expect(m.subject).toMatch(/^[^\r\n<>{}]*$/);
    expect(`${m.subject}\n${m.text}`).not.toMatch(/evil\.example|<img|alert\(|\u202E/);
  }
}

test("what people write is shown as it was written, and does nothing", async ({ open }) => {
  test.setTimeout(240_000);
  const told = await tell();
  const { situation, tried, question } = answers;
  const whole = [situation, tried, question, ...[4, 5, 6, 7, 8, 9, 10, 13, 14, 15].map((n) => `${n} ${long}`), `11 ${short}`, `12 ${short}`.slice(0, 100)];
  const pages: [persona: string, pages: [path: string, texts: readonly string[]][]][] = [
    ["teacher-fi-2", [["/", []], ["/drafts", []], [`/drafts/${told.draft.id}?q=situation`, [situation]], [`/drafts/${told.draft.id}?q=tried`, [tried]], [`/drafts/${told.draft.id}?q=question`, [question]], [`/drafts/${told.draft.id}/check`, [situation, tried, question]], ["/cases", []], [`/cases/${told.advised.id}`, whole]]],
    ["expert-valteri", [["/", []], [`/queues/${valteri}`, []], ["/my-cases", []], [`/cases/${told.advised.id}`, whole]]],
    ["lead-valteri", [["/", []], [`/queues/${valteri}`, []], ["/caseload", []], ["/break-glass", [told.reason]]]],
    ["coordinator", [["/", []], ["/triage", []], ["/caseload/cases", []], [`/cases/${told.opened.id}`, [situation, tried, question]], ["/break-glass", [told.reason]]]],
    ["admin", [["/", []], ["/grants?state=GRANT_STATE_INVITED", [told.invited]], ["/feedback", told.feedback]]],
  ];
  const visit = async ([persona, visits]: (typeof pages)[number]) => {
    const { page, context } = await open(persona, "/settings", "fi");
    const watched = watch(context);
    for (const [path, texts] of visits) {
      await page.goto(path);
      await expect(page.locator("h1")).toHaveCount(1);
      await expect(page.locator(".fi-loadingSpinner")).toHaveCount(0);
      if (texts.length > 0) {
        await expect.poll(async () => (await page.locator("main").textContent())?.length).toBeGreaterThan(200);
        await unfoldAll(page);
      }
      await holds(page, `${persona} ${path}`, texts);
    }
    expect(watched.acts, `what the browser of ${persona} did`).toEqual([]);
  };
  for (const one of pages) await visit(one); // one after the other: five browsers at once starve a small machine
  await mailsHoldNothing();
});

test("no mail holds what people write, and no address or name holds more than itself", screenless, async () => {
  const person = await Client.signIn("teacher-fi-2");
  const admin = await Client.signIn("admin");
  for (const email of ["a@example.fi\r\nBcc: b@evil.example", "a@example.fi,b@evil.example", "\"a\r\nX: y\"@example.fi", "a@example.fi%0aBcc:b@evil.example", "A <a@example.fi>", "a@example.fi\u0000", `${short}@example.fi`]) {
    expect((await person.send("POST", "/v1/me/email", { body: { email } })).status, email).toBe(400);
  }
  for (const invited of ["Aino\r\nBcc: b@evil.example", "Aino \u202Eniveliam", "Aino\u2028toinen rivi", "Aino\u001b[31m", "A\u200Bino"]) {
    expect((await admin.send("POST", "/v1/grants", { body: { invited, role: "ROLE_AUDITOR" } })).status, JSON.stringify(invited)).toBe(400);
  }
  await mailsHoldNothing();
});

test("an address of a page that holds markup opens a page and does nothing", screenless, async ({ open }) => {
  const { page, context } = await open("expert-and-teacher", "/settings", "fi");
  const watched = watch(context);
  const v = encodeURIComponent(short);
  for (const path of [
    `/cases?number=${v}&phase=${v}`, `/cases/${v}`, `/cases/${v}/advice`, `/drafts/${v}?q=${v}`, `/queues/${v}?need=${v}&sort=${v}`, `/my-cases?turn=${v}`,
    `/grants?state=${v}&role=${v}`, `/caseload?phase=${v}`, `/${v}`, `/help?x=${v}#${v}`, `/?__proto__[x]=${v}&constructor.prototype.x=${v}`,
  ]) {
    await page.goto(path);
    await expect(page.locator("h1")).toHaveCount(1);
    await holds(page, path, []);
  }
  await page.goto("/auth/login?return_to=/cases");
  for (const to of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/%09/evil", "/.//evil", "data:text/html,x", `/cases?number=${v}`]) {
    await page.goto(`/auth/login?login_hint=expert-and-teacher&return_to=${encodeURIComponent(to)}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(new URL(page.url()).origin, to).toBe(baseURL());
  }
  expect(watched.acts).toEqual([]);
});

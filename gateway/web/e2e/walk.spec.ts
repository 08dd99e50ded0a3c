// A case from the first word to the last, by the people who do it, each with a browser of their own.

import type { Page, Route } from "@playwright/test";
import { Client } from "./client";
import { claim, file, valteri, valteriSv } from "./sample";
import { begin, box, choose, figure, follow, pick, saved, send, toCheck, toQuestion, write as writeText } from "./steps";
import { expect, screenless, test } from "./test";
import { anyOf, type Language, type Say, sayIn } from "./texts";

interface Cast {
  language: Language;
  school: string;
  experts: string[];
  names: string;
  unit: string;
  unitName: RegExp;
  reason: RegExp;
  texts: Record<"situation" | "tried" | "question" | "ask" | "reply" | "message" | "summary" | "first" | "second" | "comment", string>;
}

const finnish: Cast = {
  language: "fi",
  school: "teacher-fi",
  experts: ["expert-valteri", "expert-valteri-2"],
  names: "(Ville Valtonen|Vappu Vertainen)",
  unit: valteri,
  unitName: /Vastaanottaja: Valteri/,
  reason: /Syy: .*kuuleminen/,
  texts: {
    situation: "Oppilas ei kuule ohjeita meluisassa luokassa.",
    tried: "Istumapaikka eteen: auttoi vähän.",
    question: "Miten luokkatila järjestetään?",
    ask: "Onko kuulokojeet tarkistettu?",
    reply: "On, lokakuussa.",
    message: "Lisätieto: luokassa on kaksikymmentä oppilasta.",
    summary: "Vaimentakaa kaiku ja ottakaa mikrofoni käyttöön.",
    first: "Hankkikaa ryhmämikrofoni.",
    second: "Sopikaa puheenvuoroista.",
    comment: "Ohjeet kuuluvat nyt.",
  },
};

const swedish: Cast = {
  language: "sv",
  school: "teacher-sv",
  experts: ["expert-valteri-sv"],
  names: "Viktor Vik",
  unit: valteriSv,
  unitName: /Mottagare: Valteri, Skilla/,
  reason: /Orsak: .*svenskspråkig/,
  texts: {
    situation: "Eleven hör inte anvisningarna i ett bullrigt klassrum.",
    tried: "Plats längst fram: hjälpte lite.",
    question: "Hur ordnas klassrummet?",
    ask: "Har hörapparaterna kontrollerats?",
    reply: "Ja, i oktober.",
    message: "Mer information: det finns tjugo elever i klassen.",
    summary: "Dämpa ekot och ta en mikrofon i bruk.",
    first: "Skaffa en gruppmikrofon.",
    second: "Kom överens om turordningen.",
    comment: "Anvisningarna hörs nu.",
  },
};

const need = "NEED_HEARING";

for (const cast of [finnish, swedish]) {
  const { texts } = cast;
  const say = sayIn(cast.language);

  test(`a request is written, resumed, filed, advised and closed (${cast.language})`, async ({ open }) => {
    test.setTimeout(240_000);
    const coordinator = await open("coordinator", "/caseload");
    const fi = sayIn("fi");
    const before = await figure(coordinator.page, fi, "PHASE_CLOSED", fi("caseload:total"));

    const filed = await test.step("write, leave, resume, check and file", async () => {
      const draftId = await write(await start(open, cast), say, cast);
      const { page } = await open(cast.school, "/drafts");
      await page.locator(`a[href$="/drafts/${draftId}"]`).click();
      await toQuestion(page, say, "situation");
      await expect(box(page, say, "situation")).toHaveValue(texts.situation);
      return resume(page, say, cast);
    });
    const { page: school, number, caseId } = filed;

    const expert = await test.step("claim", async () => claimTogether(await pages(open, cast), say, cast, number));
    await expert.getByRole("link", { name: say("queue:claim.open") }).click();
    await expect(expert.getByText(texts.situation)).toBeVisible();

    await test.step("question, reply, message", async () => {
      await expert.getByRole("button", { name: say("case:ask.open") }).click();
      await send(expert, say("case:ask.label"), texts.ask, say("case:ask.send"));
      await school.goto("/");
      await school.getByRole("link", { name: `${say("start:open.question")}: ${number}` }).click();
      await expect(school.getByText(texts.ask).first()).toBeVisible();
      await send(school, say("case:reply.label"), texts.reply, say("case:reply.send"));
      await send(school, say("case:message.label"), texts.message, say("case:message.send"));
      await expert.reload();
      await expect(expert.getByText(texts.reply)).toBeVisible();
      await expect(expert.getByText(texts.message)).toBeVisible();
    });

    await test.step("advice", async () => {
      await writeAdvice(expert, say, cast);
      await expect(expert).toHaveURL(new RegExp(`/cases/${caseId}$`));
      await expect(expert.getByText(say("codes:PHASE_ADVISED"))).toBeVisible();
    });

    await test.step("acknowledge and close", async () => {
      // The page was open all the while: it asks to confirm the advice only when it shows it.
      const confirm = school.getByRole("button", { name: say("case:acknowledge.button") });
      await expect(confirm).toBeVisible({ timeout: 40_000 });
      expect(await school.getByText(texts.second).isVisible()).toBe(true);
      await confirm.click();
      await expect(confirm).toHaveCount(0); // the page knows of it: closing goes out with what was seen last
      await school.getByRole("button", { name: say("case:close.open"), exact: true }).click();
      await pick(school, "radio", say("codes:EFFECT_NEW_PLAN"));
      await pick(school, "radio", "5");
      await school.getByRole("textbox", { name: new RegExp(`^${say("case:close.comment")}`) }).fill(texts.comment);
      await school.getByRole("button", { name: say("case:close.send"), exact: true }).click();
      await expect(school.getByRole("heading", { name: say("case:close.outcome") })).toBeVisible();
      await expect(school.getByText(texts.comment)).toBeVisible();
    });

    await test.step("the coordination group's figures have moved", async () => {
      const { page } = coordinator;
      await page.reload();
      expect(await figure(page, fi, "PHASE_CLOSED", fi("caseload:total"))).toBeGreaterThan(before);
      await page.goto(`/caseload/cases?phase=PHASE_CLOSED&need=${need}`);
      await expect(page.getByText(number)).toBeVisible();
      await expect(page.getByText(texts.situation)).toHaveCount(0);
    });
  });
}

type Open = (persona: string, path?: string) => Promise<{ page: Page }>;

async function start(open: Open, cast: Cast): Promise<Page> {
  return (await open(cast.school)).page;
}

async function pages(open: Open, cast: Cast): Promise<Page[]> {
  const all: Page[] = [];
  for (const persona of cast.experts) all.push((await open(persona)).page);
  return all;
}

/** write begins a request, answers the first questions and goes away. */
async function write(page: Page, say: Say, cast: Cast): Promise<string> {
  const draftId = await begin(page, say);
  await choose(page, say, need);
  await writeText(page, say, "situation", cast.texts.situation);
  await saved(page);
  await page.context().close();
  return draftId;
}

/** resume answers the rest, checks, files, and reads where the request went. */
async function resume(page: Page, say: Say, cast: Cast) {
  await toQuestion(page, say, "needs");
  await expect(page.getByRole("checkbox", { name: say(`codes:${need}`), exact: true })).toBeChecked();
  await writeText(page, say, "tried", cast.texts.tried);
  await writeText(page, say, "question", cast.texts.question);
  await toCheck(page, say);
  await expect(page.getByRole("heading", { level: 1, name: say("check:title") })).toBeVisible();
  await expect(page.getByText(cast.texts.question)).toBeVisible();
  await expect(page.getByText(cast.unitName)).toBeVisible();
  await expect(page.getByText(cast.reason)).toBeVisible();
  await page.getByRole("button", { name: say("check:send"), exact: true }).click();
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
  const caseId = /cases\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? "";
  const receipt = page.getByRole("heading", { name: anyOf(say, "case:receipt.title", { number: "[0-9A-Z-]+" }) });
  await expect(receipt).toBeVisible();
  await expect(page.getByText(cast.unitName).first()).toBeVisible();
  await expect(page.getByText(cast.reason).first()).toBeVisible();
  const number = /[0-9A-Z]{4}-[0-9A-Z]{3}/.exec((await receipt.textContent()) ?? "")?.[0] ?? "";
  expect(number).not.toBe("");
  return { page, number, caseId };
}

/** claimTogether lets all experts press the button before the server hears any of them; it answers the winner. */
async function claimTogether(experts: Page[], say: Say, cast: Cast, number: string): Promise<Page> {
  const held: Route[] = [];
  let release: (value: unknown) => void = () => undefined;
  const together = new Promise((go) => (release = go));
  for (const page of experts) {
    await page.route("**/v1/assignments/*:claim", async (route) => {
      held.push(route);
      if (held.length === experts.length) release(true);
      await together;
      await route.continue();
    });
    await follow(page, say, say("common:nav.queue"));
    await expect(page).toHaveURL(new RegExp(`/queues/${cast.unit}`));
    await page.goto(`/queues/${cast.unit}?need=${need}`);
    await expect(page.getByText(cast.texts.situation)).toHaveCount(0);
  }
  const button = { name: say("queue:claim.named", { number }) };
  for (const page of experts) await page.getByRole("button", button).click({ noWaitAfter: true });
  const won = experts.map((page) => page.getByText(say("queue:claim.done"), { exact: true }));
  const lost = experts.map((page) => page.getByText(anyOf(say, "queue:claim.lost", { name: cast.names, clock: "kl(o|\\.) \\d\\d\\.\\d\\d" })));
  for (const [i, page] of experts.entries()) {
    await expect(won[i]?.or(lost[i] ?? page.locator("nothing")).first() ?? page.locator("nothing")).toBeVisible();
  }
  const winners = [];
  for (const [i, page] of experts.entries()) if ((await won[i]?.count()) === 1) winners.push(page);
  expect(winners).toHaveLength(1);
  expect((await Promise.all(lost.map((l) => l.count()))).filter((n) => n > 0)).toHaveLength(experts.length - 1);
  return winners[0] as Page;
}

/** writeAdvice writes advice of two steps in the wrong order, turns them, and publishes. */
async function writeAdvice(page: Page, say: Say, cast: Cast): Promise<void> {
  const { texts } = cast;
  await page.getByRole("link", { name: say("case:advice.write") }).click();
  await page.getByRole("textbox", { name: say("advice:summary") }).fill(texts.summary);
  for (const [i, text] of [texts.second, texts.first].entries()) {
    await page.getByRole("button", { name: say("advice:add") }).click();
    const step = page.getByRole("group", { name: say("advice:step", { n: i + 1 }) });
    await step.getByRole("textbox", { name: say("advice:what") }).fill(text);
    await step.getByRole("textbox", { name: say("advice:who") }).fill("Luokanopettaja");
  }
  await page.getByRole("button", { name: say("advice:up", { n: 2 }) }).click();
  await expect(page.getByRole("textbox", { name: say("advice:what") }).first()).toHaveValue(texts.first);
  await page.getByRole("button", { name: say("advice:publish"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: say("advice:publish"), exact: true }).click();
}

test("what one has claimed is nobody else's to open", screenless, async ({ open }) => {
  const school = await Client.signIn("teacher-fi");
  const expert = await Client.signIn("expert-valteri");
  const filed = await file(school);
  await claim(expert, filed);
  const { page } = await open("expert-valteri-2", `/cases/${filed.id}`);
  await expect(page.getByRole("heading", { level: 1, name: sayIn("fi")("errors:notFoundTitle") })).toBeVisible();
});

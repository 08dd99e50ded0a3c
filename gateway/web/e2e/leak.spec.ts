// The leak guard while a person writes: hints under the field, one click, undo, what stays, and the check page.

import { Client, type Draft } from "./client";
import { look } from "./look";
import { request } from "./sample";
import { begin, box, saved, toQuestion } from "./steps";
import { expect, test } from "./test";
import { type Language, sayIn } from "./texts";

const sample = {
  fi: { persona: "teacher-fi", said: "Puhuin Matin kanssa.", name: "Matin", instead: "oppilaan", after: "Puhuin oppilaan kanssa.", given: "Xeniina", unknown: "Kysyin xeniinalta." },
  sv: { persona: "teacher-sv", said: "Vi talade om Annas läsning.", name: "Annas", instead: "elevens", after: "Vi talade om elevens läsning.", given: "Xenius", unknown: "Vi frågade xenius om det." },
} satisfies Partial<Record<Language, unknown>>;

for (const language of ["fi", "sv"] as const) {
  const say = sayIn(language);
  const { persona, said, name, instead, after, given, unknown } = sample[language];

  test(`an identity code is pasted and removed by its hint in two actions (${language})`, async ({ open }) => {
    const { page } = await open(persona, "/", language);
    await begin(page, say);
    await toQuestion(page, say, "situation");
    await box(page, say, "situation").fill("Oppilas 010112A900K viihtyy."); // 1: synthetic, 900 and above are nobody's
    await expect(page.getByText(say("leak:code")).first()).toBeVisible();
    await look(page, `a code is found ${language}`);
    await page.getByRole("button", { name: say("leak:remove"), exact: true }).click(); // 2
    await expect(box(page, say, "situation")).toHaveValue("Oppilas viihtyy.");
    await expect(page.getByRole("button", { name: say("leak:remove"), exact: true })).toHaveCount(0);
    await saved(page);
  });

  test(`a name is replaced by a click, brought back by undo, and left (${language})`, async ({ open }) => {
    const { page } = await open(persona, "/", language);
    await begin(page, say);
    await toQuestion(page, say, "situation");
    const field = box(page, say, "situation");
    await field.pressSequentially(said);
    const use = `${say("leak:use", { what: instead })} (${name})`;
    await page.getByRole("button", { name: use }).click();
    await expect(field).toHaveValue(after);
    await expect(field).toBeFocused();
    expect(await field.evaluate((f: HTMLTextAreaElement) => f.selectionStart), "the cursor is where it was").toBe(after.length);
    await page.keyboard.press("Control+z");
    await expect(field).toHaveValue(said);
    await look(page, `a name is found ${language}`);
    await page.getByRole("button", { name: `${say("leak:keep")} (${name})` }).click();
    await expect(page.getByText(say("leak:may", { what: name }))).toHaveCount(0);
    await field.pressSequentially(" ");
    await saved(page);
    await expect(page.getByText(say("leak:may", { what: name }))).toHaveCount(0);
  });

  test(`an anonymous request is held by a name until that is answered (${language})`, async ({ open }) => {
    const { page } = await open(persona, "/", language);
    const draft = await (await Client.signIn(persona)).post<Draft>("/v1/drafts", { request: request({ tried: said, workingLanguage: language }) });
    await page.goto(`/drafts/${draft.id}/check`);
    const send = page.getByRole("button", { name: say("check:send"), exact: true });
    const item = say("leak:check.item", { question: say("form:questions.tried.short"), what: name });
    await send.click();
    await expect(page.getByText(say("leak:answer"))).toBeVisible();
    await expect(page.getByRole("link", { name: item, exact: true })).toBeFocused();
    await look(page, `check, held by a name ${language}`);
    await page.getByRole("button", { name: `${say("leak:keep")} (${item})` }).click();
    await expect(page.getByText(say("leak:answer"))).toHaveCount(0);
    await expect(send).toBeFocused();
    await expect(page).toHaveURL(/\/check$/);
    await send.click();
    await page.waitForURL(/\/cases\//);
  });

  test(`a name that the writer gives is found and never sent (${language})`, async ({ open }) => {
    const { page } = await open(persona, "/", language);
    await begin(page, say);
    await toQuestion(page, say, "situation");
    const sent: string[] = [];
    page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
    await page.getByText(say("form:names.open")).click();
    await page.getByRole("textbox", { name: say("form:names.label") }).fill(given);
    await look(page, `names to look for ${language}`);
    await toQuestion(page, say, "tried");
    await box(page, say, "tried").fill(unknown);
    await expect(page.getByText(say("leak:foot")).first()).toBeVisible();
    await saved(page);
    expect(sent.filter((s) => s.includes(given))).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain(given);
  });
}

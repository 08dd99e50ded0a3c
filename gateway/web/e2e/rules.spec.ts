// The rules by which requests are routed: drafted and checked on a wide screen, read and approved on a narrow one by somebody
// else, published, and told on the page of a request that was filed after it.

import { Client } from "./client";
import { look } from "./look";
import { file } from "./sample";
import { pick, tick } from "./steps";
import { expect, screenless, test } from "./test";
import { anyOf, sayIn } from "./texts";

test("a coordinator drafts rules, another approves them, and a request goes by what was published", screenless, async ({ open, language, say }) => {
  test.setTimeout(180_000);
  const rule = "Elmeri kokeilee neuropsykiatriaa";
  const before = await file(await Client.signIn("teacher-fi"), { needs: ["NEED_NEUROPSYCHIATRY"] });
  const { page } = await open("coordinator", "/triage", language);
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  await expect(page.getByRole("navigation").getByRole("link", { name: say("common:nav.rules"), exact: true })).toBeVisible();
  await page.getByRole("link", { name: say("triage:toRules") }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("rules:title") })).toBeVisible();
  await look(page, "rule sets");
  await page.getByRole("row", { name: say("rules:states.RULE_SET_STATE_PUBLISHED") }).getByRole("link").click();
  await expect(page.getByRole("heading", { name: say("rules:checks") })).toBeVisible();
  await look(page, "published rules");
  await press(say("rules:copy"));
  await expect(page.getByText(say("rules:states.RULE_SET_STATE_DRAFT"), { exact: true })).toBeVisible();

  await press(say("rules:add"));
  await page.getByRole("button", { name: new RegExp(`^${say("rules:needs")}:`) }).click();
  await pick(page, "checkbox", say("codes:NEED_NEUROPSYCHIATRY"));
  await page.getByRole("button", { name: new RegExp(`^${say("rules:forms")}:`) }).click();
  await pick(page, "checkbox", say("codes:FORM_REMOTE_MEETING"));
  await pick(page, "checkbox", say("codes:FORM_NONE"));
  await page.getByRole("combobox", { name: say("rules:leader") }).selectOption("ELMERI");
  await page.getByRole("spinbutton", { name: say("rules:weight") }).fill("500");
  await page.getByRole("textbox", { name: say("rules:reasonFi") }).fill(rule);
  await press(say("rules:save"));
  await expect(page.getByText(say("rules:missing.reasonSv"))).toBeVisible();
  await look(page, "a rule being written");
  await page.reload();
  await expect(page.getByRole("button", { name: `${say("rules:forms")}: ${say("codes:FORM_REMOTE_MEETING")}, ${say("codes:FORM_NONE")}` })).toBeVisible();
  await page.getByRole("textbox", { name: say("rules:reasonSv") }).fill("Elmeri prövar neuropsykiatri");
  await press(say("rules:save"));
  await expect(page.getByRole("row", { name: rule })).toBeVisible();
  await press(say("rules:replay.start"));
  const moves = page.getByRole("row", { name: "Elmeri" }).filter({ hasNot: page.getByRole("button") });
  await expect(moves.first()).toBeVisible();
  await expect(page.getByText(before.number ?? "", { exact: true })).toBeVisible();
  await look(page, "a replay");
  await press(say("rules:submit"));
  await page.getByRole("dialog").getByRole("button", { name: say("rules:submit"), exact: true }).click();
  await expect(page.getByText(say("rules:other"))).toBeVisible();
  await look(page, "rules in review");

  const sv = sayIn("sv");
  const { page: second } = await open("coordinator-2", new URL(page.url()).pathname, "sv");
  await second.setViewportSize({ width: 390, height: 844 });
  await expect(second.getByText(sv("rules:added")).first()).toBeVisible();
  await second.getByRole("button", { name: sv("rules:replay.start"), exact: true }).click();
  await expect(second.getByRole("heading", { name: sv("rules:replay.samples") })).toBeVisible();
  await expect(second.getByText("Elmeri", { exact: false }).first()).toBeVisible();
  await look(second, "rules to approve");
  await second.getByRole("button", { name: sv("rules:sendBack"), exact: true }).click();
  await second.getByRole("button", { name: sv("rules:sendBackSend"), exact: true }).click();
  await expect(second.getByText(sv("rules:reasonMissing"))).toBeVisible();
  const toChange = second.getByRole("textbox", { name: sv("rules:sendBackReason") });
  await expect(toChange).toBeFocused();
  await look(second, "rules to send back, with an error");
  await toChange.fill("Regeln är för bred.");
  await second.getByRole("button", { name: sv("rules:sendBackSend"), exact: true }).click();
  await expect(second.getByText(sv("rules:states.RULE_SET_STATE_DRAFT"), { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Regeln är för bred.")).toBeVisible();
  await press(say("rules:submit"));
  await page.getByRole("dialog").getByRole("button", { name: say("rules:submit"), exact: true }).click();
  await expect(page.getByText(say("rules:other"))).toBeVisible();
  await second.reload();
  await second.getByRole("button", { name: sv("rules:approve"), exact: true }).click();
  await expect(second.getByText(sv("rules:states.RULE_SET_STATE_APPROVED"), { exact: true })).toBeVisible();

  await page.reload();
  await press(say("rules:publish"));
  await expect(page.getByRole("dialog")).toBeVisible();
  await look(page, "publishing rules");
  await page.getByRole("dialog").getByRole("button", { name: say("rules:publish"), exact: true }).click();
  await expect(page.getByText(say("rules:states.RULE_SET_STATE_PUBLISHED"), { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();

  const filed = await file(await Client.signIn("teacher-fi"), { needs: ["NEED_NEUROPSYCHIATRY"] });
  const { page: teacher } = await open("teacher-fi", `/cases/${filed.id}`, "fi");
  await expect(teacher.getByText(rule).first()).toBeAttached();
  const named = anyOf(sayIn("fi"), "common:ruleSet.later", { n: "\\d+" });
  await expect(teacher.getByText(named).first()).toBeAttached();
});

test("a draft is discarded by its author, who is asked first", screenless, async ({ open, language, say }) => {
  const { page } = await open("coordinator", "/routing", language);
  await page.getByRole("row", { name: say("rules:states.RULE_SET_STATE_PUBLISHED") }).getByRole("link").click();
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).not.toHaveText(say("rules:title"));
  const copied = (await heading.textContent()) ?? "";
  await page.getByRole("button", { name: say("rules:copy"), exact: true }).click();
  await expect(heading, "the draft's page, and not that of what it was copied from").not.toHaveText(copied);
  const drafted = (await heading.textContent()) ?? "";
  await page.getByRole("button", { name: say("rules:replay.start"), exact: true }).click();
  await expect(page.getByText(anyOf(say, "rules:replay.none", { total: ".+" })).first()).toBeVisible();
  await page.getByRole("button", { name: say("rules:discard"), exact: true }).click();
  await look(page, "discarding a draft");
  await page.getByRole("dialog").getByRole("button", { name: say("rules:discard"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: say("rules:title") })).toBeVisible();
  await expect(page.getByRole("link", { name: drafted, exact: true })).toHaveCount(0);
});

test("a coordinator sees where a request would go by other facts", async ({ open, language, say }) => {
  const complex = await file(await Client.signIn("teacher-fi-2"), { needs: ["NEED_COMPLEX"] });
  const { page } = await open("coordinator", "/triage", language);
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: complex.number, exact: true }) });
  await card.getByRole("button", { name: say("case:whatIf") }).click();
  await tick(card.getByRole("checkbox", { name: say("codes:NEED_COMPLEX"), exact: true }), false);
  await expect(card.getByText(say("triage:whatIf.noNeeds"))).toBeVisible();
  await tick(card.getByRole("checkbox", { name: say("codes:NEED_AUTISM"), exact: true }));
  await tick(card.getByRole("checkbox", { name: say("codes:FORM_VISIT_OBSERVATION"), exact: true }));
  const asked = page.waitForRequest((r) => r.url().endsWith("/v1/routing:try"));
  await card.getByRole("button", { name: say("triage:whatIf.show"), exact: true }).click();
  expect((await asked).postDataJSON()).toMatchObject({ wishedForms: ["FORM_VISIT_OBSERVATION"] });
  await expect(card.getByText(anyOf(say, "triage:whatIf.unit", { unit: ".*Valteri.*" })).first()).toBeVisible();
  await look(page, "what if");
});

// Files of a request, from the form to the expert who reads them.

import type { Page } from "@playwright/test";
import { Client, type Draft } from "./client";
import { look } from "./look";
import { claim, request } from "./sample";
import { expect, test as base } from "./test";
import { type Language, type Say, sayIn } from "./texts";

const test = base.extend<{ language: Language; say: Say }>({
  language: async ({ phone }, provide) => provide(phone ? "sv" : "fi"),
  say: async ({ language }, provide) => provide(sayIn(language)),
});

/** pdf is a small file, made longer by lines that say nothing. */
function pdf(lines = 0): Buffer {
  const body = `%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n${"%\n".repeat(lines)}`;
  return Buffer.from(`${body}xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R/Size 1>>\nstartxref\n${String(body.length)}\n%%EOF\n`, "latin1");
}

const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const choose = (page: Page, name: string, buffer: Buffer) =>
  page.getByTestId("files").setInputFiles({ name, mimeType: "application/octet-stream", buffer });

test("files are attached, looked at, deleted, and read by the expert", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const draft = await school.post<Draft>("/v1/drafts", { request: request() });
  const { page } = await open("teacher-fi-2", `/drafts/${draft.id}?q=files`, language);
  const item = (name: string) => page.getByRole("listitem").filter({ hasText: name });
  await choose(page, "Viikko.pdf", pdf());
  await expect(item("Viikko.pdf").getByText(say("attachments:states.UPLOAD_STATE_NOT_SCANNED"))).toBeVisible();
  await choose(page, "piste.png", dot);
  await expect(item("piste.png").getByRole("button", { name: say("attachments:previewOf", { name: "piste.png" }) })).toBeVisible();
  await choose(page, "sivu.pdf", Buffer.from("<html><script>alert(1)</script>"));
  await expect(item("sivu.pdf").getByRole("alert")).toContainText(say("attachments:failed", { name: "sivu.pdf" }));
  await choose(page, "kuva.svg", Buffer.from("<svg/>"));
  await expect(item("kuva.svg").getByRole("alert")).toBeVisible();
  await look(page, "attachments in the form, with errors");
  await page.getByRole("button", { name: say("attachments:dismissOf", { name: "kuva.svg" }) }).click();
  await expect(item("kuva.svg")).toHaveCount(0);

  await page.getByRole("button", { name: say("attachments:previewOf", { name: "piste.png" }) }).click();
  const image = page.getByRole("img", { name: "piste.png" });
  await expect(image).toBeVisible();
  expect(await image.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(1);
  await look(page, "an image looked at");
  await page.getByRole("button", { name: say("attachments:close"), exact: true }).click();

  await page.getByRole("button", { name: say("attachments:deleteOf", { name: "piste.png" }) }).click();
  await look(page, "an attachment to be deleted");
  await page.getByRole("button", { name: say("attachments:deleteYes") }).click();
  await expect(item("piste.png")).toHaveCount(0);

  const { etag } = await school.get<Draft>(`/v1/drafts/${draft.id}`);
  const filed = await school.post<Parameters<typeof claim>[1]>(`/v1/drafts/${draft.id}:submit`, {}, { etag });
  await claim(await Client.signIn("expert-valteri"), filed);
  const expert = await open("expert-valteri", `/cases/${filed.id}`, language);
  const link = expert.page.getByRole("link", { name: say("attachments:openOf", { name: "Viikko.pdf" }) });
  const [download] = await Promise.all([expert.page.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toBe("Viikko.pdf");
  await expect(expert.page.getByRole("button", { name: say("attachments:deleteOf", { name: "Viikko.pdf" }) })).toHaveCount(0);
  await look(expert.page, "attachments of a case");
});

test("a file whose name tells who is meant goes under another one by one press", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const draft = await school.post<Draft>("/v1/drafts", { request: request() });
  const { page } = await open("teacher-fi-2", `/drafts/${draft.id}?q=files`, language);
  const list = page.getByRole("list", { name: say("attachments:list") });
  await choose(page, "131052-308T.pdf", pdf());
  await expect(list.getByRole("alert")).toHaveText(say("attachments:name.code"));
  await look(page, "a file named by an identity code");
  await page.getByRole("button", { name: say("attachments:name.use", { name: `${say("attachments:name.bare")}.pdf` }) }).click();
  await expect(list.getByText(`${say("attachments:name.bare")}.pdf`).first()).toBeVisible();
  await choose(page, "Matti_Virtanen.pdf", pdf());
  await expect(list.getByRole("alert")).toContainText("Matti_Virtanen");
  await page.getByRole("button", { name: say("attachments:name.keepOf", { name: "Matti_Virtanen.pdf" }) }).click();
  await expect(list.getByText(say("attachments:name.may", { what: "Matti_Virtanen" }))).toBeVisible();
});

test("an upload goes on by itself when the connection is back, and can be cancelled", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const draft = await school.post<Draft>("/v1/drafts", { request: {} });
  const { page, context } = await open("teacher-fi-2", `/drafts/${draft.id}?q=files`, language);
  const item = page.getByRole("listitem").filter({ hasText: "Suuri.pdf" });
  let pieces = 0;
  let hold = true;
  await page.route("**/attachments/*", async (route) => {
    if (route.request().method() === "PATCH" && ++pieces === 2 && hold) {
      await context.setOffline(true);
      await route.abort("internetdisconnected");
    } else await route.continue();
  });
  await choose(page, "Suuri.pdf", pdf(1_000_000));
  await expect(item.getByText(say("attachments:waiting"))).toBeVisible();
  await look(page, "an upload that waits for the network");
  hold = false;
  await context.setOffline(false);
  await expect(item.getByText(say("attachments:states.UPLOAD_STATE_NOT_SCANNED"))).toBeVisible();
  expect(pieces, "what had come is not sent again").toBe(5);

  let stopped = () => {};
  const stop = new Promise<void>((resolve) => (stopped = resolve));
  await page.unroute("**/attachments/*");
  await page.route("**/attachments/*", async (route) => {
    if (route.request().method() === "PATCH") await stop;
    await route.continue().catch(() => undefined); // it was given up
  });
  await choose(page, "Turha.pdf", pdf(1000));
  await page.getByRole("button", { name: say("attachments:cancelOf", { name: "Turha.pdf" }) }).click();
  stopped();
  await expect(page.getByText("Turha.pdf")).toHaveCount(0);
});

// Files of a request, from the form to the expert who reads them.

import type { Page } from "@playwright/test";
import { Client, type Draft } from "./client";
import { look } from "./look";
import { claim, file, request } from "./sample";
import { expect, screenless, test } from "./test";

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
  await expect(expert.page.getByRole("button", { name: say("attachments:deleteOf", { name: "Viikko.pdf" }) }), "who leads may remove it").toBeVisible();
  await look(expert.page, "attachments of a case");
});

test("a file whose name tells who is meant goes under another one by one press", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const draft = await school.post<Draft>("/v1/drafts", { request: request() });
  const { page } = await open("teacher-fi-2", `/drafts/${draft.id}?q=files`, language);
  const list = page.getByRole("group", { name: say("attachments:list") });
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

  await page.unroute("**/attachments/*");
  const goOn = await stopInTheMiddle(page);
  await choose(page, "Turha.pdf", pdf(1_000_000));
  await halfway(page, "Turha.pdf");
  await page.getByRole("button", { name: say("attachments:cancelOf", { name: "Turha.pdf" }) }).click();
  goOn();
  await expect(page.getByText("Turha.pdf")).toHaveCount(0);
  const names = async () => (await school.get<{ attachments?: { name: string }[] }>(`/v1/cases/${draft.id}/attachments`)).attachments?.map((f) => f.name);
  await expect.poll(names, "the service has forgotten it too").toEqual(["Suuri.pdf"]);
});

/** stopInTheMiddle holds the second piece of an upload back, and answers what lets it go. */
async function stopInTheMiddle(page: Page): Promise<() => void> {
  let goOn = () => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  let pieces = 0;
  await page.route("**/attachments/*", async (route) => {
    if (route.request().method() === "PATCH" && ++pieces > 1) await held;
    await route.continue().catch(() => undefined); // it was given up
  });
  return goOn;
}

/** halfway waits until some of a file has come, and not all. */
async function halfway(page: Page, name: string): Promise<void> {
  await expect.poll(() => page.getByRole("progressbar", { name }).evaluate((bar: HTMLProgressElement) => bar.position)).toBeGreaterThan(0);
  expect(await page.getByRole("progressbar", { name }).evaluate((bar: HTMLProgressElement) => bar.position)).toBeLessThan(1);
}

test("an upload whose browser has ended goes on where it was, when the same file is chosen again", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const draft = await school.post<Draft>("/v1/drafts", { request: {} });
  const { page } = await open("teacher-fi-2", `/drafts/${draft.id}?q=files`, language);
  await stopInTheMiddle(page);
  await choose(page, "Kesken.pdf", pdf(1_000_000));
  await halfway(page, "Kesken.pdf");
  await page.goto("about:blank");
  await page.unroute("**/attachments/*");
  await page.goto(`/drafts/${draft.id}?q=files`);
  const item = page.getByRole("listitem").filter({ hasText: "Kesken.pdf" });
  await expect(item.getByText(say("attachments:states.UPLOAD_STATE_UPLOADING"))).toBeVisible();
  const offsets: (string | undefined)[] = [];
  page.on("request", (r) => {
    if (r.method() === "PATCH" && r.url().includes("/attachments/")) offsets.push(r.headers()["upload-offset"]);
  });
  await choose(page, "Kesken.pdf", pdf(1_000_000));
  await expect(item.getByText(say("attachments:states.UPLOAD_STATE_NOT_SCANNED"))).toBeVisible();
  expect(Number(offsets[0]), "what had come is not sent again").toBeGreaterThanOrEqual(512 * 1024);
});

// Nothing is dragged on a phone.
test("files are dropped on the form", screenless, async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const draft = await school.post<Draft>("/v1/drafts", { request: {} });
  const { page } = await open("teacher-fi-2", `/drafts/${draft.id}?q=files`, language);
  const zone = page.locator("div", { has: page.getByText(say("attachments:drop")) }).last();
  const dataTransfer = await page.evaluateHandle((files) => {
    const carried = new DataTransfer();
    for (const [name, text] of files) carried.items.add(new File([text], name));
    return carried;
  }, [["Yksi.pdf", pdf().toString("latin1")], ["Kaksi.pdf", pdf(3).toString("latin1")], ["Kolme.txt", "ei käy"]] as const);
  await zone.dispatchEvent("dragenter", { dataTransfer });
  await zone.dispatchEvent("dragover", { dataTransfer });
  await expect(page.locator(".vaatu-attachments__add--over")).toBeVisible();
  await look(page, "files above the form");
  await zone.dispatchEvent("drop", { dataTransfer });
  await expect(page.locator(".vaatu-attachments__add--over")).toHaveCount(0);
  for (const name of ["Yksi.pdf", "Kaksi.pdf"]) {
    await expect(page.getByRole("listitem").filter({ hasText: name }).getByText(say("attachments:states.UPLOAD_STATE_NOT_SCANNED"))).toBeVisible();
  }
  await expect(page.getByRole("listitem").filter({ hasText: "Kolme.txt" }).getByRole("alert")).toBeVisible();
});

test("a phone takes a picture with its camera, which a desktop does not offer", async ({ open, language, say, phone }) => {
  const school = await Client.signIn("teacher-fi-2");
  const draft = await school.post<Draft>("/v1/drafts", { request: {} });
  const { page } = await open("teacher-fi-2", `/drafts/${draft.id}?q=files`, language);
  await expect(page.getByRole("button", { name: say("attachments:add"), exact: true })).toBeVisible();
  const camera = page.getByRole("button", { name: say("attachments:camera"), exact: true });
  if (!phone) {
    await expect(camera).toHaveCount(0);
    return;
  }
  const jpeg = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d")?.fillRect(0, 0, 40, 40);
    return canvas.toDataURL("image/jpeg").replace(/^.*,/, "");
  });
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), camera.click()]);
  expect(chooser.isMultiple()).toBe(false);
  expect(await chooser.element().evaluate((e) => (e instanceof HTMLInputElement ? [e.getAttribute("capture"), e.accept] : []))).toEqual(["environment", "image/jpeg"]);
  await chooser.setFiles({ name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: Buffer.from(jpeg, "base64") });
  const item = page.getByRole("listitem").filter({ hasText: "IMG_0001.jpg" });
  await expect(item.getByText(say("attachments:states.UPLOAD_STATE_NOT_SCANNED"))).toBeVisible();
  await item.getByRole("button", { name: say("attachments:previewOf", { name: "IMG_0001.jpg" }) }).click();
  await expect.poll(() => page.getByRole("img", { name: "IMG_0001.jpg" }).evaluate((i: HTMLImageElement) => i.naturalWidth)).toBeGreaterThan(0);
});

test("a file is removed from a case, at first at will, then for a reason; that it was there stays", async ({ open, language, say }) => {
  const school = await Client.signIn("teacher-fi-2");
  const filed = await file(school);
  const { page } = await open("teacher-fi-2", `/cases/${filed.id}`, language);
  const list = page.getByRole("group", { name: say("attachments:list") });
  const remove = (name: string) => page.getByRole("button", { name: say("attachments:deleteOf", { name }) });
  const confirm = page.getByRole("dialog").getByRole("button", { name: say("attachments:deleteYes"), exact: true });
  const gone = page.getByRole("listitem").filter({ hasText: say("attachments:remove.gone") });
  await choose(page, "Turha.pdf", pdf());
  await choose(page, "Vaara.pdf", pdf(1));
  await remove("Turha.pdf").click();
  await expect(page.getByText(say("attachments:remove.text", { name: "Turha.pdf" }))).toBeVisible();
  await expect(page.getByRole("textbox", { name: say("attachments:remove.reason") })).toHaveCount(0);
  await look(page, "a file of a case to be removed");
  await confirm.click();
  await expect(list.getByText("Turha.pdf")).toHaveCount(0);
  await expect(gone).toHaveCount(1);

  await claim(await Client.signIn("expert-valteri"), filed);
  await page.reload(); // somebody has claimed it
  await remove("Vaara.pdf").click();
  await confirm.click();
  await expect(page.getByText(say("case:text.empty"))).toBeVisible();
  await look(page, "a file to be removed that others have read, without a reason");
  await page.getByRole("textbox", { name: say("attachments:remove.reason") }).fill("Väärän asian lausunto.");
  await confirm.click();
  await expect(list.getByText("Vaara.pdf")).toHaveCount(0);
  const expert = (await open("expert-valteri", `/cases/${filed.id}`, language)).page;
  const seen = expert.getByRole("listitem").filter({ hasText: say("attachments:remove.gone") });
  await expect(seen).toHaveCount(2);
  await expect(seen.getByText("Väärän asian lausunto.")).toBeVisible();
  await look(expert, "files that were removed");
});

// A PDF that is looked at, in a browser that shows them: what the other tests use has no viewer.

import { type Page, chromium } from "@playwright/test";
import { baseURL, Client, type Draft } from "./client";
import { look } from "./look";
import { expect, test } from "./test";
import { sayIn } from "./texts";

const whole = process.env.VAATU_VIEWER;

/** blue is a PDF of one page that is all blue. */
function blue(): Buffer {
  const paint = "0 0 1 rg 0 0 300 300 re f";
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>",
    `<</Length ${String(paint.length)}>>\nstream\n${paint}\nendstream`,
  ];
  let text = "%PDF-1.4\n";
  const places = objects.map((object, i) => {
    const place = text.length;
    text += `${String(i + 1)} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const table = `xref\n0 5\n0000000000 65535 f \n${places.join("")}trailer\n<</Root 1 0 R/Size 5>>\nstartxref\n${String(text.length)}\n%%EOF\n`;
  return Buffer.from(text + table, "latin1");
}

/** bluePart answers how much of what the page shows is blue. */
async function bluePart(page: Page, eye: Page): Promise<number> {
  const picture = (await page.screenshot()).toString("base64");
  return eye.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.width, image.height];
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? [];
    let found = 0;
    for (let i = 0; i < pixels.length; i += 4) if ((pixels[i] ?? 0) < 20 && (pixels[i + 1] ?? 0) < 20 && (pixels[i + 2] ?? 0) > 235) found++;
    return found / (image.width * image.height);
  }, picture);
}

test("a PDF opens in a tab of its own and is shown, in the sandbox", async ({ viewport, phone }) => {
  const [persona, language] = phone ? (["teacher-sv", "sv"] as const) : (["teacher-fi-2", "fi"] as const);
  const say = sayIn(language);
  const school = await Client.signIn(persona);
  const draft = await school.post<Draft>("/v1/drafts", { request: {} });
  const browser = await chromium.launch({ executablePath: whole, headless: false, args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"] });
  try {
    const context = await browser.newContext({ viewport, baseURL: baseURL() });
    const page = await context.newPage();
    await page.addInitScript((l) => localStorage.setItem("vaatu.language", l), language);
    await page.goto(`/auth/login?login_hint=${persona}&return_to=${encodeURIComponent(`/drafts/${draft.id}?q=files`)}`);
    await page.getByTestId("files").setInputFiles({ name: "Sininen.pdf", mimeType: "application/pdf", buffer: blue() });
    const link = page.getByRole("link", { name: say("attachments:previewOf", { name: "Sininen.pdf" }) });
    await expect(link).toBeVisible();
    await look(page, "a PDF that can be looked at");
    const [tab] = await Promise.all([context.waitForEvent("page"), link.click()]);
    const eye = await context.newPage();
    await tab.bringToFront();
    await expect.poll(() => bluePart(tab, eye)).toBeGreaterThan(0.05);
    const answer = await page.request.get(tab.url());
    expect(answer.headers()["content-security-policy"]).toMatch(/default-src 'none'.*; sandbox$/);
  } finally {
    await browser.close();
  }
});

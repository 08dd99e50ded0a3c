// How much JavaScript a page needs at its first sight, gzipped. Over the wire it is less where the browser takes brotli.

import { gzipSync } from "node:zlib";
import { Client, type Draft } from "./client";
import { advise, claim, file, request, valteri } from "./sample";
import { expect, test } from "./test";

const kilobyte = 1000;
const limit = 250 * kilobyte;

// A draft that is taken up again brings, once it is drawn, the guard of its texts and the advice for its needs.
const answers = 25 * kilobyte;

const weights = new Map<string, Promise<number>>();

/** gzipped answers the bytes of a script, gzipped. */
function gzipped(url: string): Promise<number> {
  const weigh = async () => gzipSync(await (await fetch(url)).arrayBuffer(), { level: 9 }).length;
  const weight = weights.get(url) ?? weigh();
  weights.set(url, weight);
  return weight;
}

test("each page begins with little JavaScript", async ({ open }) => {
  test.setTimeout(240_000);
  const school = await Client.signIn("teacher-fi-2");
  const expert = await Client.signIn("expert-valteri");
  const fresh = await school.post<Draft>("/v1/drafts", { request: {} });
  const draft = await school.post<Draft>("/v1/drafts", { request: request() });
  const held = await claim(expert, await file(school));
  const advised = await advise(expert, await claim(expert, await file(school)));
  const pages: [persona: string, paths: string[]][] = [
    ["teacher-fi-2", ["/", "/drafts", `/drafts/${fresh.id}`, `/drafts/${draft.id}`, `/drafts/${draft.id}/check`, "/checklist", `/cases/${advised.id}`]],
    ["expert-valteri", [`/queues/${valteri}`, `/cases/${held.id}`, `/cases/${held.id}/advice`]],
    ["coordinator", ["/caseload", "/break-glass"]],
    ["admin", ["/grants", "/grants/new", "/feedback"]],
  ];
  const heavy: string[] = [];
  for (const [persona, paths] of pages) {
    const { page, context } = await open(persona, "/no/such/page");
    const scripts = new Set<string>();
    page.on("response", (answer) => {
      if (answer.headers()["content-type"]?.includes("javascript")) scripts.add(answer.url());
    });
    for (const path of paths) {
      scripts.clear();
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.waitForLoadState("networkidle");
      const bytes = (await Promise.all([...scripts].map(gzipped))).reduce((sum, weight) => sum + weight, 0);
      const line = `${path.replace(/[0-9a-f-]{36}/, path.includes(draft.id) ? "written" : "…")}: ${(bytes / kilobyte).toFixed(1)} kB`;
      test.info().annotations.push({ type: "weight", description: line });
      expect(bytes, line).toBeGreaterThan(100 * kilobyte);
      if (bytes > limit + (path === `/drafts/${draft.id}` ? answers : 0)) heavy.push(line);
    }
    await context.close();
  }
  expect(heavy).toEqual([]);
});

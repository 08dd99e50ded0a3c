// How much JavaScript a page needs at its first sight, over the wire.

import { Client, type Draft } from "./client";
import { advise, claim, file, request, valteri } from "./sample";
import { expect, test } from "./test";

const kilobyte = 1000;
const limit = 250 * kilobyte;

test("each page begins with little JavaScript", async ({ open }) => {
  test.setTimeout(240_000);
  const school = await Client.signIn("teacher-fi-2");
  const expert = await Client.signIn("expert-valteri");
  const draft = await school.post<Draft>("/v1/drafts", { request: request() });
  const held = await claim(expert, await file(school));
  const advised = await advise(expert, await claim(expert, await file(school)));
  const pages: [persona: string, paths: string[]][] = [
    ["teacher-fi-2", ["/", "/drafts", `/drafts/${draft.id}`, `/cases/${advised.id}`]],
    ["expert-valteri", [`/queues/${valteri}`, `/cases/${held.id}`, `/cases/${held.id}/advice`]],
    ["coordinator", ["/caseload", "/break-glass"]],
    ["admin", ["/grants", "/grants/new", "/feedback"]],
  ];
  const heavy: string[] = [];
  for (const [persona, paths] of pages) {
    const { page, context } = await open(persona, "/no/such/page");
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    let bytes = 0;
    const scripts = new Set<string>();
    session.on("Network.responseReceived", (e) => {
      if (e.response.mimeType.includes("javascript")) scripts.add(e.requestId);
    });
    session.on("Network.loadingFinished", (e) => {
      if (scripts.has(e.requestId)) bytes += e.encodedDataLength;
    });
    for (const path of paths) {
      bytes = 0;
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.waitForLoadState("networkidle");
      const line = `${path.replace(/[0-9a-f-]{36}/, "…")}: ${Math.round(bytes / kilobyte)} kB`;
      test.info().annotations.push({ type: "weight", description: line });
      expect(bytes, line).toBeGreaterThan(100 * kilobyte);
      if (bytes > limit) heavy.push(line);
    }
    await context.close();
  }
  expect(heavy).toEqual([]);
});

// Pages of other origins, in the browser of somebody who is signed in: they read nothing, change nothing, and show nothing in
// their frames. One is of another site, localhost; the other is a neighbour, for which the browser sends our cookie along.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { baseURL, type Case, Client, type Draft } from "./client";
import { file, request } from "./sample";
import { expect, test } from "./test";

const secret = "Salaisuus, jota kukaan muu ei lue";

/** Victim is somebody signed in who has opened the attacker's page. */
interface Victim {
  client: Client;
  context: BrowserContext;
  page: Page;
  filed: Case;
  draft: Draft;
}

/** served serves the attacker's page, on this machine by any name, while the test runs. */
async function served(run: (port: number) => Promise<void>): Promise<void> {
  const server = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<!doctype html><title>x</title><h1>Hei</h1>"));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    await run((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function lure(browser: Browser, client: Client, to: string): Promise<Victim> {
  const filed = await file(client, { situation: secret });
  const draft = await client.post<Draft>("/v1/drafts", { request: request({ situation: secret }) });
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto("/auth/login?login_hint=teacher-fi-2&return_to=/settings");
  await page.goto(to);
  return { client, context, page, filed, draft };
}

/** owned is what belongs to the victim, and who the victim's browser is signed in as. */
async function owned({ client, context, filed, draft }: Victim): Promise<string> {
  const cookies = (await context.cookies(baseURL())).filter((c) => c.name === "vaatu").map((c) => c.value);
  const what = [`/v1/drafts/${draft.id}`, `/v1/cases/${filed.id}`, `/v1/cases/${filed.id}/messages`, `/v1/cases/${filed.id}/events`];
  const all = await Promise.all(what.map((path) => client.send("GET", path)));
  return JSON.stringify([cookies, ...all.map((a) => [a.status, a.text])]);
}

/** read tries every way in which a page gets at an answer, and answers what it got. */
function read(page: Page, own: string, paths: string[]): Promise<string[]> {
  return page.evaluate(
    async ({ own, paths }) => {
      const got: string[] = [];
      const say = (how: string, text: unknown) => void (text && got.push(`${how}: ${String(text).slice(0, 100)}`));
      const tag = (make: () => HTMLElement, at: "src" | "href" | "data", url: string) =>
        new Promise<string>((done) => {
          const e = make();
          e.onload = () => done("loaded");
          e.onerror = () => done("");
          e.setAttribute(at, url);
          document.body.append(e);
          setTimeout(() => done(""), 3000);
        });
      for (const path of paths) {
        const url = own + path;
        for (const credentials of ["include", "omit"] as const) {
          for (const mode of ["cors", "no-cors"] as const) {
            say(`fetch ${mode} ${credentials} ${path}`, await fetch(url, { mode, credentials }).then((a) => a.text(), () => ""));
          }
        }
        say(`preflight ${path}`, await fetch(url, { credentials: "include", headers: { "content-type": "application/json", "x-a": "b" } }).then((a) => a.status, () => ""));
        say(`XHR ${path}`, await new Promise((done) => {
          const x = new XMLHttpRequest();
          x.open("GET", url);
          x.withCredentials = true;
          x.onloadend = () => done(x.responseText);
          x.send();
        }));
        say(`import ${path}`, await import(/* @vite-ignore */ url).then(() => "loaded", () => ""));
        if (!path.startsWith("/v1")) continue;
        say(`image ${path}`, await tag(() => new Image(), "src", url));
        say(`script ${path}`, await tag(() => document.createElement("script"), "src", url));
        say(`style ${path}`, await tag(() => Object.assign(document.createElement("link"), { rel: "stylesheet" }), "href", url));
      }
      say("event source", await new Promise((done) => {
        const s = new EventSource(`${own}/v1/me`, { withCredentials: true });
        s.onopen = () => done("opened");
        s.onerror = () => (s.close(), done(""));
      }));
      say("web socket", await new Promise((done) => {
        const s = new WebSocket(`${own.replace("http", "ws")}/v1/me`);
        s.onopen = () => done("opened");
        s.onerror = () => done("");
      }));
      return got;
    },
    { own, paths },
  );
}

/** change tries every way in which a page sends something without being asked for leave, and some that need it. */
function change(page: Page, own: string, paths: string[]): Promise<void> {
  return page.evaluate(
    async ({ own, paths }) => {
      const sent: Promise<unknown>[] = [];
      const post = (url: string, options: RequestInit) => sent.push(fetch(url, { method: "POST", credentials: "include", ...options }).catch(() => ""));
      const form = (enctype: string, method: string, url: string, fields: [string, string][]) => {
        const f = Object.assign(document.createElement("form"), { enctype, method, action: url, target: `t${sent.length}` });
        for (const [name, value] of fields) f.append(Object.assign(document.createElement("input"), { name, value }));
        const frame = Object.assign(document.createElement("iframe"), { name: f.target });
        document.body.append(frame, f);
        sent.push(new Promise((done) => setTimeout((frame.onload = done), 3000)));
        f.submit();
      };
      const inNowhere = (script: string) => {
        const frame = Object.assign(document.createElement("iframe"), { srcdoc: `<script>${script}</script>` });
        frame.setAttribute("sandbox", "allow-scripts allow-forms");
        sent.push(new Promise((done) => ((frame.onload = done), document.body.append(frame))));
      };
      for (const path of paths) {
        const url = own + path;
        const body = JSON.stringify(path.startsWith("/v1/drafts") ? { request: { situation: "hyökkäys" } } : { text: "hyökkäys" });
        for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json"]) {
          post(url, { body, headers: { "content-type": type } });
          post(url, { body, mode: "no-cors", headers: { "content-type": type } });
        }
        post(url, { body: new Blob([body]), mode: "no-cors" });
        post(`${url}?_method=DELETE`, { body: new URLSearchParams({ _method: "DELETE" }), mode: "no-cors" });
        for (const method of ["PUT", "PATCH", "DELETE"]) post(url, { method, body });
        post(url, { headers: { "x-http-method-override": "DELETE" } });
        navigator.sendBeacon(url, new Blob([body], { type: "text/plain" }));
        form("text/plain", "post", url, [['{"text":"hyökkäys","x":"', '"}']]);
        form("application/x-www-form-urlencoded", "post", url, [["text", "hyökkäys"], ["_method", "DELETE"]]);
        form("multipart/form-data", "post", url, [["text", "hyökkäys"]]);
        form("", "get", url, [["_method", "POST"]]);
        inNowhere(`fetch(${JSON.stringify(url)}, { method: "POST", mode: "no-cors", credentials: "include", body: ${JSON.stringify(body)} })`);
      }
      // A sign-in behind the person's back: as another, or out of the session.
      for (const path of ["/auth/login?login_hint=teacher-sv", "/auth/logout"]) {
        post(own + path, { method: "GET", mode: "no-cors" });
        for (const kind of ["img", "iframe", "embed"]) {
          const e = document.createElement(kind);
          e.setAttribute("src", own + path);
          sent.push(new Promise((done) => ((e.onload = e.onerror = done), setTimeout(done, 3000), document.body.append(e))));
        }
      }
      await Promise.all(sent);
    },
    { own, paths },
  );
}

for (const [name, host] of [["another site", "localhost"], ["a neighbour", "127.0.0.1"]] as const) {
  test(`a page of ${name} reads nothing and changes nothing`, async ({ browser }) => {
    await served(async (port) => {
      const victim = await lure(browser, await Client.signIn("teacher-fi-2"), `http://${host}:${port}/`);
      const { page, context, filed, draft } = victim;
      const before = await owned(victim);
      expect(before).toContain(secret);
      const done: string[] = [];
      context.on("response", (r) => {
        if (r.url().startsWith(baseURL()) && r.request().method() !== "GET" && r.ok()) done.push(`${r.request().method()} ${r.url()} ${r.status()}`);
      });
      expect(await read(page, baseURL(), ["/v1/me", `/v1/cases/${filed.id}`, `/v1/drafts/${draft.id}`, "/", "/openapi.json"])).toEqual([]);
      await change(page, baseURL(), ["/v1/drafts", `/v1/drafts/${draft.id}`, `/v1/drafts/${draft.id}:submit`, `/v1/cases/${filed.id}/messages`, `/v1/cases/${filed.id}:withdraw`, "/auth/logout"]);
      expect(done).toEqual([]);
      expect(await owned(victim)).toBe(before);
      // Others write drafts of the same person meanwhile: none of them says what this page sent.
      const drafts = await victim.client.send("GET", "/v1/drafts?page_size=100");
      expect(drafts.text).toContain(draft.id);
      expect(drafts.text).not.toContain("hyökkäys");
      await page.goto(`/cases/${filed.id}`);
      await expect(page.getByText(secret).first()).toBeAttached(); // still signed in, as the same person
      await context.close();
    });
  });
}

test("no frame of another origin shows the product, and no window that it opens can be looked into", async ({ browser }) => {
  await served(async (port) => {
    const { page, context, filed } = await lure(browser, await Client.signIn("teacher-fi-2"), `http://127.0.0.1:${port}/`);
    const own = baseURL();
    await page.evaluate(
      async ({ own, id }) => {
        const loads = ["iframe", "object", "embed"].flatMap((kind) =>
          ["/", `/cases/${id}`, "/auth/login", `/v1/cases/${id}`].map((path) => {
            const e = document.createElement(kind);
            e.setAttribute(kind === "object" ? "data" : "src", own + path);
            return new Promise((done) => ((e.onload = e.onerror = done), setTimeout(done, 3000), document.body.append(e)));
          }),
        );
        await Promise.all(loads);
      },
      { own, id: filed.id },
    );
    for (const frame of page.frames().slice(1)) {
      expect(frame.url().startsWith(own), frame.url()).toBe(false);
      expect(await frame.locator("body").innerText()).not.toMatch(/Vaatu|Salaisuus/);
    }
    const [opened] = await Promise.all([context.waitForEvent("page"), page.evaluate((url) => void ((globalThis as { w?: Window | null }).w = window.open(url)), `${own}/cases/${filed.id}`)]);
    await expect(opened.getByText(secret).first()).toBeAttached();
    expect(await opened.evaluate(() => window.opener === null)).toBe(true);
    expect(await page.evaluate(() => (globalThis as { w?: Window | null }).w?.closed)).toBe(true);
    await context.close();
  });
});

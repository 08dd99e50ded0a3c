// A client of the JSON interface that knows nothing of the application: plain fetch and a cookie jar of its own.

import { randomUUID } from "node:crypto";

/** Case is what the tests read of a case. */
export interface Case {
  id: string;
  number: string;
  phase: string;
  etag: string;
  due?: string;
  request?: Record<string, unknown>;
  routing: { sentence: string; unitId?: string; unitNameFi?: string; unitNameSv?: string; matched?: string[] };
  assignments?: Assignment[];
  allowedActions?: string[];
  closeOut?: { effect: string; value?: number; comment?: string };
}

/** Assignment is one unit's part in a case. */
export interface Assignment {
  id: string;
  unitId: string;
  state: string;
  etag: string;
  holderName?: string;
  card?: { caseId: string; number: string };
  allowedActions?: string[];
}

/** Draft is a request being written. */
export interface Draft {
  id: string;
  etag: string;
  request?: Record<string, unknown>;
}

/** Problem is a problem document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  reason: string;
  requestId: string;
  fieldViolations?: { field: string; description: string }[];
  holder?: string;
  since?: string;
}

/** Answer is what came back, whatever it was. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** Options of one request; null leaves a header out that would be sent otherwise. */
export interface Options {
  body?: unknown;
  raw?: Uint8Array<ArrayBuffer> | string;
  etag?: string;
  key?: string | null;
  headers?: Record<string, string>;
}

/** baseURL is where the program under test is. */
export function baseURL(): string {
  const url = process.env.VAATU_URL;
  if (!url) throw new Error("VAATU_URL is not set: the setup starts the program and sets it");
  return url;
}

/** Client is one person's session. */
export class Client {
  private readonly cookies = new Map<string, string>();

  /** signIn answers a client with a session of the persona. */
  static async signIn(persona: string): Promise<Client> {
    const client = new Client();
    let next = `/auth/login?login_hint=${persona}`;
    for (let hop = 0; hop < 10; hop++) {
      const answer = await client.send("GET", next);
      const location = answer.headers.get("location");
      if (answer.status < 300 || answer.status > 399 || !location) break;
      next = new URL(location, new URL(next, baseURL())).href;
    }
    await client.get("/v1/me");
    return client;
  }

  /** send asks once and follows nothing. */
  async send(method: string, path: string, options: Options = {}): Promise<Answer> {
    const headers = new Headers(options.headers);
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    if (body !== undefined && !headers.has("content-type")) headers.set("content-type", "application/json");
    if (options.etag !== undefined) headers.set("if-match", `"${options.etag}"`);
    if (method === "POST" && options.key !== null) headers.set("idempotency-key", options.key ?? randomUUID());
    if (this.cookies.size > 0) headers.set("cookie", this.cookie());
    const answer = await fetch(new URL(path, baseURL()), { method, headers, body, redirect: "manual" });
    for (const cookie of answer.headers.getSetCookie()) this.keep(cookie);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  /** get answers a resource; anything but 200 fails. */
  async get<T>(path: string): Promise<T> {
    return expectOk<T>(await this.send("GET", path));
  }

  /** post answers what was made or changed; anything but 200 fails. */
  async post<T>(path: string, body: unknown = {}, options: Options = {}): Promise<T> {
    return expectOk<T>(await this.send("POST", path, { ...options, body }));
  }

  /** cookie answers what the client sends as its cookies. */
  cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  private keep(cookie: string): void {
    const [pair = "", ...attributes] = cookie.split(";");
    const at = pair.indexOf("=");
    const name = pair.slice(0, at);
    const gone = attributes.some((a) => /^\s*max-age=(0|-\d+)\s*$/i.test(a));
    if (gone) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(at + 1));
  }
}

/** expectOk reads the body of a 200. */
export function expectOk<T>(answer: Answer): T {
  if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${answer.text}`);
  return JSON.parse(answer.text) as T;
}

/** problemOf reads a problem document. */
export function problemOf(answer: Answer): Problem {
  return JSON.parse(answer.text) as Problem;
}

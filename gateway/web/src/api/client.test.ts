// @vitest-environment jsdom

import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { api, isProblem, pathWithParams, Problem } from "./client";
import { createIntent } from "./intent";
import { forgetSignInTooOld, useSessionExpired, useSignInTooOld } from "./session";

type Call = { path: string; init: RequestInit & { headers: Record<string, string> } };

let calls: Call[] = [];

function answerWith(make: () => Response | Promise<Response>): void {
  vi.stubGlobal("fetch", (path: string, init: Call["init"]) => {
    calls.push({ path, init });
    return Promise.resolve(make());
  });
}

const json = (status: number, body: unknown, type = "application/json") =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });

async function refusal(call: Promise<unknown>): Promise<Problem> {
  const error: unknown = await call.then(
    () => new Error("the call succeeded"),
    (e: unknown) => e,
  );
  if (!(error instanceof Problem)) throw error;
  return error;
}

beforeEach(() => {
  calls = [];
  document.documentElement.lang = "sv";
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a call", () => {
  test("asks in the language of the screen", async () => {
    answerWith(() => json(200, { id: "1" }));
    await expect(api.get("/v1/me")).resolves.toEqual({ id: "1" });
    expect(calls[0]?.init.headers["Accept-Language"]).toBe("sv");
    expect(calls[0]?.init.body).toBeUndefined();
  });

  test("sends JSON with the etag in quotes and the key of the intent", async () => {
    answerWith(() => json(200, {}));
    await api.post("/v1/cases/1:close", { a: 1 }, { etag: "7", idempotencyKey: "k" });
    expect(calls[0]?.init.headers).toMatchObject({
      "Content-Type": "application/json",
      "If-Match": '"7"',
      "Idempotency-Key": "k",
    });
    expect(calls[0]?.init.body).toBe('{"a":1}');
  });

  test("gives each post without a key a key of its own", async () => {
    answerWith(() => json(200, {}));
    await api.post("/v1/drafts", {});
    await api.post("/v1/drafts", {});
    const [first, second] = calls.map((c) => c.init.headers["Idempotency-Key"]);
    expect(first).toBeTruthy();
    expect(first).not.toBe(second);
  });

  test("takes an empty answer", async () => {
    answerWith(() => new Response(null, { status: 204 }));
    await expect(api.delete("/v1/drafts/1")).resolves.toEqual({});
  });

  test("leaves unset parameters out and repeats lists", () => {
    expect(pathWithParams("/v1/cases", { phase: undefined, number: "", mine: false, need: ["A", "B"], pageSize: 50 })).toBe(
      "/v1/cases?need=A&need=B&pageSize=50",
    );
    expect(pathWithParams("/v1/cases")).toBe("/v1/cases");
  });
});

describe("a refused call", () => {
  test("carries the whole problem document", async () => {
    const document_ = {
      title: "t",
      detail: "d",
      reason: "ASSIGNMENT_HELD",
      requestId: "r",
      holder: "Aino",
      since: "2026-12-01T08:42:00Z",
      fieldViolations: [{ field: "request.situation", description: "kort" }],
    };
    answerWith(() => json(409, document_, "application/problem+json"));
    const problem = await refusal(api.post("/v1/assignments/1:claim", {}));
    expect(problem).toMatchObject({ status: 409, message: "d", ...document_ });
    expect(isProblem(problem, "ASSIGNMENT_HELD")).toBe(true);
    expect(isProblem(problem, "ETAG_STALE")).toBe(false);
    expect(problem.passing).toBe(false);
  });

  test("is understood without a problem document", async () => {
    answerWith(() => new Response("<html>", { status: 503, headers: { "Content-Type": "text/html" } }));
    const problem = await refusal(api.get("/v1/me"));
    expect(problem).toMatchObject({ status: 503, reason: "UNAVAILABLE", fieldViolations: [] });
    expect(problem.passing).toBe(true);
  });

  test("survives a broken document", async () => {
    answerWith(() => new Response("{", { status: 412, headers: { "Content-Type": "application/problem+json" } }));
    expect((await refusal(api.patch("/v1/drafts/1", {}))).reason).toBe("ETAG_STALE");
  });

  test("is called offline when no answer came", async () => {
    answerWith(() => Promise.reject(new TypeError("failed")));
    expect(await refusal(api.get("/v1/me"))).toMatchObject({ status: 0, reason: "OFFLINE", passing: true });
  });

  test("is no problem when the page itself gave up", async () => {
    const stop = new AbortController();
    stop.abort();
    answerWith(() => Promise.reject(new DOMException("stopped", "AbortError")));
    await expect(api.get("/v1/me", undefined, { signal: stop.signal })).rejects.not.toBeInstanceOf(Problem);
  });
});

test("a session has ended from a refusal to the next call that succeeds, wherever the person signed in meanwhile", async () => {
  const expired = () => renderHook(useSessionExpired).result.current;
  answerWith(() => json(401, {}));
  await refusal(api.get("/v1/cases"));
  expect(expired()).toBe(true);
  answerWith(() => json(200, {}));
  await api.get("/v1/cases");
  expect(expired()).toBe(false);
});

test("a sign-in that is too old is no session that has ended", async () => {
  const tooOld = () => renderHook(useSignInTooOld).result.current;
  answerWith(() => json(401, { reason: "SIGN_IN_AGAIN" }, "application/problem+json"));
  await refusal(api.post("/v1/grants/1:confirm", {}));
  expect(tooOld()).toBe(true);
  expect(renderHook(useSessionExpired).result.current).toBe(false);
  forgetSignInTooOld();
  expect(tooOld()).toBe(false);
});

describe("an intent", () => {
  test("keeps its key across repetitions of the same body", () => {
    const intent = createIntent();
    expect(intent.keyFor({ text: "a" })).toBe(intent.keyFor({ text: "a" }));
  });

  test("takes a new key for another body, and after it is done", () => {
    const intent = createIntent();
    const first = intent.keyFor({ text: "a" });
    const second = intent.keyFor({ text: "b" });
    expect(second).not.toBe(first);
    intent.done();
    expect(intent.keyFor({ text: "b" })).not.toBe(second);
  });
});

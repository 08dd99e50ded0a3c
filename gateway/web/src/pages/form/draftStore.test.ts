// @vitest-environment jsdom

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keptText } from "../../ui/keptText";
import { lookOf } from "./autosave";
import { createDraftStore, forgetDraft } from "./draftStore";

type Sent = { method: string; body: unknown; etag: string | undefined };
let sent: Sent[] = [];
let answers: (() => Response | Promise<Response>)[] = [];

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

beforeEach(() => {
  vi.useFakeTimers();
  sessionStorage.clear();
  sent = [];
  answers = [];
  vi.stubGlobal("fetch", (_: string, init: { method: string; body?: string; headers: Record<string, string> }) => {
    sent.push({ method: init.method, body: JSON.parse(init.body ?? "null"), etag: init.headers["If-Match"] });
    const answer = answers.shift();
    return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError("no connection"));
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const draft = { id: "d", request: { tried: "a" }, etag: "1" };

describe("an open draft", () => {
  test("is saved once, a second after the last of many changes", async () => {
    answers.push(() => json(200, { id: "d", request: { tried: "abc" }, etag: "2" }));
    const store = createDraftStore("d", draft, () => undefined);
    for (const tried of ["ab", "abc"]) {
      store.change({ tried });
      await vi.advanceTimersByTimeAsync(900);
    }
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent).toEqual([{ method: "PATCH", body: { request: { tried: "abc" } }, etag: '"1"' }]);
    expect(lookOf(store.state())).toBe("saved");
    expect(keptText("draft.d")).toBe("");
  });

  test("stays on the device while there is no connection, and is sent when there is", async () => {
    const store = createDraftStore("d", draft, () => undefined);
    store.open();
    store.change({ tried: "b" });
    expect(keptText("draft.d")).toContain('"b"');
    await vi.advanceTimersByTimeAsync(1100);
    expect(lookOf(store.state())).toBe("offline");
    answers.push(() => json(200, { id: "d", request: { tried: "b" }, etag: "2" }));
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(10);
    expect(lookOf(store.state())).toBe("saved");
    store.close();
  });

  test("comes back with its unsaved text after a reload", async () => {
    createDraftStore("d", draft, () => undefined).change({ tried: "typed" });
    const again = createDraftStore("d", draft, () => undefined);
    expect(again.state().own.tried).toBe("typed");
  });

  test("fetches and merges after a stale save", async () => {
    answers.push(
      () => json(412, { reason: "ETAG_STALE" }),
      () => json(200, { id: "d", request: { tried: "a", question: "theirs" }, etag: "9" }),
      () => json(200, { id: "d", request: { tried: "b", question: "theirs" }, etag: "10" }),
    );
    const store = createDraftStore("d", draft, () => undefined);
    store.change({ tried: "b" });
    expect(await store.settle()).toBe(true);
    expect(sent.map((s) => [s.method, s.etag])).toEqual([
      ["PATCH", '"1"'],
      ["GET", undefined],
      ["PATCH", '"9"'],
    ]);
    expect(store.state().own).toEqual({ tried: "b", question: "theirs" });
  });

  test("settling tells when it could not save", async () => {
    const store = createDraftStore("d", draft, () => undefined);
    store.change({ tried: "b" });
    expect(await store.settle()).toBe(false);
  });

  test("does not send a refused answer again before it changes", async () => {
    answers.push(() => json(400, { reason: "VALIDATION", fieldViolations: [{ field: "request.tried" }] }));
    const store = createDraftStore("d", draft, () => undefined);
    store.change({ tried: "bad" });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toHaveLength(1);
    expect(lookOf(store.state())).toBe("refused");
  });

  test("that is closed tries once more and then leaves the later ones alone", async () => {
    const first = createDraftStore("d", draft, () => undefined);
    first.open();
    first.change({ tried: "A" });
    first.close();
    await vi.advanceTimersByTimeAsync(10);
    const second = createDraftStore("d", draft, () => undefined);
    second.open();
    answers.push(() => json(200, { id: "d", request: { tried: "A and more" }, etag: "2" }));
    second.change({ tried: "A and more" });
    await vi.advanceTimersByTimeAsync(1100);
    expect(lookOf(second.state())).toBe("saved");
    answers.push(
      () => json(412, { reason: "ETAG_STALE" }),
      () => json(200, { id: "d", request: { tried: "A and more" }, etag: "2" }),
    );
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toHaveLength(2);
    second.close();
    const third = createDraftStore("d", { id: "d", request: { tried: "A and more" }, etag: "2" }, () => undefined);
    expect(third.state().own.tried).toBe("A and more");
  });

  test("that is closed leaves no copy of what its last save brought, and brings none back", async () => {
    const saved = createDraftStore("d", draft, () => undefined);
    saved.change({ tried: "A" });
    answers.push(() => json(200, { id: "d", request: { tried: "A" }, etag: "2" }));
    saved.close();
    await vi.advanceTimersByTimeAsync(10);
    expect(keptText("draft.d")).toBe("");
    const filed = createDraftStore("d", draft, () => undefined);
    filed.change({ tried: "A" });
    answers.push(() => json(404, { reason: "NOT_FOUND" }));
    filed.close();
    forgetDraft("d");
    await vi.advanceTimersByTimeAsync(10);
    expect(keptText("draft.d")).toBe("");
  });

  test("comes back with its unanswered conflicts", async () => {
    answers.push(
      () => json(412, { reason: "ETAG_STALE" }),
      () => json(200, { id: "d", request: { tried: "theirs" }, etag: "9" }),
    );
    const store = createDraftStore("d", draft, () => undefined);
    store.change({ tried: "mine" });
    await store.settle();
    const again = createDraftStore("d", { id: "d", request: { tried: "theirs" }, etag: "9" }, () => undefined);
    expect(lookOf(again.state())).toBe("conflict");
    expect(again.state().own.tried).toBe("mine");
  });
});

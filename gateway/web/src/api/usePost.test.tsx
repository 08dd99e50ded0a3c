// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test, vi } from "vitest";
import { usePost, type Post } from "./usePost";

const nothing = () => Promise.resolve();

/** sendAll sends one call after another and answers the etags that went out. */
async function sendAll(changed: string, calls: [what: Post, answer: object][]): Promise<(string | undefined)[]> {
  const went: (string | undefined)[] = [];
  const answers = calls.map(([, answer]) => answer);
  vi.stubGlobal("fetch", (_: string, { headers }: { headers: Record<string, string> }) => {
    went.push(headers["If-Match"]);
    return Promise.resolve(new Response(JSON.stringify(answers.shift()), { headers: { "Content-Type": "application/json" } }));
  });
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>;
  const hook = renderHook(() => usePost<unknown>({ changed, succeeded: nothing, refused: nothing }), { wrapper });
  for (const [what] of calls) {
    const done = vi.fn();
    act(() => hook.result.current.send(what, done));
    await waitFor(() => expect(done).toHaveBeenCalled());
    await waitFor(() => expect(hook.result.current.busy).toBe(false));
  }
  vi.unstubAllGlobals();
  return went;
}

const ofCase = (verb: string, etag: string): Post => ({ path: `/v1/cases/1:${verb}`, body: {}, etag });
const ofPart = (verb: string, etag: string): Post => ({ path: `/v1/assignments/a:${verb}`, body: {}, etag, of: "a" });

test("the etags of a case and of its parts are two series: neither moves the other", async () => {
  const went = await sendAll("c1", [
    [ofPart("claim", "1"), { id: "a", etag: "2" }],
    [ofCase("invite", "3"), { id: "c1", etag: "4" }],
    [ofPart("release", "2"), { id: "a", etag: "3" }],
    [ofPart("claim", "3"), { id: "a", etag: "4" }],
    [{ path: "/v1/assignments/b:dismiss", body: {}, etag: "5" }, { id: "b", etag: "2" }],
    [ofCase("invite", "5"), { id: "c1", etag: "6" }],
  ]);
  expect(went).toEqual(['"1"', '"3"', '"2"', '"3"', '"5"', '"5"']);
});

test("what was pressed with an etag that one's own call has moved goes out with the new one", async () => {
  const went = await sendAll("c2", [
    [ofCase("invite", "1"), { id: "c2", etag: "2" }],
    [ofCase("close", "1"), { id: "c2", etag: "3" }],
  ]);
  expect(went).toEqual(['"1"', '"2"']);
});

test("the answer tells whether the person has gone on to something else meanwhile", async () => {
  document.body.innerHTML = "<button>Sends</button><input>";
  const [button, input] = document.querySelectorAll<HTMLElement>("button, input");
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>;
  for (const [meanwhile, stayed] of [
    [() => undefined, true],
    [() => button?.blur(), true], // as when it goes
    [() => input?.focus(), false],
  ] as const) {
    vi.stubGlobal("fetch", () => (meanwhile(), Promise.resolve(new Response("{}", { headers: { "Content-Type": "application/json" } }))));
    const hook = renderHook(() => usePost<unknown>({ succeeded: nothing, refused: nothing }), { wrapper });
    button?.focus();
    const done = vi.fn();
    act(() => hook.result.current.send(ofCase("claim", "1"), done));
    await waitFor(() => expect(done).toHaveBeenCalledWith({}, stayed));
    vi.unstubAllGlobals();
  }
});

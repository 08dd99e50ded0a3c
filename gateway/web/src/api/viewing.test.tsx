import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, fireEvent, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { asked, serve } from "../pages/testing/render";
import { useViewing } from "./viewing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const looks = () => asked.filter((a) => JSON.stringify(a.body) === '{"caseId":"c1"}').length;
const pass = (seconds: number) => act(() => vi.advanceTimersByTimeAsync(seconds * 1000));

test("whoever touches nothing for two minutes looks at nothing any more, until they do", async () => {
  serve(() => ({ body: { viewing: [{ caseId: "c1", names: ["Aino Esimerkki"] }] } }));
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>;
  fireEvent.pointerDown(document.body);
  const { result } = renderHook(() => useViewing("u1", "c1"), { wrapper });
  await pass(1);
  expect(result.current.get("c1")).toEqual(["Aino Esimerkki"]);
  await pass(120);
  const before = looks();
  expect(before).toBeGreaterThan(10);
  await pass(600);
  expect(looks()).toBe(before);
  fireEvent.keyDown(document.body);
  await pass(9);
  expect(looks()).toBeGreaterThan(before);

  // A hint makes nobody say again what they look at: each such word would be a hint to all others.
  const said = looks();
  await act(() => client.invalidateQueries({ queryKey: ["viewing", "u1"] }));
  expect(asked.at(-1)?.body).toEqual({});
  expect(looks()).toBe(said);
});

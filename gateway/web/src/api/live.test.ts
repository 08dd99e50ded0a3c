// @vitest-environment jsdom

import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { readAnew } from "./live";
import { pollInterval, pollIntervalTold } from "./queries";
import { live } from "./session";

afterEach(() => {
  vi.restoreAllMocks();
  live.set(false);
});

const shown = [["queues", "u1", ""], ["queues", "u2", ""], ["cases", "list", {}, "all"], ["cases", "due", "school"], ["cases", "c1"], ["cases", "c1", "messages"], ["cases", "c2"], ["disputes"], ["me"]];

test.each([
  [{ unitIds: ["u1"] }, [0]],
  [{ caseIds: ["c1"] }, [2, 3, 4, 5, 7]],
  [{ unitIds: ["u2"], caseIds: ["c2"] }, [1, 2, 3, 6, 7]],
  [{ all: true }, [0, 1, 2, 3, 4, 5, 6, 7]],
  [{}, []],
])("a hint makes what it names be read anew, and nothing else: %j", (hint, want) => {
  const client = new QueryClient();
  shown.forEach((key) => client.setQueryData(key, {}));
  readAnew(client, hint);
  expect(shown.flatMap((key, i) => (client.getQueryState(key)?.isInvalidated ? [i] : []))).toEqual(want);
});

test("a tab that nobody looks at reads nothing, and once when somebody does", async () => {
  const seen = vi.spyOn(document, "visibilityState", "get");
  const client = new QueryClient();
  client.mount();
  const read = vi.fn(() => Promise.resolve({}));
  const stop = new QueryObserver(client, { queryKey: ["cases", "c1"], queryFn: read, staleTime: 5_000 }).subscribe(() => undefined);
  await vi.waitFor(() => expect(client.getQueryState(["cases", "c1"])?.status).toBe("success"));

  seen.mockReturnValue("hidden");
  readAnew(client, { caseIds: ["c1"] });
  readAnew(client, { all: true });
  expect(read).toHaveBeenCalledTimes(1);

  seen.mockReturnValue("visible");
  window.dispatchEvent(new Event("visibilitychange"));
  await vi.waitFor(() => expect(client.getQueryState(["cases", "c1"])?.isInvalidated).toBe(false));
  expect(read).toHaveBeenCalledTimes(2);
  readAnew(client, { caseIds: ["c1"] });
  expect(read).toHaveBeenCalledTimes(3);
  stop();
  client.unmount();
});

test("only what hints speak of is asked for more seldom while they come", () => {
  const query = { state: { data: {}, error: null } };
  expect([pollInterval(query), pollIntervalTold(query)]).toEqual([15_000, 15_000]);
  live.set(true);
  expect([pollInterval(query), pollIntervalTold(query)]).toEqual([15_000, 60_000]);
  // Its notice would come and go under the focus.
  expect(pollInterval({ state: { data: undefined, error: new Error() } })).toBe(false);
});

import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { readAnew } from "./live";

const shown = [["queues", "u1", ""], ["queues", "u2", ""], ["cases", "list", {}, "all"], ["cases", "c1"], ["cases", "c1", "messages"], ["cases", "c2"], ["me"]];

test.each([
  [{ unitIds: ["u1"] }, [0]],
  [{ caseIds: ["c1"] }, [2, 3, 4]],
  [{ all: true }, [0, 1, 2]],
  [{}, []],
])("a hint makes what it names be read anew, and nothing else: %j", (hint, want) => {
  const client = new QueryClient();
  shown.forEach((key) => client.setQueryData(key, {}));
  readAnew(client, hint);
  expect(shown.flatMap((key, i) => (client.getQueryState(key)?.isInvalidated ? [i] : []))).toEqual(want);
});

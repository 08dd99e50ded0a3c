import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { onceRead } from "./onceRead";

type Item = { id: string; etag: string; text?: string };

test("texts are read anew only when an item has changed", async () => {
  const client = new QueryClient();
  const key = ["list"];
  const asked: boolean[] = [];
  let etag = "1";
  const read = async () => {
    const page = await onceRead<Item>({
      client,
      key,
      ask: (withTexts) => {
        asked.push(withTexts);
        return Promise.resolve({ items: [{ id: "a", etag, ...(withTexts && { text: `text ${etag}` }) }] });
      },
      nameOf: (i) => `${i.id} ${i.etag}`,
      withTexts: (i, before) => ({ ...i, text: before.text }),
    });
    client.setQueryData(key, { pages: [page], pageParams: [""] });
    return page.items?.map((i) => i.text);
  };
  expect(await read()).toEqual(["text 1"]);
  expect(await read()).toEqual(["text 1"]);
  etag = "2";
  expect(await read()).toEqual(["text 2"]);
  expect(asked).toEqual([true, false, false, true]);
});

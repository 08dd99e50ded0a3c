import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";

type PageOf<Item> = { items?: Item[]; nextPageToken?: string };

type Reading<Item> = {
  client: QueryClient;
  key: QueryKey;
  /** Asks for a page, with the texts of its items or without. */
  ask: (withTexts: boolean) => Promise<PageOf<Item>>;
  /** The name of an item as it is now. */
  nameOf: (item: Item) => string;
  /** The item with the texts that were read with another one of the same name. */
  withTexts: (item: Item, read: Item) => Item;
};

/** onceRead answers a page of a list whose texts are read anew only when an item has changed: each reading is in the audit. */
export async function onceRead<Item>({ client, key, ask, nameOf, withTexts }: Reading<Item>): Promise<PageOf<Item>> {
  const before = client.getQueryData<InfiniteData<PageOf<Item>>>(key);
  if (!before) return ask(true);
  const known = new Map(before.pages.flatMap((p) => p.items ?? []).map((i) => [nameOf(i), i]));
  const page = await ask(false);
  const items = page.items ?? [];
  if (!items.every((i) => known.has(nameOf(i)))) return ask(true);
  return { ...page, items: items.map((i) => withTexts(i, known.get(nameOf(i)) ?? i)) };
}

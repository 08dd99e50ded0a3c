import { useInfiniteQuery, type InfiniteData } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys, pollInterval } from "../../api/queries";
import type { ListTriageResponseJson, TriageItemJson } from "../../gen/vaatu/routing/v1/routing_pb";

const nameOf = (item: TriageItemJson) => `${item.card?.caseId} ${item.etag}`;

/** useTriage answers the cases that wait for coordination, oldest first. What was asked about them is read when one has changed: each
 * reading is in the audit. */
export function useTriage() {
  return useInfiniteQuery({
    queryKey: keys.triage,
    queryFn: async ({ pageParam, signal, client }) => {
      const ask = (withQuestions: boolean) =>
        api.get<ListTriageResponseJson>("/v1/triage", { pageSize: 50, pageToken: pageParam, ...(withQuestions && { withQuestions }) }, { signal });
      const before = client.getQueryData<InfiniteData<ListTriageResponseJson>>(keys.triage);
      if (!before) return ask(true);
      const known = new Map(before.pages.flatMap((p) => p.items ?? []).map((i) => [nameOf(i), i.questions]));
      const page = await ask(false);
      const items = page.items ?? [];
      if (!items.every((i) => known.has(nameOf(i)))) return ask(true);
      return { ...page, items: items.map((i) => ({ ...i, questions: known.get(nameOf(i)) ?? [] })) };
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
    refetchInterval: pollInterval,
  });
}

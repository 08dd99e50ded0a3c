import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { onceRead } from "../../api/onceRead";
import { keys, pollIntervalTold } from "../../api/queries";
import type { DisputeItemJson, ListDisputesResponseJson } from "../../gen/vaatu/routing/v1/routing_pb";

/** useDisputes answers the open disputes of the person's area, the one that is due first before the others, with their reasons. */
export function useDisputes() {
  return useInfiniteQuery({
    queryKey: keys.disputes,
    queryFn: ({ pageParam, signal, client }) =>
      onceRead<DisputeItemJson>({
        client,
        key: keys.disputes,
        ask: (withReasons) =>
          api.get<ListDisputesResponseJson>("/v1/disputes", { pageSize: 50, pageToken: pageParam, ...(withReasons && { withReasons }) }, { signal }),
        // What is locked while a permission is missing is not to be read meanwhile.
        nameOf: (i) => `${i.card?.caseId} ${i.etag} ${i.card?.phase}`,
        withTexts: (i, read) => ({ ...i, dispute: { ...i.dispute, reason: read.dispute?.reason ?? "" } }),
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
    refetchInterval: pollIntervalTold,
  });
}

import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys, pollIntervalTold } from "../../api/queries";
import type { ListDisputesResponseJson } from "../../gen/vaatu/routing/v1/routing_pb";

/** useDisputes answers the open disputes of the person's area, the one that is due first before the others. */
export function useDisputes() {
  return useInfiniteQuery({
    queryKey: keys.disputes,
    queryFn: ({ pageParam, signal }) => api.get<ListDisputesResponseJson>("/v1/disputes", { pageSize: 50, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
    refetchInterval: pollIntervalTold,
  });
}

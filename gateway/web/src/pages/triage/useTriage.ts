import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys, pollInterval } from "../../api/queries";
import type { ListTriageResponseJson } from "../../gen/vaatu/routing/v1/routing_pb";

/** useTriage answers the cases that wait for coordination, oldest first. */
export function useTriage() {
  return useInfiniteQuery({
    queryKey: keys.triage,
    queryFn: ({ pageParam, signal }) =>
      api.get<ListTriageResponseJson>("/v1/triage", { pageSize: 50, pageToken: pageParam, withQuestions: true }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
    refetchInterval: pollInterval,
  });
}

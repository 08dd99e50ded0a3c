import { useInfiniteQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { onceRead } from "../../api/onceRead";
import { keys, pollInterval } from "../../api/queries";
import type { ListTriageResponseJson, TriageItemJson } from "../../gen/vaatu/routing/v1/routing_pb";

/** useTriage answers the cases that wait for coordination, oldest first, with what was asked about them and what units said that did not take them. */
export function useTriage() {
  return useInfiniteQuery({
    queryKey: keys.triage,
    queryFn: ({ pageParam, signal, client }) =>
      onceRead<TriageItemJson>({
        client,
        key: keys.triage,
        ask: (withQuestions) =>
          api.get<ListTriageResponseJson>("/v1/triage", { pageSize: 50, pageToken: pageParam, ...(withQuestions && { withQuestions }) }, { signal }),
        nameOf: (i) => `${i.card?.caseId} ${i.etag}`,
        withTexts: (i, read) => ({ ...i, questions: read.questions ?? [], declined: read.declined ?? [] }),
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
    refetchInterval: pollInterval,
  });
}

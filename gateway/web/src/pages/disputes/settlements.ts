import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys, pollInterval } from "../../api/queries";
import type { ListSettlementsResponseJson, SettlementJson } from "../../gen/vaatu/routing/v1/routing_pb";

/** settlementsQuery asks how disputes were settled by which parts of the person's units ended: it changes as cases do. */
export const settlementsQuery = queryOptions({
  queryKey: [...keys.cases, "list", "settlements"],
  queryFn: ({ signal }) => api.get<ListSettlementsResponseJson>("/v1/settlements", undefined, { signal }),
  refetchInterval: pollInterval,
});

/** settlementQuery reads why, once: each reading is told by the audit. A later dispute is another one. */
export const settlementQuery = ({ caseId = "", settleTime = "" }: SettlementJson) =>
  queryOptions({
    queryKey: ["settlement", caseId, settleTime],
    queryFn: ({ signal }) => api.get<SettlementJson>(`/v1/settlements/${caseId}`, undefined, { signal }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys, pollInterval } from "../../api/queries";
import type { ListReturnsResponseJson, ListStaffResponseJson, PreviewPlanResponseJson } from "../../api/types";

export const staffQuery = (unitId: string) =>
  queryOptions({
    queryKey: ["staff", unitId],
    queryFn: ({ signal }) => api.get<ListStaffResponseJson>(`/v1/units/${unitId}/staff`, undefined, { signal }),
    refetchInterval: pollInterval,
  });

/** planQuery asks for a plan, which stands until the person asks for another: rows do not move under their hands. */
export const planQuery = (unitId: string) =>
  queryOptions({
    queryKey: ["plan", unitId],
    queryFn: ({ signal }) => api.get<PreviewPlanResponseJson>(`/v1/queues/${unitId}/plan`, undefined, { signal }),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** returnsQuery asks what the person holds for somebody who is back: it changes as the person's cases do. */
export const returnsQuery = queryOptions({
  queryKey: [...keys.cases, "list", "returns"],
  queryFn: ({ signal }) => api.get<ListReturnsResponseJson>("/v1/returns", undefined, { signal }),
  refetchInterval: pollInterval,
});

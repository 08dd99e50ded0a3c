import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys, pollInterval } from "../../api/queries";
import type { ActorJson, ListReturnsResponseJson, ListStaffResponseJson, PreviewJointPlanResponseJson, PreviewPlanResponseJson } from "../../api/types";

export const staffQuery = (unitId: string) =>
  queryOptions({
    queryKey: ["staff", unitId],
    queryFn: ({ signal }) => api.get<ListStaffResponseJson>(`/v1/units/${unitId}/staff`, undefined, { signal }),
    refetchInterval: pollInterval,
  });

// A plan stands until the person asks for another: rows do not move under their hands.
const standing = { staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false, refetchOnReconnect: false };

/** planQuery asks for a plan of a unit. */
export const planQuery = (unitId: string) =>
  queryOptions({
    queryKey: ["plan", unitId],
    queryFn: ({ signal }) => api.get<PreviewPlanResponseJson>(`/v1/queues/${unitId}/plan`, undefined, { signal }),
    ...standing,
  });

/** jointPlanQuery asks for one over the units of an actor, or of all. */
export const jointPlanQuery = (actor: ActorJson | undefined) =>
  queryOptions({
    queryKey: ["jointPlan", actor ?? ""],
    queryFn: ({ signal }) => api.get<PreviewJointPlanResponseJson>("/v1/plan", { actor }, { signal }),
    ...standing,
  });

/** returnsQuery asks what the person holds for somebody who is back, or is away still: it changes as the person's cases do. */
export const returnsQuery = queryOptions({
  queryKey: [...keys.cases, "list", "returns"],
  queryFn: ({ signal }) => api.get<ListReturnsResponseJson>("/v1/returns", undefined, { signal }),
  refetchInterval: pollInterval,
});

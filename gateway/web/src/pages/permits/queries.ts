import { infiniteQueryOptions, queryOptions, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys, pollInterval } from "../../api/queries";
import type { CasePermissionsJson, ListAuthorisationsResponseJson, PupilJson } from "../../api/types";
import { usePost } from "../../api/usePost";

/**
 * permissionsQuery asks for the permissions of a case; with the case's etag they are asked for anew whenever the case has
 * changed, as every change of them is one of the case. Each answer stands in the audit: nothing is asked for by the clock.
 */
export const permissionsQuery = (caseId: string, etag = "") =>
  queryOptions({
    queryKey: keys.casePermissions(caseId, etag),
    queryFn: ({ signal }) => api.get<CasePermissionsJson>(`/v1/cases/${caseId}/permissions`, undefined, { signal }),
  });

/** pupilQuery asks who the pupil is. It is asked for only where somebody wants to see it, and remembered no longer. */
export const pupilQuery = (caseId: string) =>
  queryOptions({
    queryKey: keys.casePupil(caseId),
    queryFn: ({ signal }) => api.get<PupilJson>(`/v1/cases/${caseId}/pupil`, undefined, { signal }),
    gcTime: 0,
  });

/** authorisationsQuery asks page by page what a principal was asked: first what waits. */
export const authorisationsQuery = infiniteQueryOptions({
  queryKey: keys.authorisations,
  queryFn: ({ pageParam, signal }) =>
    api.get<ListAuthorisationsResponseJson>("/v1/authorisations", { pageSize: 50, pageToken: pageParam }, { signal }),
  initialPageParam: "",
  getNextPageParam: (last) => last.nextPageToken || undefined,
  refetchInterval: pollInterval,
});

/** usePermitPost records, gives, refuses, asks or withdraws; what is shown of the case and of the tasks is read anew. */
export function usePermitPost() {
  const client = useQueryClient();
  const refresh = () =>
    Promise.all([client.invalidateQueries({ queryKey: keys.cases }), client.invalidateQueries({ queryKey: keys.authorisations })]);
  return usePost<CasePermissionsJson>({ succeeded: refresh, refused: refresh });
}

import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { everyPage, keys, pollInterval } from "../../api/queries";
import type { HandOverJson, ListCandidatesResponseJson, ListHandOversResponseJson } from "../../api/types";

const offersQuery = queryOptions({
  queryKey: keys.handOverList,
  queryFn: async ({ signal }): Promise<HandOverJson[]> => {
    const ask = (pageToken: string) => api.get<ListHandOversResponseJson>("/v1/handOvers", { pageSize: 100, pageToken }, { signal });
    return (await everyPage(ask)).flatMap((page) => page.handOvers ?? []);
  },
  refetchInterval: pollInterval,
});

/** useOffers asks what is offered to the person or to a unit of theirs. */
export const useOffers = (enabled = true) => useQuery({ ...offersQuery, enabled });

export const offerQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.handOvers, id],
    queryFn: ({ signal }) => api.get<HandOverJson>(`/v1/handOvers/${id}`, undefined, { signal }),
  });

export const candidatesQuery = (assignmentId: string) =>
  queryOptions({
    queryKey: ["candidates", assignmentId],
    queryFn: ({ signal }) => api.get<ListCandidatesResponseJson>(`/v1/assignments/${assignmentId}/candidates`, undefined, { signal }),
  });

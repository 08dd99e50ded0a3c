// Views of a queue: filters and order under a name, kept for the person by the service.

import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { usePost, type Poster } from "../../api/usePost";
import type { ListQueueViewsResponseJson, QueueViewJson } from "../../gen/vaatu/assignment/v1/views_pb";
import { filterOf, type QueueFilter } from "./filter";

export const viewsQuery = (unitId: string) =>
  queryOptions({
    queryKey: ["queueViews", unitId],
    queryFn: ({ signal }) => api.get<ListQueueViewsResponseJson>(`/v1/queues/${unitId}/views`, undefined, { signal }),
    staleTime: 60_000,
  });

/** useKeepView keeps or renames a view; all are then read anew. */
export function useKeepView(unitId: string): Poster<QueueViewJson> {
  const client = useQueryClient();
  const again = () => client.invalidateQueries({ queryKey: viewsQuery(unitId).queryKey });
  return usePost<QueueViewJson>({ succeeded: again, refused: again });
}

/** useDeleteView takes a view away. */
export function useDeleteView(unitId: string, id: string | undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete(`/v1/queues/${unitId}/views/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: viewsQuery(unitId).queryKey }),
  });
}

/** asked answers a filter as the service takes it, in a view as in the queue itself. */
export function asked({ grade, sort, ...same }: QueueFilter) {
  return { ...same, ...(grade && { gradeBand: grade }), ...(sort === "due" && { byDue: true }) };
}

/** filterOfView answers what a view narrows a queue to. */
export function filterOfView({ need, gradeBand, language, area, urgency, byDue }: QueueViewJson): QueueFilter {
  return filterOf({ need, grade: gradeBand, language, area, urgency, sort: byDue ? "due" : undefined });
}

/** viewOf answers the view that shows what a filter does, if there is one; of several the one that was chosen. */
export function viewOf(views: readonly QueueViewJson[], filter: QueueFilter, chosenId = ""): QueueViewJson | undefined {
  const same = JSON.stringify(filterOf(filter));
  const fitting = views.filter((v) => JSON.stringify(filterOfView(v)) === same);
  return fitting.find((v) => v.id === chosenId) ?? fitting[0];
}

import { infiniteQueryOptions, queryOptions, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys, pollInterval } from "../../api/queries";
import type { ListBreakGlassesResponseJson } from "../../api/types";
import { usePost } from "../../api/usePost";

const page = (pageSize: number, pageToken: string, signal: AbortSignal) =>
  api.get<ListBreakGlassesResponseJson>("/v1/break-glasses", { pageSize, pageToken }, { signal });

/** glassesQuery asks page by page: first what nobody has reviewed. */
export const glassesQuery = infiniteQueryOptions({
  queryKey: [...keys.glasses, "pages"],
  queryFn: ({ pageParam, signal }) => page(50, pageParam, signal),
  initialPageParam: "",
  getNextPageParam: (last) => last.nextPageToken || undefined,
  refetchInterval: pollInterval,
});

/** oldestGlassQuery asks how many nobody has reviewed, and for the oldest of them. */
export const oldestGlassQuery = queryOptions({
  queryKey: [...keys.glasses, "oldest"],
  queryFn: ({ signal }) => page(1, "", signal),
  refetchInterval: pollInterval,
});

/** useGlassPost opens, closes or reviews; the lists are read anew. */
export function useGlassPost<T>() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.glasses });
  return usePost<T>({ succeeded: refresh, refused: refresh });
}

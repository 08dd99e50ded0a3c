// Who else of a unit has which case open. It is told by tabs that are looked at, and forgotten by itself soon after.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { LookResponseJson } from "../gen/vaatu/events/v1/events_pb";
import { api } from "./client";
import { keys, pollIntervalTold } from "./queries";

/** Whoever goes on looking says so again, well before the service forgets it. */
const beatMillis = 8_000;

export type Viewing = ReadonlyMap<string, readonly string[]>;

/** useViewing tells the others of a unit which case the person has open, if any, and answers who else has which, by name. */
export function useViewing(unitId: string | undefined, caseId = ""): Viewing {
  const path = `/v1/queues/${unitId}:look`;
  const { data } = useQuery({
    queryKey: [...keys.viewing(unitId ?? ""), caseId],
    queryFn: ({ signal }) => api.post<LookResponseJson>(path, caseId === "" ? {} : { caseId }, { signal }),
    enabled: unitId !== undefined,
    refetchInterval: (query) => (caseId === "" || query.state.error ? pollIntervalTold(query) : beatMillis),
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    if (unitId === undefined || caseId === "") return;
    return () => void api.post(path, { caseId, left: true }).catch(() => undefined); // else it is forgotten a little later
  }, [unitId, caseId, path]);
  return useMemo(() => new Map((data?.viewing ?? []).map((v) => [v.caseId ?? "", v.names ?? []])), [data]);
}

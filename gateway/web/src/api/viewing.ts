// Who else of a unit has which case open. It is told by tabs that are looked at, and forgotten by itself soon after.

import { focusManager, keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import type { LookResponseJson } from "../gen/vaatu/events/v1/events_pb";
import { api, isProblem } from "./client";
import { keys, pollIntervalTold } from "./queries";

/** Whoever goes on looking says so again, well before the service forgets it. */
const beatMillis = 8_000;

/** Nobody looks at a page for longer than that without touching anything. */
const restMillis = 120_000;

let touched = Date.now();
for (const kind of ["pointerdown", "pointermove", "wheel", "keydown"]) {
  addEventListener(kind, () => void (touched = Date.now()), { capture: true, passive: true });
}

export type Viewing = ReadonlyMap<string, readonly string[]>;

/** useViewing tells the others of a unit which case the person has open, if any, and answers who else has which, by name. */
export function useViewing(unitId: string | undefined, caseId = ""): Viewing {
  const path = `/v1/queues/${unitId}:look`;
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: keys.viewing(unitId ?? ""),
    queryFn: ({ signal }) => api.post<LookResponseJson>(path, {}, { signal }),
    enabled: unitId !== undefined,
    refetchInterval: pollIntervalTold,
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    if (unitId === undefined || caseId === "") return;
    const look = () => {
      if (!focusManager.isFocused() || Date.now() - touched > restMillis) return;
      api.post<LookResponseJson>(path, { caseId }).then(
        (seen) => client.setQueryData(keys.viewing(unitId), seen),
        (error: unknown) => isProblem(error, "NOT_FOUND") && clearInterval(beat), // it is the person's no longer
      );
    };
    const beat = setInterval(look, beatMillis);
    look();
    return () => {
      clearInterval(beat);
      void api.post(path, { caseId, left: true }).catch(() => undefined); // else it is forgotten a little later
    };
  }, [unitId, caseId, path, client]);
  return useMemo(() => new Map((data?.viewing ?? []).map((v) => [v.caseId ?? "", v.names ?? []])), [data]);
}

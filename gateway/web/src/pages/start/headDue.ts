// What waits for the head of a unit: parts of somebody who is away, and requests in the queue that are late.

import { useQueries } from "@tanstack/react-query";
import { api } from "../../api/client";
import { grantsOf, keys, pollIntervalTold, useMe } from "../../api/queries";
import type { ExpertJson, GrantJson } from "../../api/types";
import type { ListQueueResponseJson } from "../../gen/vaatu/assignment/v1/assignment_pb";
import { todayInHelsinki } from "../../i18n/formatting";
import { staffQuery } from "../staffing/queries";

/** HeadDue is one thing: of somebody by name who is away, or of the queue. */
export type HeadDue = { grant: GrantJson; name?: string; count: number };

/** dueOfAbsent answers who of a unit is away today with parts that nobody is offered. */
export function dueOfAbsent(grant: GrantJson, experts: readonly ExpertJson[], today = todayInHelsinki()): HeadDue[] {
  const away = (e: ExpertJson) => e.absences?.some((a) => a.unitId === grant.unitId && (a.fromDate ?? "") <= today && (a.toDate ?? "") >= today);
  return experts.filter(away).flatMap((e) => (e.notOffered ? [{ grant, name: e.name ?? "", count: e.notOffered }] : []));
}

/** dueOfQueue answers how many requests of a queue are late. */
export function dueOfQueue(grant: GrantJson, queue: ListQueueResponseJson, today = todayInHelsinki()): HeadDue[] {
  const count = (queue.assignments ?? []).filter((a) => (a.card?.clock?.dueDate ?? today) < today).length;
  return count > 0 ? [{ grant, count }] : [];
}

const queueQuery = (unitId: string) => ({
  queryKey: [...keys.queue(unitId), "due"],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    api.get<ListQueueResponseJson>(`/v1/queues/${unitId}/assignments`, { pageSize: 100, byDue: true }, { signal }),
  refetchInterval: pollIntervalTold,
});

/** useHeadDue answers what waits for the person as a head; nothing yet while it is not known. */
export function useHeadDue(): { dues: HeadDue[] | undefined; error: unknown; retry: () => void } {
  const heads = grantsOf(useMe().data, "ROLE_LEAD");
  const staffs = useQueries({ queries: heads.map((g) => staffQuery(g.unitId ?? "")) });
  const queues = useQueries({ queries: heads.map((g) => queueQuery(g.unitId ?? "")) });
  const all = [...staffs, ...queues];
  return {
    dues: all.some((q) => !q.data)
      ? undefined
      : heads.flatMap((g, i) => [...dueOfAbsent(g, staffs[i]?.data?.experts ?? []), ...dueOfQueue(g, queues[i]?.data ?? {})]),
    error: all.find((q) => q.error)?.error ?? null,
    retry: () => all.forEach((q) => void q.refetch()),
  };
}

// What waits for the head of a unit: parts of somebody who is away, and requests in the queue that are late.

import { useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { grantsOf, pollInterval, useMe } from "../../api/queries";
import type { ExpertJson, GrantJson, ListStaffResponseJson } from "../../api/types";
import type { ListQueueResponseJson } from "../../gen/vaatu/assignment/v1/assignment_pb";
import { todayInHelsinki } from "../../i18n/formatting";

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

async function readDue(grant: GrantJson, signal: AbortSignal): Promise<HeadDue[]> {
  const [staff, queue] = await Promise.all([
    api.get<ListStaffResponseJson>(`/v1/units/${grant.unitId}/staff`, undefined, { signal }),
    api.get<ListQueueResponseJson>(`/v1/queues/${grant.unitId}/assignments`, { pageSize: 100, byDue: true }, { signal }),
  ]);
  return [...dueOfAbsent(grant, staff.experts ?? []), ...dueOfQueue(grant, queue)];
}

/** useHeadDue answers what waits for the person as a head; nothing yet while it is not known. */
export function useHeadDue(): { dues: HeadDue[] | undefined; error: unknown; retry: () => void } {
  const heads = grantsOf(useMe().data, "ROLE_LEAD");
  const query = useQuery({
    queryKey: ["staff", "due", ...heads.map((g) => g.unitId)],
    queryFn: async ({ signal }) => (await Promise.all(heads.map((g) => readDue(g, signal)))).flat(),
    enabled: heads.length > 0,
    refetchInterval: pollInterval,
  });
  return { dues: query.data, error: query.error, retry: () => void query.refetch() };
}

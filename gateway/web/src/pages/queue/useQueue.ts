import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { keys, pollIntervalTold } from "../../api/queries";
import type { AssignmentJson } from "../../api/types";
import type { ListQueueResponseJson } from "../../gen/vaatu/assignment/v1/assignment_pb";
import { announce } from "../../ui/announce";
import type { QueueFilter } from "./filter";
import { asked } from "./useViews";

/** useQueue answers what waits in a unit, as the filter says, and asks again while the page is visible. */
export function useQueue(unitId: string, filter: QueueFilter) {
  return useInfiniteQuery({
    queryKey: [...keys.queue(unitId), asked(filter)],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListQueueResponseJson>(`/v1/queues/${unitId}/assignments`, { ...asked(filter), pageSize: 50, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
    refetchInterval: pollIntervalTold,
  });
}

const quietMillis = 60_000;

type Heard = { view?: string; ids: Set<string>; gone: number; fresh: number; at: number };

/**
 * useChangesSpoken says what others did to the queue, once a minute at most. view names what is looked at: another
 * filter or another page of the list is no change. own are the rows the person acted on.
 */
export function useChangesSpoken(view: string, waiting: readonly AssignmentJson[], own: ReadonlySet<string>, now = Date.now): void {
  const { t } = useTranslation("queue");
  const heard = useRef<Heard>({ ids: new Set(), gone: 0, fresh: 0, at: 0 });
  useEffect(() => {
    const state = heard.current;
    const { ids: known, view: before } = state;
    const ids = new Set(waiting.map((a) => a.id ?? ""));
    Object.assign(state, { ids, view });
    if (view !== before) {
      Object.assign(state, { gone: 0, fresh: 0 });
      return;
    }
    state.gone += [...known].filter((id) => !ids.has(id) && !own.has(id)).length;
    state.fresh += [...ids].filter((id) => !known.has(id) && !own.has(id)).length;
    if (state.gone + state.fresh === 0) return;
    const say = () => {
      announce(t("changed", { gone: state.gone, fresh: state.fresh }));
      Object.assign(state, { gone: 0, fresh: 0, at: now() });
    };
    const rest = state.at + quietMillis - now();
    if (rest <= 0) return say();
    const timer = setTimeout(say, rest);
    return () => clearTimeout(timer);
  }, [view, waiting, own, now, t]);
}

/** useCountSpoken says how many wait in a view that was chosen, once; the page's first speaks for itself. */
export function useCountSpoken(view: string, total: number | undefined): void {
  const { t } = useTranslation("queue");
  const spoken = useRef(view);
  useEffect(() => {
    if (total === undefined || spoken.current === view) return;
    spoken.current = view;
    announce(t("waiting", { n: total }));
  }, [view, total, t]);
}

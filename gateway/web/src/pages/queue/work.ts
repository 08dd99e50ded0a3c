// What an expert's cases want: in which order, how long they have been quiet, and what takes a few minutes.

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../api/client";
import { keys, pollIntervalTold } from "../../api/queries";
import type { CardJson } from "../../api/types";
import type { ListMyWorkResponseJson, WorkJson } from "../../gen/vaatu/assignment/v1/assignment_pb";
import { dueOf } from "./dueOf";

export type WorkByCase = ReadonlyMap<string, WorkJson>;

/** useWork answers how each of the person's cases stands; empty until that is known. */
export function useWork(): WorkByCase {
  const { data } = useQuery({
    queryKey: [...keys.cases, "list", "work"],
    staleTime: 0, // what has been read since is not news
    queryFn: ({ signal }) => api.get<ListMyWorkResponseJson>("/v1/my-work", undefined, { signal }),
    refetchInterval: pollIntervalTold,
  });
  return useMemo(() => new Map((data?.work ?? []).map((w) => [w.caseId ?? "", w])), [data]);
}

/** byDue sorts what is due first to the front; what has no day comes last, the longest waiting first. */
export function byDue(cards: readonly CardJson[]): CardJson[] {
  const place = (c: CardJson) => `${dueOf(c) || "9999-12-31"} ${c.waitingSince ?? ""}`;
  return [...cards].sort((a, b) => (place(a) < place(b) ? -1 : 1));
}

const dayMillis = 24 * 3600 * 1000;

/** quietDays answers for how many whole days nothing has happened. */
export function quietDays(work: WorkJson | undefined, now = Date.now()): number | undefined {
  if (!work?.changeTime) return undefined;
  return Math.max(0, Math.floor((now - Date.parse(work.changeTime)) / dayMillis));
}

export type QuickItem = { card: CardJson; step: "reply" | "acknowledge" };

/** quick answers up to three cases, in their order, whose next step takes a few minutes. */
export function quick(cards: readonly CardJson[], work: WorkByCase): QuickItem[] {
  const items = cards.flatMap((card): QuickItem[] => {
    switch (work.get(card.caseId ?? "")?.quickStep) {
      case "QUICK_STEP_REPLY":
        return [{ card, step: "reply" }];
      case "QUICK_STEP_ACKNOWLEDGE":
        return [{ card, step: "acknowledge" }];
      default:
        return [];
    }
  });
  return items.slice(0, 3);
}

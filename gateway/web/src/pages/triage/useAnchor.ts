import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";

/** anchorOf answers the anchor of the card of a case, and the id of its heading. */
export const anchorOf = (caseId: string | undefined) => `case-${caseId}`;

type Pages = { isFetched: boolean; hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean; fetchNextPage: () => unknown };

/** useAnchor puts the focus on the card that the address names, once; lists are read on until it is there, or fail. */
export function useAnchor(...lists: readonly Pages[]): void {
  const anchor = useLocation({ select: (l) => l.hash });
  const reached = useRef("");
  useEffect(() => {
    if (anchor === "" || reached.current === anchor || lists.some((l) => !l.isFetched)) return;
    const heading = document.getElementById(anchor);
    heading?.focus();
    const more = heading ? [] : lists.filter((l) => l.hasNextPage);
    if (more.length === 0) reached.current = anchor;
    for (const list of more) if (!list.isFetchingNextPage && !list.isFetchNextPageError) list.fetchNextPage();
  });
}

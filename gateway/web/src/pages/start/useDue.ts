import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import { allCases, everyPage, grantsOf, heldQuery, keys, pollInterval, pollIntervalTold, useMe } from "../../api/queries";
import type { CardJson } from "../../api/types";
import type { DisputeItemJson, ListDisputesResponseJson, ListTriageResponseJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { authorisationsQuery } from "../permits/queries";
import { dueFromCoordination, dueFromDisputes, dueFromExpert, dueFromSchool, inOrder, schoolPhases, type DueItem } from "./due";

const schoolQuery = queryOptions({
  queryKey: [...keys.casesDue, "school"],
  queryFn: async ({ signal }): Promise<CardJson[]> => {
    return (await Promise.all(schoolPhases.map((phase) => allCases({ phase }, signal)))).flat();
  },
  refetchInterval: pollIntervalTold,
});

const triageQuery = queryOptions({
  queryKey: [...keys.triage, "due"],
  queryFn: async ({ signal }): Promise<CardJson[]> => {
    const ask = (pageToken: string) => api.get<ListTriageResponseJson>("/v1/triage", { pageSize: 100, pageToken }, { signal });
    return (await everyPage(ask)).flatMap((page) => page.items ?? []).flatMap((i) => (i.card ? [i.card] : []));
  },
  refetchInterval: pollInterval,
});

const disputesQuery = queryOptions({
  queryKey: [...keys.disputes, "due"],
  queryFn: async ({ signal }): Promise<DisputeItemJson[]> => {
    const ask = (pageToken: string) => api.get<ListDisputesResponseJson>("/v1/disputes", { pageSize: 100, pageToken }, { signal });
    return (await everyPage(ask)).flatMap((page) => page.items ?? []);
  },
  refetchInterval: pollIntervalTold,
});

type Due = {
  items: DueItem[] | undefined;
  /** Whether the person's own authorisation waits: that is told in a place of its own. */
  authorises: boolean;
  error: unknown;
  retry: () => void;
};

/** useDue answers what is due from the person in all their roles, the most urgent first. */
export function useDue(): Due {
  const me = useMe().data;
  const isSchool = grantsOf(me, "ROLE_REQUESTER", "ROLE_PRINCIPAL").length > 0;
  const isPrincipal = grantsOf(me, "ROLE_PRINCIPAL").length > 0;
  const isExpert = grantsOf(me, "ROLE_EXPERT", "ROLE_LEAD").length > 0;
  const isCoordinator = grantsOf(me, "ROLE_COORDINATOR").length > 0;
  const school = useQuery({ ...schoolQuery, enabled: isSchool });
  const held = useQuery({ ...heldQuery, enabled: isExpert });
  const triage = useQuery({ ...triageQuery, enabled: isCoordinator });
  const disputes = useQuery({ ...disputesQuery, enabled: isCoordinator });
  const toldApart = useInfiniteQuery({ ...authorisationsQuery, enabled: isPrincipal });
  const authorisations = toldApart.data?.pages.flatMap((page) => page.authorisations ?? []) ?? [];

  const asked = [isSchool && school, isPrincipal && toldApart, isExpert && held, isCoordinator && triage, isCoordinator && disputes].filter((q) => q !== false);
  const waiting = asked.some((q) => q.data === undefined);
  return {
    items: waiting
      ? undefined
      : inOrder([
          ...dueFromSchool(school.data ?? [], held.data ?? [], authorisations),
          ...dueFromExpert(held.data ?? []),
          ...dueFromCoordination(triage.data ?? []),
          ...dueFromDisputes(disputes.data ?? []),
        ]),
    authorises: authorisations.some((a) => !a.state),
    error: asked.find((q) => q.error)?.error ?? null,
    retry: () => asked.forEach((q) => void q.refetch()),
  };
}

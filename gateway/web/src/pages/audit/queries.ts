// What is asked of the audit, and the filters as they stand in the address: ids, codes and dates, never a name.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type {
  EntryKindJson,
  ExportEntriesResponseJson,
  FindPeopleResponseJson,
  GetSealsResponseJson,
  ListCaseDisclosuresResponseJson,
  ListCaseReadsResponseJson,
  ListEntriesResponseJson,
  OutcomeJson,
} from "../../api/types";

export const kinds = [
  "ENTRY_KIND_READ",
  "ENTRY_KIND_CHANGE",
  "ENTRY_KIND_DISCLOSURE",
  "ENTRY_KIND_BREAK_GLASS",
  "ENTRY_KIND_SESSION",
  "ENTRY_KIND_GRANTS",
  "ENTRY_KIND_AUDIT",
] as const satisfies readonly EntryKindJson[];

export const outcomes = ["OUTCOME_DONE", "OUTCOME_DENIED"] as const satisfies readonly OutcomeJson[];

export type AuditFilter = {
  caseId?: string;
  personId?: string;
  number?: string;
  kind?: EntryKindJson;
  outcome?: OutcomeJson;
  fromDate?: string;
  toDate?: string;
};

type Search = { number?: string; kind?: string; outcome?: string; from?: string; to?: string };

/** filterOf reads the filters of an address. */
export function filterOf(search: Search, of: { caseId?: string; personId?: string }): AuditFilter {
  return {
    ...of,
    number: search.number,
    kind: kinds.find((k) => k === search.kind),
    outcome: outcomes.find((o) => o === search.outcome),
    fromDate: search.from,
    toDate: search.to,
  };
}

/** searchOf writes them. */
export function searchOf({ number, kind, outcome, fromDate, toDate }: AuditFilter): Search {
  return { number, kind, outcome, from: fromDate, to: toDate };
}

// Whatever is asked of the log is written in it: nothing is asked twice by itself.
const once = { staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false };

/** entriesQuery asks page by page. */
export const entriesQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: keys.audit(filter),
    queryFn: ({ pageParam, signal }) =>
      api.get<ListEntriesResponseJson>("/v1/audit", { ...filter, pageSize: 50, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
    ...once,
    gcTime: 0,
  });

export const exportEntries = (filter: AuditFilter) => api.get<ExportEntriesResponseJson>("/v1/audit:export", filter);

export const findPeople = (query: string) => api.post<FindPeopleResponseJson>("/v1/audit/people:find", { query });

export const sealsQuery = queryOptions({
  queryKey: keys.seals,
  queryFn: ({ signal }) => api.get<GetSealsResponseJson>("/v1/audit/seals", undefined, { signal }),
  refetchInterval: 60_000,
});

/** readsQuery asks who has read a case. */
export const readsQuery = (caseId: string) =>
  infiniteQueryOptions({
    queryKey: keys.caseReads(caseId),
    queryFn: ({ pageParam, signal }) =>
      api.get<ListCaseReadsResponseJson>(`/v1/cases/${caseId}/reads`, { pageSize: 50, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
  });

/** disclosuresQuery asks to whom a case was disclosed. */
export const disclosuresQuery = (caseId: string) =>
  infiniteQueryOptions({
    queryKey: keys.caseDisclosures(caseId),
    queryFn: ({ pageParam, signal }) =>
      api.get<ListCaseDisclosuresResponseJson>(`/v1/cases/${caseId}/disclosures`, { pageSize: 50, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
  });

// Names of what is cached, and the queries that more than one page needs.

import { MutationCache, QueryCache, QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import type { RoleJson } from "../gen/vaatu/access/v1/options_pb";
import type { CardJson, CaseJson, PhaseJson } from "./types";
import type { ListCasesResponseJson } from "../gen/vaatu/casework/v1/casework_pb";
import type { GrantJson, ListActorsResponseJson, ListUnitsResponseJson, MeJson } from "../gen/vaatu/directory/v1/directory_pb";
import type { DraftJson, ListDraftsResponseJson } from "../gen/vaatu/intake/v1/intake_pb";
import { actingGrant, useActingGrant } from "./acting";
import { api, mePath } from "./client";
import { isProblem, Problem } from "./problem";
import { live } from "./session";

export type CaseFilter = { phase?: PhaseJson; number?: string; mine?: boolean };

export const keys = {
  me: ["me"] as const,
  units: ["units"] as const,
  actors: ["actors"] as const,
  drafts: ["drafts"] as const,
  draft: (id: string) => ["drafts", id] as const,
  cases: ["cases"] as const,
  caseList: (filter: CaseFilter) => ["cases", "list", filter] as const,
  casesDue: ["cases", "due"] as const,
  case: (id: string) => ["cases", id] as const,
  caseMessages: (id: string) => ["cases", id, "messages"] as const,
  caseQuestions: (id: string) => ["cases", id, "questions"] as const,
  caseAdvice: (id: string, etag: string) => ["cases", id, "advice", etag] as const,
  caseAttachments: (id: string) => ["cases", id, "attachments"] as const,
  caseLock: (id: string) => ["cases", id, "lock"] as const,
  caseEvents: (id: string, etags: string) => ["cases", id, "events", etags] as const,
  queue: (unitId: string) => ["queues", unitId] as const,
  viewing: (unitId: string) => ["viewing", unitId] as const,
  handOvers: ["handOvers"] as const,
  handOverList: ["handOvers", "list"] as const,
  triage: ["triage"] as const,
  disputes: ["disputes"] as const,
  ruleSets: ["ruleSets"] as const,
  grants: ["grants"] as const,
  glasses: ["glasses"] as const,
  endOfGrant: (id: string) => ["endOfGrant", id] as const,
  feedback: ["feedback"] as const,
  audit: (filter: Record<string, unknown>) => ["audit", filter] as const,
  seals: ["seals"] as const,
  caseReads: (id: string) => ["cases", id, "reads"] as const,
  caseDisclosures: (id: string) => ["cases", id, "disclosures"] as const,
  casePermissions: (id: string, etag: string) => ["cases", id, "permissions", etag] as const,
  casePupil: (id: string) => ["cases", id, "pupil"] as const,
  authorisations: ["authorisations"] as const,
  providers: (query: string) => ["providers", query] as const,
  joins: ["joins"] as const,
  similar: (likeness: unknown) => ["similar", likeness] as const,
  checklistFigures: ["caseload", "checklists"] as const,
  caseload: (filter: Record<string, unknown> = {}) => ["caseload", filter] as const,
  caseloadCases: (filter: Record<string, unknown> = {}) => ["caseload", "cases", filter] as const,
};

/** How often a page that others change asks again while it is visible: seldom where it is told of changes, as a hint may be lost. */
export const pollMillis = 15_000;
const pollMillisTold = 60_000;
/** Each reading of a case is written down, and told to its school: an open page that nobody looks at reads seldom. */
const pollMillisRead = 5 * 60_000;

type Polled = { state: { data: unknown; error: Error | null } };

/**
 * pollInterval asks again at that pace; what is not there, or not for this person, is not asked for again. Nor is by itself what could
 * not be read at first: the notice of that would come and go, and its button under the focus.
 */
export function pollInterval({ state: { data, error } }: Polled): number | false {
  if (data === undefined) return false;
  return error instanceof Problem && error.status === 404 ? false : pollMillis;
}

/** told is the same for what hints speak of (live.ts), at a pace of its own; no hint says that what failed works again. */
const told = (millis: number) => (query: Polled): number | false =>
  live.get() && !query.state.error ? pollInterval(query) && millis : pollInterval(query);

export const pollIntervalTold = told(pollMillisTold);
export const pollIntervalRead = told(pollMillisRead);

/** createQueryClient answers a client that repeats only what may pass by itself. */
export function createQueryClient(): QueryClient {
  // Nothing is found by a grant that has ended: who is there is asked anew.
  const onError = (error: unknown) => {
    if (actingGrant() !== "" && isProblem(error, "NOT_FOUND")) void client.invalidateQueries({ queryKey: keys.me });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        networkMode: "always",
        retry: (count, error) => error instanceof Problem && error.passing && error.status !== 0 && count < 2,
        staleTime: 5_000,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
  return client;
}

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => api.get<MeJson>(mePath, undefined, { signal }),
  staleTime: 5 * 60_000,
});

/** useMe answers the signed-in person with the grants they act by; pages inside the frame may rely on `data`. */
export function useMe() {
  const acting = useActingGrant();
  return useQuery({ ...meQuery, select: (me) => actingAs(me, acting) });
}

/** useWholeMe answers the person with all their grants. */
export function useWholeMe() {
  return useQuery(meQuery);
}

/** actingAs narrows a person to one grant; one that they do not hold narrows nothing. */
export function actingAs(me: MeJson, grantId: string): MeJson {
  const chosen = (me.grants ?? []).filter((g) => g.id === grantId);
  return chosen.length === 0 ? me : { ...me, grants: chosen };
}

/** grantsOf answers the grants in any of the roles. */
export function grantsOf(me: MeJson | undefined, ...roles: RoleJson[]): GrantJson[] {
  return (me?.grants ?? []).filter((g) => g.role !== undefined && roles.includes(g.role));
}

export const unitsQuery = queryOptions({
  queryKey: keys.units,
  queryFn: ({ signal }) => api.get<ListUnitsResponseJson>("/v1/units", undefined, { signal }),
  staleTime: 60 * 60_000,
});

export const actorsQuery = queryOptions({
  queryKey: keys.actors,
  queryFn: ({ signal }) => api.get<ListActorsResponseJson>("/v1/actors", undefined, { signal }),
  staleTime: 60 * 60_000,
});

/** everyPage asks page after page to the last: for lists of one person's own, where a part would mislead. */
export async function everyPage<P extends { nextPageToken?: string }>(ask: (pageToken: string) => Promise<P>): Promise<P[]> {
  const pages = [await ask("")];
  for (let next = pages[0]?.nextPageToken; next; next = pages.at(-1)?.nextPageToken) pages.push(await ask(next));
  return pages;
}

/** draftsQuery asks for all drafts of the person, the latest saved first. */
export const draftsQuery = queryOptions({
  queryKey: keys.drafts,
  queryFn: async ({ signal }): Promise<DraftJson[]> => {
    const ask = (pageToken: string) => api.get<ListDraftsResponseJson>("/v1/drafts", { pageSize: 100, pageToken }, { signal });
    return (await everyPage(ask)).flatMap((page) => page.drafts ?? []);
  },
});

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: keys.draft(id),
    queryFn: ({ signal }) => api.get<DraftJson>(`/v1/drafts/${id}`, undefined, { signal }),
  });

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: keys.case(id),
    queryFn: ({ signal }) => api.get<CaseJson>(`/v1/cases/${id}`, undefined, { signal }),
  });

/** casesPage asks one page of the caller's cases. */
export function casesPage(filter: CaseFilter, pageToken: string, pageSize: number, signal: AbortSignal) {
  return api.get<ListCasesResponseJson>("/v1/cases", { ...filter, pageSize, pageToken }, { signal });
}

/** allCases asks for all of the caller's cases that pass the filter. */
export async function allCases(filter: CaseFilter, signal: AbortSignal): Promise<CardJson[]> {
  const pages = await everyPage((pageToken) => casesPage(filter, pageToken, 100, signal));
  return pages.flatMap((page) => page.cases ?? []);
}

/** heldQuery asks for all cases that the person holds. */
export const heldQuery = queryOptions({
  queryKey: [...keys.caseList({ mine: true }), "all"],
  queryFn: ({ signal }) => allCases({ mine: true }, signal),
  refetchInterval: pollIntervalTold,
});

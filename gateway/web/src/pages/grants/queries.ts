// What is asked of the grants. The filters stand in the address: codes of the contract, anything else is none. The name that
// is looked for stands in the browser's history only, and goes out in a body: addresses end up in logs.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { everyPage, keys, pollInterval } from "../../api/queries";
import type { GrantStateJson, KeptGrantJson, ListGrantsResponseJson, ListProvidersResponseJson, RoleJson } from "../../api/types";

/** States in the order of a grant's life. */
export const states = [
  "GRANT_STATE_INVITED",
  "GRANT_STATE_WAITS",
  "GRANT_STATE_TO_COME",
  "GRANT_STATE_HOLDS",
  "GRANT_STATE_ASLEEP",
  "GRANT_STATE_ENDED",
  "GRANT_STATE_SPENT",
] as const satisfies readonly GrantStateJson[];

/** Roles that people give. */
export const roles = [
  "ROLE_EXPERT",
  "ROLE_LEAD",
  "ROLE_COORDINATOR",
  "ROLE_VIPU",
  "ROLE_ADMIN",
  "ROLE_AUDITOR",
] as const satisfies readonly RoleJson[];

export type GivenRole = (typeof roles)[number];

export type GrantFilter = { query?: string; state?: GrantStateJson; role?: GivenRole };

/** filterOf reads the filters of an address and the name of an entry in the history. */
export function filterOf(search: { state?: string; role?: string }, name: string | undefined): GrantFilter {
  return {
    query: name,
    state: states.find((s) => s === search.state),
    role: roles.find((r) => r === search.role),
  };
}

function grantsPage(filter: GrantFilter, pageToken: string, pageSize: number, signal: AbortSignal) {
  return api.post<ListGrantsResponseJson>("/v1/grants:search", { ...filter, pageSize, pageToken }, { signal });
}

/** grantsQuery asks page by page. */
export const grantsQuery = (filter: GrantFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.grants, filter],
    queryFn: ({ pageParam, signal }) => grantsPage(filter, pageParam, 50, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
    refetchInterval: pollInterval,
  });

/** everyGrantQuery asks for all grants in a state. */
export const everyGrantQuery = (state: GrantStateJson) =>
  queryOptions({
    queryKey: [...keys.grants, "all", state],
    queryFn: async ({ signal }): Promise<KeptGrantJson[]> => {
      const pages = await everyPage((pageToken) => grantsPage({ state }, pageToken, 100, signal));
      return pages.flatMap((page) => page.grants ?? []);
    },
  });

/** shownProviders is how many providers a search shows. */
export const shownProviders = 10;

/** providersQuery finds providers by the beginning of a name. */
export const providersQuery = (query: string) =>
  queryOptions({
    queryKey: keys.providers(query),
    queryFn: ({ signal }) =>
      api.get<ListProvidersResponseJson>("/v1/providers", { query, pageSize: shownProviders }, { signal }),
    staleTime: 60 * 60_000,
  });

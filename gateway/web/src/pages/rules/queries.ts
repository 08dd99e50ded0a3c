// What is asked of the rule sets.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { ListRuleChangesResponseJson, ListRuleFindingsResponseJson, ListRuleSetsResponseJson, RuleSetJson } from "../../api/types";

/** ruleSetsQuery asks for all versions page by page, the latest first. */
export const ruleSetsQuery = infiniteQueryOptions({
  queryKey: [...keys.ruleSets, "list"],
  queryFn: ({ pageParam, signal }) => api.get<ListRuleSetsResponseJson>("/v1/rulesets", { pageSize: 50, pageToken: pageParam }, { signal }),
  initialPageParam: "",
  getNextPageParam: (page) => page.nextPageToken || undefined,
});

export const ruleSetQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.ruleSets, id],
    queryFn: ({ signal }) => api.get<RuleSetJson>(`/v1/rulesets/${id}`, undefined, { signal }),
  });

/** findingsQuery asks what is to be known before a set, as it was at an etag, is published. */
export const findingsQuery = (id: string, etag: string) =>
  queryOptions({
    queryKey: [...keys.ruleSets, id, "findings", etag],
    queryFn: ({ signal }) => api.get<ListRuleFindingsResponseJson>(`/v1/rulesets/${id}/findings`, undefined, { signal }),
  });

/** changesQuery asks what a set changes in the published one. */
export const changesQuery = (id: string, etag: string) =>
  queryOptions({
    queryKey: [...keys.ruleSets, id, "changes", etag],
    queryFn: ({ signal }) => api.get<ListRuleChangesResponseJson>(`/v1/rulesets/${id}/changes`, undefined, { signal }),
  });

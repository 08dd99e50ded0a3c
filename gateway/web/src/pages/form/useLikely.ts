import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { CheckRequestResponseJson } from "../../api/types";
import { useAnswer } from "./useDraft";

/** useLikely asks where the request, as far as it is answered, would go and what is needed there; undefined while that cannot be told. */
export function useLikely(): CheckRequestResponseJson | undefined {
  const about = useAnswer("about");
  const needs = useAnswer("needs") ?? [];
  const workingLanguage = useAnswer("workingLanguage");
  const wishedForms = useAnswer("wishedForms");
  const risks = useAnswer("risks");
  const request = { about, needs, workingLanguage, wishedForms, risks };
  const known = needs.length > 0 && Boolean(workingLanguage);
  const query = useQuery({
    queryKey: ["likely", request],
    queryFn: ({ signal }) => api.post<CheckRequestResponseJson>("/v1/intake:check", { request }, { signal }),
    enabled: known,
    staleTime: 60_000,
    placeholderData: keepPreviousData, // what is being filled in stays while another answer is asked about
  });
  return known ? query.data : undefined;
}

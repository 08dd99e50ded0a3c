import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, isProblem } from "../../api/client";
import { keys } from "../../api/queries";
import type { DraftJson, RequestJson } from "../../api/types";

/**
 * useSaveAnswer saves what the check page itself asks. Where the draft has become another meanwhile it is read anew: what is
 * chosen then goes on top of it.
 */
export function useSaveAnswer(draftId: string, draft: DraftJson) {
  const client = useQueryClient();
  return useMutation<DraftJson, unknown, RequestJson>({
    mutationFn: (request) => api.patch<DraftJson>(`/v1/drafts/${draftId}`, { request }, { etag: draft.etag ?? "" }),
    onSuccess: (saved) => client.setQueryData(keys.draft(draftId), saved),
    onError: (error) => {
      if (isProblem(error, "ETAG_STALE")) void client.invalidateQueries({ queryKey: keys.draft(draftId), exact: true });
    },
  });
}

export type SaveAnswer = ReturnType<typeof useSaveAnswer>;

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { useIntent } from "../../api/intent";
import { keys } from "../../api/queries";
import type { DraftJson } from "../../api/types";
import { announceDone } from "../../ui/announce";

/** Source is what a new draft takes its answers from. */
export type Source = { caseId: string } | { draftId: string };

/** useCopy begins a draft with the answers of an earlier request, and opens it. */
export function useCopy() {
  const { t } = useTranslation("drafts");
  const client = useQueryClient();
  const navigate = useNavigate();
  const intent = useIntent();
  return useMutation({
    mutationFn: (source: Source) => api.post<DraftJson>("/v1/drafts:copy", source, { idempotencyKey: intent.keyFor(source) }),
    onSuccess: (draft) => {
      intent.done();
      void client.invalidateQueries({ queryKey: keys.drafts, exact: true });
      announceDone(t("copy.done"));
      void navigate({ to: "/drafts/$draftId", params: { draftId: draft.id ?? "" } });
    },
  });
}

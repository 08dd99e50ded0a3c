import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { DraftEndJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";

/** useEnd tells whoever wrote a draft that is gone whether it was sent or deleted, and when; nothing to others, or as long as it loads. */
export function useEnd(draftId: string): { said: string; sent: boolean } {
  const { t } = useTranslation("form");
  const { dateTime } = useFormatting();
  const { data } = useQuery({
    queryKey: [...keys.draft(draftId), "end"],
    queryFn: ({ signal }) => api.get<DraftEndJson>(`/v1/drafts/${draftId}/end`, undefined, { signal }),
  });
  const sent = data?.outcome === "DRAFT_OUTCOME_SENT";
  return { sent, said: data ? t(sent ? "goneSent" : "goneDeleted", { when: dateTime(data.endTime) }) : "" };
}

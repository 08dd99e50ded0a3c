import { useMutation, useQueryClient, type UseMutationResult } from "@tanstack/react-query";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../../api/queries";
import type { AttachmentJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { focusFiles } from "./focus";

export type RemovalProps = {
  caseId: string;
  attachment: AttachmentJson;
  /** What opened the dialog: it gets the focus back, unless the file has gone with it. */
  opener: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
};

/** useRemoval lets a file go by a call, and says so; what is shown of the case is read anew, however it went. */
export function useRemoval({ caseId, attachment, onClose }: RemovalProps, call: () => Promise<unknown>): UseMutationResult<unknown, unknown, void> {
  const { t } = useTranslation("attachments");
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: async () => {
      onClose();
      announceDone(t("deleted", { name: attachment.name }));
      await client.invalidateQueries({ queryKey: keys.case(caseId) });
      focusFiles();
    },
    onError: () => client.invalidateQueries({ queryKey: keys.case(caseId) }),
  });
}

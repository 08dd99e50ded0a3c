import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { DraftJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { forgetDraft } from "../form/draftStore";

type LeaveDialogProps = { draft: DraftJson; onClose: () => void; onLeft: () => void };

/** LeaveDialog asks, and takes the draft from the person who was invited to it. */
export function LeaveDialog({ draft, onClose, onLeft }: LeaveDialogProps) {
  const { t } = useTranslation(["drafts", "common"]);
  const client = useQueryClient();
  const id = draft.id ?? "";
  const me = draft.writers?.find((w) => w.me)?.personId ?? "";
  const leave = useMutation({
    mutationFn: () => api.delete(`/v1/drafts/${id}/writers/${me}`),
    onSuccess: async () => {
      forgetDraft(id);
      await client.invalidateQueries({ queryKey: keys.drafts, exact: true });
      announceDone(t("drafts:writers.left"));
      onLeft();
    },
  });
  return (
    <Dialog
      title={t("drafts:writers.leaveTitle")}
      onClose={onClose}
      footer={
        <>
          <Button aria-disabled={leave.isPending} onClick={() => !leave.isPending && leave.mutate()}>
            {t("drafts:writers.leaveYes")}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {t("common:action.cancel")}
          </Button>
        </>
      }
    >
      <Paragraph>{t("drafts:writers.leaveText")}</Paragraph>
      {leave.error && <ErrorNotice error={leave.error} />}
    </Dialog>
  );
}

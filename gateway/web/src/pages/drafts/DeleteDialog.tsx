import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { DraftJson } from "../../api/types";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { forgetDraft } from "../form/draftStore";

type DeleteDialogProps = { draft: DraftJson; onClose: () => void; onDeleted: (id: string) => void };

/** DeleteDialog asks, and destroys the draft. */
export function DeleteDialog({ draft, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation(["form", "common"]);
  const client = useQueryClient();
  const id = draft.id ?? "";
  const remove = useMutation({
    mutationFn: () => api.delete(`/v1/drafts/${id}`),
    onSuccess: async () => {
      forgetDraft(id);
      client.removeQueries({ queryKey: keys.draft(id) });
      await client.invalidateQueries({ queryKey: keys.drafts, exact: true });
      onDeleted(id);
    },
  });
  return (
    <Dialog
      title={t("form:drafts.deleteTitle")}
      onClose={onClose}
      footer={
        <>
          <Button aria-disabled={remove.isPending} onClick={() => !remove.isPending && remove.mutate()}>
            {t("form:drafts.deleteYes")}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {t("common:action.cancel")}
          </Button>
        </>
      }
    >
      <Paragraph>{t("form:drafts.deleteText")}</Paragraph>
      {remove.error && <ErrorNotice error={remove.error} />}
    </Dialog>
  );
}

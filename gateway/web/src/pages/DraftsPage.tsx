import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { api } from "../api/client";
import { draftsQuery, keys } from "../api/queries";
import type { DraftJson } from "../api/types";
import { useCode } from "../i18n/codes";
import { useFormatting } from "../i18n/formatting";
import { announce } from "../ui/announce";
import { ButtonLink } from "../ui/AppLink";
import { DataTable, type Column } from "../ui/DataTable";
import { Dialog } from "../ui/Dialog";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { QueryPage } from "../ui/QueryState";
import { remaining } from "./form/answers";
import { forgetDraft } from "./form/draftStore";
import { NewRequest } from "./form/NewRequest";

/** The writer's drafts, the latest saved first. */
export default function DraftsPage() {
  const { t } = useTranslation("form");
  const query = useQuery(draftsQuery);
  const [deleting, setDeleting] = useState<DraftJson>();
  const drafts = query.data ?? [];
  const columns = useColumns(setDeleting);
  if (!query.data) return <QueryPage title={t("drafts.title")} query={query} />;

  function cancelled(): void {
    const id = deleting?.id;
    setDeleting(undefined);
    setTimeout(() => document.getElementById(`delete-${id}`)?.focus());
  }

  function deleted(id: string): void {
    const at = drafts.findIndex((d) => d.id === id);
    const next = drafts[at + 1] ?? drafts[at - 1];
    setDeleting(undefined);
    announce(t("drafts.deleted"));
    setTimeout(() => (next ? document.getElementById(`continue-${next.id}`) : document.querySelector("h1"))?.focus());
  }

  return (
    <Page title={t("drafts.title")} wide>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      <div className="vaatu-actions">
        <NewRequest />
      </div>
      {drafts.length === 0 ? (
        <Empty text={t("drafts.empty")} />
      ) : (
        <DataTable caption={t("drafts.caption")} columns={columns} rows={drafts} rowKey={(d) => d.id ?? ""} />
      )}
      {deleting && <DeleteDraft draft={deleting} onClose={cancelled} onDeleted={deleted} />}
    </Page>
  );
}

function useColumns(onDelete: (draft: DraftJson) => void): Column<DraftJson>[] {
  const { t } = useTranslation("form");
  const { dateTime } = useFormatting();
  const code = useCode();
  const what = (d: DraftJson) => (d.request?.needs ?? []).map(code).join(", ") || t("drafts.noNeeds");
  return [
    { key: "needs", label: t("drafts.needs"), heading: true, render: what },
    { key: "saved", label: t("drafts.saved"), render: (d) => dateTime(d.updateTime ?? d.createTime) },
    { key: "left", label: t("drafts.left"), render: (d) => String(remaining(d.request ?? {})) },
    {
      key: "actions",
      label: t("drafts.actions"),
      bare: true,
      render: (d) => (
        <span className="vaatu-actions vaatu-actions--row">
          <ButtonLink
            id={`continue-${d.id}`}
            className="vaatu-button"
            to="/drafts/$draftId"
            params={{ draftId: d.id ?? "" }}
            aria-label={t("drafts.continueOf", { what: what(d) })}
          >
            {t("drafts.continue")}
          </ButtonLink>
          <Button
            id={`delete-${d.id}`}
            variant="secondary"
            onClick={() => onDelete(d)}
            aria-label={t("drafts.deleteOf", { what: what(d) })}
          >
            {t("drafts.delete")}
          </Button>
        </span>
      ),
    },
  ];
}

type DeleteDraftProps = { draft: DraftJson; onClose: () => void; onDeleted: (id: string) => void };

function DeleteDraft({ draft, onClose, onDeleted }: DeleteDraftProps) {
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
          <Button disabled={remove.isPending} onClick={() => remove.mutate()}>
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

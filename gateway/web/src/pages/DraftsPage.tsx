import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ActionMenu, ActionMenuItem } from "suomifi-ui-components";
import { draftsQuery } from "../api/queries";
import type { DraftJson } from "../api/types";
import { useFormatting } from "../i18n/formatting";
import { announceDone } from "../ui/announce";
import { ButtonLink } from "../ui/AppLink";
import { DataTable, type Column } from "../ui/DataTable";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Page } from "../ui/Page";
import { QueryPage } from "../ui/QueryState";
import { DeleteDialog } from "./drafts/DeleteDialog";
import { InviteDialog } from "./drafts/InviteDialog";
import { LeaveDialog } from "./drafts/LeaveDialog";
import { isFirst, leavesSoon } from "./drafts/leaving";
import { useCopy } from "./drafts/useCopy";
import { useDraftWords } from "./drafts/useDraftWords";
import { NewRequest } from "./form/NewRequest";

type Opened = { what: "invite" | "leave" | "delete"; draft: DraftJson };

/** The drafts that the person writes, the latest saved first. */
export default function DraftsPage() {
  const { t } = useTranslation("form");
  const query = useQuery(draftsQuery);
  const [opened, setOpened] = useState<Opened>();
  const copy = useCopy();
  const drafts = query.data ?? [];
  const columns = useColumns(setOpened, (draftId) => copy.mutate({ draftId }));
  if (!query.data) return <QueryPage title={t("drafts.title")} query={query} />;

  function closed(): void {
    const id = opened?.draft.id;
    setOpened(undefined);
    setTimeout(() => document.getElementById(`more-${id}`)?.focus());
  }

  function gone(id: string, said?: string): void {
    const at = drafts.findIndex((d) => d.id === id);
    const next = drafts[at + 1] ?? drafts[at - 1];
    setOpened(undefined);
    if (said) announceDone(said);
    setTimeout(() => (next ? document.getElementById(`continue-${next.id}`) : document.querySelector("h1"))?.focus());
  }

  return (
    <Page title={t("drafts.title")} wide>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {copy.error && <ErrorNotice error={copy.error} />}
      <div className="vaatu-actions">
        <NewRequest />
      </div>
      {drafts.length === 0 ? (
        <Empty text={t("drafts.empty")} />
      ) : (
        <DataTable caption={t("drafts.caption")} columns={columns} rows={drafts} rowKey={(d) => d.id ?? ""} />
      )}
      {opened?.what === "delete" && (
        <DeleteDialog draft={opened.draft} onClose={closed} onDeleted={(id) => gone(id, t("drafts.deleted"))} />
      )}
      {opened?.what === "leave" && (
        <LeaveDialog draft={opened.draft} onClose={closed} onLeft={() => gone(opened.draft.id ?? "")} />
      )}
      {opened?.what === "invite" && <InviteDialog draftId={opened.draft.id ?? ""} onClose={closed} />}
    </Page>
  );
}

function useColumns(onOpen: (opened: Opened) => void, onCopy: (id: string) => void): Column<DraftJson>[] {
  const { t } = useTranslation(["form", "drafts"]);
  const { date, dateTime } = useFormatting();
  const words = useDraftWords();
  return [
    { key: "needs", label: t("form:drafts.needs"), heading: true, render: words.what },
    { key: "saved", label: t("form:drafts.saved"), render: (d) => dateTime(d.updateTime ?? d.createTime) },
    { key: "writers", label: t("drafts:list.writers"), render: (d) => (d.writers ?? []).map(words.writer).join(", ") },
    {
      key: "leaves",
      label: t("drafts:list.leaves"),
      render: (d) => (leavesSoon(d) ? <strong>{date(d.expireDate)}</strong> : date(d.expireDate)),
    },
    {
      key: "actions",
      label: t("form:drafts.actions"),
      bare: true,
      render: (d) => <DraftActions draft={d} what={words.what(d)} onOpen={onOpen} onCopy={onCopy} />,
    },
  ];
}

type DraftActionsProps = { draft: DraftJson; what: string; onOpen: (opened: Opened) => void; onCopy: (id: string) => void };

function DraftActions({ draft, what, onOpen, onCopy }: DraftActionsProps) {
  const { t } = useTranslation(["form", "drafts"]);
  const id = draft.id ?? "";
  const last = isFirst(draft) ? "delete" : "leave";
  return (
    <span className="vaatu-actions vaatu-actions--row">
      <ButtonLink
        id={`continue-${id}`}
        className="vaatu-button"
        to="/drafts/$draftId"
        params={{ draftId: id }}
        aria-label={t("form:drafts.continueOf", { what })}
      >
        {t("form:drafts.continue")}
      </ButtonLink>
      <ActionMenu id={`more-${id}`} aria-label={t("drafts:list.more", { what })}>
        {[
          <ActionMenuItem key="copy" onClick={() => onCopy(id)}>
            {t("drafts:list.copy")}
          </ActionMenuItem>,
          <ActionMenuItem key="invite" onClick={() => onOpen({ what: "invite", draft })}>
            {t("drafts:list.invite")}
          </ActionMenuItem>,
          <ActionMenuItem key={last} onClick={() => onOpen({ what: last, draft })}>
            {t(`drafts:list.${last}`)}
          </ActionMenuItem>,
        ]}
      </ActionMenu>
    </span>
  );
}

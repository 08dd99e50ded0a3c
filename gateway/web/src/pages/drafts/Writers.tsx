import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Expander, ExpanderContent, ExpanderTitleButton, Heading } from "suomifi-ui-components";
import { api } from "../../api/client";
import { draftQuery, keys } from "../../api/queries";
import type { DraftJson, WriterJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useIsPhone } from "../../ui/useIsPhone";
import "./drafts.css";
import { InviteDialog } from "./InviteDialog";
import { LeaveDialog } from "./LeaveDialog";
import { isFirst } from "./leaving";
import { useDraftWords } from "./useDraftWords";

/** Writers is a part of the form: beside the questions on a desktop, folded up on a phone. */
export function Writers({ draftId }: { draftId: string }) {
  const { t } = useTranslation("drafts");
  const list = <WriterList draftId={draftId} />;
  if (!useIsPhone()) {
    return (
      <section className="vaatu-writers" aria-labelledby={headingId}>
        <Heading variant="h4" as="h2" id={headingId} tabIndex={-1}>
          {t("writers.title")}
        </Heading>
        {list}
      </section>
    );
  }
  return (
    <Expander className="vaatu-writers">
      <ExpanderTitleButton asHeading="h2" toggleButtonProps={{ id: headingId }}>
        {t("writers.title")}
      </ExpanderTitleButton>
      <ExpanderContent>{list}</ExpanderContent>
    </Expander>
  );
}

/** Who has removed somebody finds the focus here. */
const headingId = "writers-heading";

/** WriterList tells who writes the draft that is open. Everyone may invite; who was invited may leave, and the first remove them. */
function WriterList({ draftId }: { draftId: string }) {
  const { t } = useTranslation("drafts");
  const navigate = useNavigate();
  const { data: draft } = useQuery({ ...draftQuery(draftId), enabled: false }); // the form keeps it
  const words = useDraftWords();
  const remove = useRemove(draftId);
  const [open, setOpen] = useState<"invite" | "leave">();
  if (!draft) return null;
  const writers = draft.writers ?? [];
  const close = () => setOpen(undefined);
  return (
    <>
      <ul className="vaatu-writers__list">
        {writers.map((w) => (
          <li key={w.personId}>
            <span>{w.first && writers.length > 1 ? `${words.writer(w)}, ${t("writers.first")}` : words.writer(w)}</span>
            {isFirst(draft) && !w.first && (
              <Button
                variant="secondaryNoBorder"
                aria-disabled={remove.isPending}
                aria-label={t("writers.removeOf", { name: w.name })}
                onClick={() => !remove.isPending && remove.mutate(w)}
              >
                {t("writers.remove")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {remove.error && <ErrorNotice error={remove.error} />}
      <div className="vaatu-actions vaatu-actions--row">
        <Button variant="secondary" onClick={() => setOpen("invite")}>
          {t("writers.invite")}
        </Button>
        {!isFirst(draft) && (
          <Button variant="secondaryNoBorder" onClick={() => setOpen("leave")}>
            {t("writers.leave")}
          </Button>
        )}
      </div>
      {open === "invite" && <InviteDialog draftId={draftId} onClose={close} />}
      {open === "leave" && <LeaveDialog draft={draft} onClose={close} onLeft={() => void navigate({ to: "/drafts" })} />}
    </>
  );
}

function useRemove(draftId: string) {
  const { t } = useTranslation("drafts");
  const client = useQueryClient();
  return useMutation({
    mutationFn: (w: WriterJson) => api.delete(`/v1/drafts/${draftId}/writers/${w.personId ?? ""}`),
    onSuccess: (_, w) => {
      announceDone(t("writers.removed", { name: w.name }));
      client.setQueryData<DraftJson>(keys.draft(draftId), (draft) => {
        return draft && { ...draft, writers: draft.writers?.filter((other) => other.personId !== w.personId) };
      });
      document.getElementById(headingId)?.focus();
    },
  });
}

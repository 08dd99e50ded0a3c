import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph, TextInput } from "suomifi-ui-components";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { ColleagueJson, DraftJson, FindColleaguesResponseJson } from "../../api/types";
import { announce, announceDone } from "../../ui/announce";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import "./drafts.css";

const fewestLetters = 2;

/** InviteDialog finds a colleague of the school by name and lets them write the draft. */
export function InviteDialog({ draftId, onClose }: { draftId: string; onClose: () => void }) {
  const { t } = useTranslation("drafts");
  const client = useQueryClient();
  const search = useMutation({
    mutationFn: (query: string) => api.post<FindColleaguesResponseJson>(`/v1/drafts/${draftId}/colleagues:find`, { query }),
    onSuccess: ({ people = [] }) => announce(people.length === 0 ? t("invite.none") : t("invite.found", { count: people.length })),
  });
  const invite = useMutation({
    mutationFn: ({ personId }: ColleagueJson) => api.post<DraftJson>(`/v1/drafts/${draftId}/writers`, { personId }),
    onSuccess: ({ writers }, { name }) => {
      announceDone(t("invite.done", { name }));
      client.setQueryData<DraftJson>(keys.draft(draftId), (draft) => draft && { ...draft, writers });
      void client.invalidateQueries({ queryKey: keys.drafts, exact: true });
      onClose();
    },
  });
  const [name, setName] = useState("");
  function find(event: FormEvent): void {
    event.preventDefault();
    if (!search.isPending && name.trim().length >= fewestLetters) search.mutate(name.trim());
  }
  const people = search.data?.people ?? [];
  return (
    <Dialog
      title={t("invite.title")}
      onClose={onClose}
      footer={
        <Button variant="secondary" onClick={onClose}>
          {t("invite.close")}
        </Button>
      }
    >
      <Paragraph mb="m">{t("invite.text")}</Paragraph>
      <form className="vaatu-find" onSubmit={find}>
        <TextInput
          labelText={t("invite.name")}
          hintText={t("invite.hint")}
          maxLength={100}
          value={name}
          onChange={(value) => setName(String(value ?? ""))}
        />
        <Button type="submit" variant="secondary" aria-disabled={search.isPending}>
          {t("invite.search")}
        </Button>
      </form>
      {(search.error ?? invite.error) && <ErrorNotice error={search.error ?? invite.error} />}
      {search.data && people.length === 0 && <Paragraph mt="s">{t("invite.none")}</Paragraph>}
      {people.length > 0 && (
        <ul className="vaatu-found" aria-label={t("invite.people")}>
          {people.map((p) => (
            <li key={p.personId}>
              <Button variant="secondary" aria-disabled={invite.isPending} onClick={() => !invite.isPending && invite.mutate(p)}>
                {t("invite.choose", { name: p.name })}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

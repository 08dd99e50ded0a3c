import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client";
import { useIntent } from "../../api/intent";
import { keys } from "../../api/queries";
import type { DraftJson, GrantJson, RecordChecklistRequestJson } from "../../api/types";
import { announce } from "../../ui/announce";
import { inPlace, version, type Answers } from "./content";

const named = (school: GrantJson | undefined, several: boolean) => (several ? { schoolId: school?.schoolId } : {});

/** useStart begins a request with the answers, in the school's language. */
export function useStart(school: GrantJson | undefined, several: boolean) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const intent = useIntent();
  return useMutation<DraftJson, unknown, Answers>({
    mutationFn: (answers) => {
      const request = { ...inPlace(answers), workingLanguage: school?.schoolLanguage === "sv" ? "sv" : "fi" };
      const draft: DraftJson = { request, ...named(school, several) };
      return api.post<DraftJson>("/v1/drafts", draft, { idempotencyKey: intent.keyFor(draft) });
    },
    onSuccess: (draft) => {
      intent.done();
      void client.invalidateQueries({ queryKey: keys.drafts, exact: true });
      void navigate({ to: "/drafts/$draftId", params: { draftId: draft.id ?? "" } });
    },
  });
}

/** useHelped counts that the checklist was enough, once however often the button is pressed. */
export function useHelped(school: GrantJson | undefined, several: boolean, done: () => void) {
  const { t } = useTranslation("checklist");
  const intent = useIntent();
  return useMutation<unknown, unknown, Answers>({
    mutationFn: (answers) => {
      const body: RecordChecklistRequestJson = { version, ...inPlace(answers), ...named(school, several) };
      return api.post("/v1/checklists", body, { idempotencyKey: intent.keyFor(body) });
    },
    onSuccess: () => {
      intent.done();
      done();
      announce(t("thanks"));
    },
  });
}

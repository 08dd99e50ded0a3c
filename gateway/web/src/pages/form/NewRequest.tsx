import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { api } from "../../api/client";
import { useIntent } from "../../api/intent";
import { grantsOf, keys, useMe } from "../../api/queries";
import type { DraftJson, GrantJson, MeJson } from "../../api/types";
import { ErrorNotice } from "../../ui/ErrorNotice";

// Few people have several schools: the others need not load the dialog.
const ChooseSchool = lazy(() => import("./ChooseSchool"));

/** schoolsOf answers the schools that a person may ask for, each once. */
export function schoolsOf(me: MeJson | undefined): GrantJson[] {
  const seen = new Set<string>();
  return grantsOf(me, "ROLE_REQUESTER", "ROLE_PRINCIPAL").filter((g) => {
    if (!g.schoolId || seen.has(g.schoolId)) return false;
    seen.add(g.schoolId);
    return true;
  });
}

/** mayFileFor tells whether a person still acts for the school of a draft. */
export function mayFileFor(me: MeJson, schoolId: string | undefined): boolean {
  return !schoolId || schoolsOf(me).some((g) => g.schoolId === schoolId);
}

/** NewRequest begins a draft: one pupil, anonymously, in the school's language. Asks the school only if there are several. */
export function NewRequest() {
  const { t } = useTranslation("form");
  const me = useMe();
  const schools = schoolsOf(me.data);
  const client = useQueryClient();
  const navigate = useNavigate();
  const intent = useIntent();
  const [choosing, setChoosing] = useState(false);
  const begin = useMutation({
    mutationFn: (school: GrantJson) => {
      const draft: DraftJson = {
        request: { about: "ABOUT_ANONYMOUS_PUPIL", workingLanguage: school.schoolLanguage === "sv" ? "sv" : "fi" },
        ...(schools.length > 1 ? { schoolId: school.schoolId } : {}),
      };
      return api.post<DraftJson>("/v1/drafts", draft, { idempotencyKey: intent.keyFor(draft) });
    },
    onSuccess: (draft) => {
      intent.done();
      void client.invalidateQueries({ queryKey: keys.drafts, exact: true });
      void navigate({ to: "/drafts/$draftId", params: { draftId: draft.id ?? "" } });
    },
  });
  function close(): void {
    setChoosing(false);
    setTimeout(() => document.getElementById("new-request")?.focus());
  }
  const only = schools.length === 1 ? schools[0] : undefined;
  if (schools.length === 0) return null;
  return (
    <>
      {begin.error && <ErrorNotice error={begin.error} />}
      <Button id="new-request" aria-disabled={begin.isPending} onClick={() => !begin.isPending && (only ? begin.mutate(only) : setChoosing(true))}>
        {t("newRequest")}
      </Button>
      {choosing && (
        <Suspense>
          <ChooseSchool schools={schools} onClose={close} onChosen={(school) => begin.mutate(school)} />
        </Suspense>
      )}
    </>
  );
}

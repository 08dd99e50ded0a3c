import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import { api } from "../../api/client";
import { useIntent } from "../../api/intent";
import { grantsOf, keys, useMe } from "../../api/queries";
import type { DraftJson, GrantJson, MeJson } from "../../api/types";
import { schoolName } from "../../i18n/codes";
import { useLanguage } from "../../i18n/formatting";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";

/** schoolsOf answers the schools that a person may ask for, each once. */
export function schoolsOf(me: MeJson | undefined): GrantJson[] {
  const seen = new Set<string>();
  return grantsOf(me, "ROLE_REQUESTER", "ROLE_PRINCIPAL").filter((g) => {
    if (!g.schoolId || seen.has(g.schoolId)) return false;
    seen.add(g.schoolId);
    return true;
  });
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
      <Button id="new-request" disabled={begin.isPending} onClick={() => (only ? begin.mutate(only) : setChoosing(true))}>
        {t("newRequest")}
      </Button>
      {choosing && (
        <ChooseSchool schools={schools} onClose={close} onChosen={(school) => begin.mutate(school)} />
      )}
    </>
  );
}

type ChooseSchoolProps = { schools: GrantJson[]; onClose: () => void; onChosen: (school: GrantJson) => void };

function ChooseSchool({ schools, onClose, onChosen }: ChooseSchoolProps) {
  const { t } = useTranslation(["form", "common"]);
  const language = useLanguage();
  const [id, setId] = useState(schools[0]?.schoolId ?? "");
  const chosen = schools.find((s) => s.schoolId === id);
  return (
    <Dialog
      title={t("form:start.choose")}
      onClose={onClose}
      footer={
        <>
          <Button
            onClick={() => {
              onClose();
              if (chosen) onChosen(chosen);
            }}
          >
            {t("form:start.begin")}
          </Button>
          <Button variant="secondary" onClick={onClose}>
            {t("common:action.cancel")}
          </Button>
        </>
      }
    >
      <RadioButtonGroup labelText={t("form:start.school")} name="school" value={id} onChange={setId}>
        {schools.map((s) => (
          <RadioButton key={s.schoolId} value={s.schoolId ?? ""}>
            {schoolName(s, language)}
          </RadioButton>
        ))}
      </RadioButtonGroup>
    </Dialog>
  );
}

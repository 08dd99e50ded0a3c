import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph, TextInput } from "suomifi-ui-components";
import { isProblem } from "../../api/client";
import type { CasePermissionsJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import { usePermitPost } from "./queries";

/** AskPrincipal asks the principal for the school's authorisation; the address counts where no principal is known. */
export default function AskPrincipal({ permissions }: { permissions: CasePermissionsJson }) {
  const { t } = useTranslation("permits");
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState("");
  const call = usePermitPost();
  const wrong = isProblem(call.error) ? call.error.fieldViolations.find((v) => v.field === "principalEmail")?.description : undefined;

  function submit(): void {
    const body = email.trim() === "" ? {} : { principalEmail: email.trim() };
    call.send({ path: `/v1/cases/${permissions.caseId}/permissions:ask`, body }, () => {
      setOpen(false);
      announceDone(t("authorisation.sent"));
    });
  }

  return (
    <>
      <Button ref={opener} variant="secondary" onClick={() => setOpen(true)}>
        {t((permissions.askings ?? []).length > 0 ? "authorisation.askAgain" : "authorisation.ask")}
      </Button>
      {open && (
        <Confirm title={t("authorisation.askTitle")} confirm={t("authorisation.send")} busy={call.busy} onConfirm={submit} onCancel={() => setOpen(false)} opener={opener}>
          <Paragraph mb="s">{t("authorisation.askText")}</Paragraph>
          <TextInput
            labelText={t("authorisation.email")}
            hintText={t("authorisation.emailHint")}
            optionalText={t("consent.optional")}
            type="email"
            value={email}
            onChange={(text) => setEmail(String(text ?? ""))}
            status={wrong ? "error" : "default"}
            statusText={wrong ?? ""}
            fullWidth
            mb="s"
          />
          {!wrong && <ActionError error={call.error} />}
        </Confirm>
      )}
    </>
  );
}

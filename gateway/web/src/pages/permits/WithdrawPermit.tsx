import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import type { CasePermissionsJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import { usePermitPost } from "./queries";

type WithdrawPermitProps = { permissions: CasePermissionsJson; kind: "consent" | "page"; onDone?: () => void };

/** WithdrawPermit takes a permission back after one question: the guardian's consent, or on the principal's page the school's own. */
export default function WithdrawPermit({ permissions, kind, onDone }: WithdrawPermitProps) {
  const { t } = useTranslation("permits");
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const call = usePermitPost();

  function submit(): void {
    const verb = kind === "consent" ? "withdrawConsent" : "withdrawAuthorisation";
    call.send({ path: `/v1/cases/${permissions.caseId}/permissions:${verb}`, body: {}, etag: permissions.etag }, () => {
      setOpen(false);
      announceDone(kind === "consent" ? t("consent.withdrawn") : t("page.withdrawnState"));
      onDone?.();
    });
  }

  return (
    <>
      <Button ref={opener} variant="secondary" onClick={() => setOpen(true)}>
        {t(`${kind}.withdraw`)}
      </Button>
      {open && (
        <Confirm title={t(`${kind}.withdrawTitle`)} confirm={t(`${kind}.withdrawSend`)} busy={call.busy} onConfirm={submit} onCancel={() => setOpen(false)} opener={opener}>
          <Paragraph mb="s">{t(`${kind}.withdrawText`)}</Paragraph>
          <ActionError error={call.error} />
        </Confirm>
      )}
    </>
  );
}

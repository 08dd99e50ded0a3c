import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import type { CasePermissionsJson, ConsentJson } from "../../api/types";
import { todayInHelsinki } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import { ConsentFields } from "./ConsentFields";
import { permissionsOf, wrongIn } from "./consent";
import { usePermitPost } from "./queries";

type RecordConsentProps = { permissions: CasePermissionsJson; stands: boolean };

/** RecordConsent records what a guardian has consented to in writing. */
export default function RecordConsent({ permissions, stands }: RecordConsentProps) {
  const { t } = useTranslation("permits");
  const opener = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [tried, setTried] = useState(false);
  const [consent, setConsent] = useState<ConsentJson>({});
  const call = usePermitPost();
  const wrong = wrongIn(consent, todayInHelsinki());

  function submit(): void {
    setTried(true);
    if (Object.keys(wrong).length > 0) {
      toWrong();
      return;
    }
    const body = { consent: permissionsOf({ consent }).consent };
    call.send({ path: `/v1/cases/${permissions.caseId}/permissions`, body, etag: permissions.etag }, () => {
      setOpen(false);
      setTried(false);
      setConsent({});
      announceDone(t("consent.saved"));
    });
  }

  return (
    <>
      <Button ref={opener} variant="secondary" onClick={() => setOpen(true)}>
        {t(stands ? "consent.renew" : "consent.record")}
      </Button>
      {open && (
        <Confirm title={t("consent.recordTitle")} confirm={t("consent.save")} busy={call.busy} onConfirm={submit} onCancel={() => setOpen(false)} opener={opener}>
          <Paragraph mb="s">{t("consent.recordText")}</Paragraph>
          <ConsentFields consent={consent} onChange={setConsent} errors={tried ? wrong : {}} actors={permissions.actors ?? []} name="record" />
          <ActionError error={call.error} />
        </Confirm>
      )}
    </>
  );
}

import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading } from "suomifi-ui-components";
import type { CasePermissionsJson } from "../../api/types";
import { useKeptText } from "../../ui/keptText";
import { ActionError } from "../case/ActionError";
import { TextBox, useTextCheck } from "../case/TextBox";
import { usePermitPost } from "./queries";

type RefuseProps = { found: CasePermissionsJson; onDone: () => void; onCancel: () => void };

/** Refuse asks a principal why not. What was written stays on the device until it is sent. */
export function Refuse({ found, onDone, onCancel }: RefuseProps) {
  const { t } = useTranslation("permits");
  const check = useTextCheck();
  const [reason, setReason, clearReason] = useKeptText(`case.${found.caseId}.refuse`);
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const call = usePermitPost();
  const wrong = check(reason, 1000);
  useEffect(() => field.current?.focus(), []);

  function submit(): void {
    setTried(true);
    if (wrong !== "") {
      field.current?.focus();
      return;
    }
    call.send({ path: `/v1/cases/${found.caseId}/permissions:refuse`, body: { reason: reason.trim() }, etag: found.etag }, () => {
      clearReason();
      onDone();
    });
  }

  return (
    <section aria-labelledby="refuse-heading">
      <Heading variant="h2" id="refuse-heading">
        {t("page.refuseTitle")}
      </Heading>
      <TextBox guarded label={t("page.reason")} hint={t("page.reasonHint")} value={reason} onChange={setReason} limit={1000} error={tried ? wrong : ""} forwardedRef={field} />
      <ActionError error={call.error} />
      <div className="vaatu-actions">
        <Button aria-disabled={call.busy} onClick={() => !call.busy && submit()}>
          {t("page.refuseSend")}
        </Button>
        <Button variant="secondary" onClick={onCancel}>
          {t("page.cancel")}
        </Button>
      </div>
    </section>
  );
}

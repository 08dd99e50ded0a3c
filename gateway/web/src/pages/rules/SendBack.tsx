import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading } from "suomifi-ui-components";
import type { RuleSetJson } from "../../api/types";
import { useRuleSetName } from "../../i18n/codes";
import { useKeptText } from "../../ui/keptText";
import { TextBox, useTextCheck } from "../case/TextBox";

const longest = 500;

type SendBackProps = { set: RuleSetJson; busy: boolean; onSend: (reason: string, sent: () => void) => void; onCancel: () => void };

/** SendBack asks what is to be changed before a set goes back to who has written it. What was written stays on the device until it is sent. */
export default function SendBack({ set, busy, onSend, onCancel }: SendBackProps) {
  const { t } = useTranslation(["rules", "common"]);
  const name = useRuleSetName();
  const check = useTextCheck();
  const [reason, setReason, clearReason] = useKeptText(`rules.${set.id}.sendBack`);
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const wrong = reason.trim() === "" ? t("reasonMissing") : check(reason, longest);
  useEffect(() => field.current?.focus(), []);

  function submit(): void {
    setTried(true);
    if (wrong === "") onSend(reason.trim(), clearReason);
    else field.current?.focus();
  }

  return (
    <section aria-labelledby="send-back-heading">
      <Heading variant="h2" id="send-back-heading">
        {t("sendBackTitle", { name: name(set.version) })}
      </Heading>
      <TextBox
        label={t("sendBackReason")}
        hint={t("sendBackHint")}
        value={reason}
        onChange={setReason}
        limit={longest}
        error={tried ? wrong : ""}
        forwardedRef={field}
      />
      <div className="vaatu-actions">
        <Button aria-disabled={busy} onClick={() => !busy && submit()}>
          {t("sendBackSend")}
        </Button>
        <Button variant="secondary" onClick={onCancel}>
          {t("common:action.cancel")}
        </Button>
      </div>
    </section>
  );
}

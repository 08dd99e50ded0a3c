import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { useKeptText } from "../../ui/keptText";
import { ActionError } from "./ActionError";
import { Confirm, toWrong } from "./Confirm";
import { may } from "./side";
import { TextBox, useTextCheck } from "./TextBox";
import { useSend } from "./useSend";

const CloseForm = lazy(() => import("./CloseForm"));

type EndingProps = {
  item: CaseJson;
  /** Whether the form is open. */
  closing: boolean;
  onClosing: (closing: boolean) => void;
  onClosed: () => void;
};

/** Ending ends the case by the school's word after advice. */
export function Ending({ item, closing, onClosing, onClosed }: EndingProps) {
  const { t } = useTranslation("case");
  if (!may(item, "ACTION_CLOSE")) return null;
  if (closing) {
    return (
      <Suspense fallback={null}>
        <CloseForm item={item} onCancel={() => onClosing(false)} onClosed={onClosed} />
      </Suspense>
    );
  }
  return (
    <div className="vaatu-actions vaatu-noprint">
      <Button variant={item.phase === "PHASE_FOLLOW_UP" ? "default" : "secondary"} onClick={() => onClosing(true)}>
        {t("close.open")}
      </Button>
    </div>
  );
}

/** Withdraw takes the request back after one question. */
export function Withdraw({ item }: { item: CaseJson }) {
  const { t } = useTranslation("case");
  const check = useTextCheck();
  const [open, setOpen] = useState(false);
  const [reason, setReason, clearReason] = useKeptText(`case.${item.id}.withdraw`);
  const opener = useRef<HTMLButtonElement>(null);
  const call = useSend<CaseJson>(item.id ?? "");
  if (!may(item, "ACTION_WITHDRAW")) return null;
  const wrong = check(reason, 1000, true);

  function submit(): void {
    if (wrong !== "") return toWrong();
    const body = reason.trim() === "" ? {} : { reason: reason.trim() };
    call.send({ path: `/v1/cases/${item.id}:withdraw`, body, etag: item.etag }, () => {
      clearReason();
      announceDone(t("withdraw.done"));
      document.querySelector("h1")?.focus();
    });
  }

  return (
    <div className="vaatu-noprint">
      <Button ref={opener} variant="secondary" onClick={() => setOpen(true)}>
        {t("withdraw.open")}
      </Button>
      {open && (
        <Confirm
          title={t("withdraw.title")}
          confirm={t("withdraw.send")}
          busy={call.busy}
          onConfirm={submit}
          onCancel={() => setOpen(false)}
          opener={opener}
        >
          <Paragraph mb="s">{t("withdraw.text")}</Paragraph>
          <TextBox label={t("withdraw.reason")} hint={t("withdraw.reasonHint")} value={reason} onChange={setReason} limit={1000} error={wrong} optional guarded />
          <ActionError error={call.error} item={item} />
        </Confirm>
      )}
    </div>
  );
}

import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { isProblem } from "../../api/client";
import type { CaseJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { useKeptText } from "../../ui/keptText";
import { ActionError } from "./ActionError";
import { Confirm, toWrong } from "./Confirm";
import { may } from "./side";
import { TextBox, useTextCheck } from "./TextBox";
import { useSend } from "./useSend";

/** Reopen begins a new round of a closed case, with what the school wants now. What is being typed stays, whoever was faster. */
export default function Reopen({ item }: { item: CaseJson }) {
  const { t } = useTranslation("ending");
  const check = useTextCheck();
  // The etag that was seen when it was asked for: the same again is answered again, though the case is open by then.
  const [seen, setSeen] = useState<string>();
  const [tried, setTried] = useState(false);
  const [text, setText, clearText] = useKeptText(`case.${item.id}.reopen`);
  const opener = useRef<HTMLButtonElement>(null);
  const call = useSend<CaseJson>(item.id ?? "");
  if (!may(item, "ACTION_REOPEN") && seen === undefined) return null;
  const wrong = check(text, 5000);

  function submit(): void {
    setTried(true);
    if (wrong !== "") return toWrong();
    // Another change of a case that is still closed was no answer: the case as it stands now has been seen.
    const etag = isProblem(call.error, "ETAG_STALE") && may(item, "ACTION_REOPEN") ? item.etag : seen;
    setSeen(etag);
    call.send({ path: `/v1/cases/${item.id}:reopen`, body: { text: text.trim() }, etag }, () => {
      clearText();
      setSeen(undefined);
      announceDone(t("reopen.done", { number: item.number }));
      setTimeout(() => document.querySelector("h1")?.focus()); // the button is gone
    });
  }

  return (
    <div className="vaatu-actions vaatu-noprint">
      {may(item, "ACTION_REOPEN") && (
        <Button ref={opener} variant="secondary" onClick={() => setSeen(item.etag)}>
          {t("reopen.open")}
        </Button>
      )}
      {seen !== undefined && (
        <Confirm
          title={t("reopen.title", { number: item.number })}
          confirm={t("reopen.send")}
          busy={call.busy}
          onConfirm={submit}
          onCancel={() => setSeen(undefined)}
          opener={opener}
        >
          <Paragraph mb="s">{t("reopen.text")}</Paragraph>
          <TextBox label={t("reopen.wanted")} hint={t("reopen.hint")} value={text} onChange={setText} limit={5000} error={tried ? wrong : ""} guarded />
          <ActionError error={call.error} item={item} />
        </Confirm>
      )}
    </div>
  );
}

import { useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import type { TriageItemJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { typedDate } from "../../i18n/formatting";
import { useAnswered } from "../../leak/useAnswered";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { markOf, useKeptText } from "../../ui/keptText";
import { useKeptForm } from "../../ui/useKeptForm";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import { daysToAnswer, DueDate, dueWithin, inDays } from "../case/DueDate";
import { TextBox, useTextCheck } from "../case/TextBox";
import { useSend } from "../case/useSend";

type AskUnledDialogProps = {
  item: TriageItemJson;
  /** Whether the case has left the list meanwhile: the text is still there to be read. */
  gone: boolean;
  opener: RefObject<HTMLButtonElement | null>;
  onDone: (said: string) => void;
  onClose: () => void;
};

/** AskUnledDialog writes a question to the school, with a day by which to reply. */
export default function AskUnledDialog({ item, gone, opener, onDone, onClose }: AskUnledDialogProps) {
  const { t } = useTranslation("triage");
  const { t: tCase } = useTranslation("case");
  const check = useTextCheck();
  const { caseId: id = "", number = "" } = item.card ?? {};
  const [text, setText, clearText] = useKeptText(`case.${id}.askUnled`);
  const { form: { due }, change, clear: clearDue } = useKeptForm(markOf(`case.${id}.askUnled`), { due: typedDate(inDays(7)) });
  const [tried, setTried] = useState(false);
  const call = useSend<CaseJson>(id, { leaving: true });
  const answered = useAnswered();
  const wrong = check(text, 2000);
  const day = dueWithin(daysToAnswer, due);

  function submit(): void {
    setTried(true);
    if (wrong !== "" || day === undefined) return toWrong();
    answered.ask([text], () =>
      call.send({ path: `/v1/cases/${id}:askUnled`, body: { text: text.trim(), dueDate: day }, etag: item.etag }, () => {
        clearText();
        clearDue();
        onClose();
        onDone(t("ask.done", { number }));
      }),
    );
  }

  return (
    <Confirm
      title={t("ask.title", { number })}
      confirm={t("ask.send")}
      busy={call.busy || answered.busy}
      onConfirm={gone ? undefined : submit}
      onCancel={onClose}
      opener={opener}
    >
      <Paragraph mb="s">{t("ask.text")}</Paragraph>
      <TextBox
        guarded={answered}
        label={tCase("ask.label")}
        hint={tCase("message.noNames")}
        value={text}
        onChange={setText}
        limit={2000}
        error={tried ? wrong : ""}
        rows={4}
      />
      <DueDate
        label={tCase("ask.due")}
        days={daysToAnswer}
        value={due}
        onChange={(typed) => change({ due: typed })}
        wrong={tried && day === undefined}
      />
      {gone ? <ErrorNotice error={call.error} text={t("raced")} /> : <ActionError error={call.error} item={{ id, etag: item.etag }} />}
    </Confirm>
  );
}

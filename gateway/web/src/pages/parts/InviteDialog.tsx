import { useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { CaseJson, SectionJson } from "../../api/types";
import { ownName } from "../../i18n/codes";
import { todayInHelsinki, typedDate, useFormatting } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { DayInput } from "../../ui/DayInput";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useKeptText } from "../../ui/keptText";
import { Select } from "../../ui/Select";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import { dueDate, inAWeek } from "../case/DueDate";
import { TextBox, useTextCheck } from "../case/TextBox";
import { useSend } from "../case/useSend";
import { useUnitsThatWork } from "../triage/leads";
import { Sections } from "./Sections";

type InviteDialogProps = { item: CaseJson; opener: RefObject<HTMLButtonElement | null>; onClose: () => void };

const ended = ["STATE_DECLINED", "STATE_CANCELLED"];

/** InviteDialog asks another unit to take part: with a question and a day. What routing has proposed stands first. */
export default function InviteDialog({ item, opener, onClose }: InviteDialogProps) {
  const { t } = useTranslation("parts");
  const { t: tCase } = useTranslation("case");
  const { language } = useFormatting();
  const check = useTextCheck();
  const { units, error, retry } = useUnitsThatWork();
  const [unit, setUnit] = useState("");
  const [question, setQuestion, clearQuestion] = useKeptText(`case.${item.id}.invite`);
  const [due, setDue] = useState(() => typedDate(inAWeek()));
  const [hidden, setHidden] = useState<SectionJson[]>([]);
  const [tried, setTried] = useState(false);
  const call = useSend<CaseJson>(item.id ?? "");
  const wrong = check(question, 2000);
  const day = dueDate(due);
  const taking = (item.assignments ?? []).filter((a) => !ended.includes(a.state ?? "")).map((a) => a.unitId);
  const proposed = (item.routing?.partners ?? []).map((p) => p.unitId);
  const free = (units ?? []).filter((u) => !taking.includes(u.id));
  const inOrder = free.toSorted((a, b) => Number(proposed.includes(b.id)) - Number(proposed.includes(a.id)));

  function submit(): void {
    setTried(true);
    const chosen = free.find((u) => u.id === unit);
    if (!chosen || wrong !== "" || day === undefined) {
      setTimeout(() => document.querySelector<HTMLElement>("[role=dialog] :is([aria-invalid=true], .fi-textarea--error textarea)")?.focus());
      return;
    }
    const body = { unitId: unit, question: question.trim(), dueDate: day, hidden };
    call.send({ path: `/v1/cases/${item.id}:invite`, body, etag: item.etag }, () => {
      clearQuestion();
      announceDone(t("invite.done", { unit: ownName(chosen, language) }));
      onClose();
    });
  }

  return (
    <Confirm title={t("invite.title")} confirm={t("invite.send")} busy={call.busy} onConfirm={submit} onCancel={onClose} opener={opener}>
      <Paragraph mb="s">{t("invite.text")}</Paragraph>
      {error && <ErrorNotice error={error} onRetry={retry} />}
      <Select
        label={t("invite.unit")}
        value={unit}
        onChange={setUnit}
        error={tried && unit === "" ? t("invite.unitMissing") : ""}
        options={[
          { value: "", label: t("invite.choose") },
          ...inOrder.map((u) => {
            const name = ownName(u, language);
            return { value: u.id ?? "", label: proposed.includes(u.id) ? t("invite.proposed", { unit: name }) : name };
          }),
        ]}
      />
      <TextBox
        guarded
        label={t("invite.question")}
        hint={tCase("message.noNames")}
        value={question}
        onChange={setQuestion}
        limit={2000}
        error={tried ? wrong : ""}
      />
      <DayInput
        label={t("invite.due")}
        hint={tCase("ask.dueHint")}
        value={due}
        onChange={setDue}
        from={todayInHelsinki()}
        error={tried && day === undefined ? tCase("ask.dueWrong") : ""}
      />
      <Sections hidden={hidden} onChange={setHidden} />
      <ActionError error={call.error} item={item} />
    </Confirm>
  );
}

import { useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { CaseJson, SectionJson } from "../../api/types";
import { ownName } from "../../i18n/codes";
import { typedDate, useFormatting } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { markOf, useKeptText } from "../../ui/keptText";
import { Select } from "../../ui/Select";
import { useKeptForm } from "../../ui/useKeptForm";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import { daysToAnswer, DueDate, dueWithin, inDays } from "../case/DueDate";
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
  const [question, setQuestion, clearQuestion] = useKeptText(`case.${item.id}.invite`);
  // What is held back belongs to the question: the partner would see it where the question alone outlived a sign-in.
  const { form, change, clear } = useKeptForm(markOf(`case.${item.id}.invite`), {
    unit: "",
    due: typedDate(inDays(7)),
    hidden: [] as readonly SectionJson[],
  });
  const { unit, due, hidden } = form;
  const [tried, setTried] = useState(false);
  const call = useSend<CaseJson>(item.id ?? "");
  const wrong = check(question, 2000);
  const day = dueWithin(daysToAnswer, due);
  const taking = (item.assignments ?? []).filter((a) => !ended.includes(a.state ?? "")).map((a) => a.unitId);
  const proposed = (item.routing?.partners ?? []).map((p) => p.unitId);
  const free = (units ?? []).filter((u) => !taking.includes(u.id));
  const inOrder = free.toSorted((a, b) => Number(proposed.includes(b.id)) - Number(proposed.includes(a.id)));

  const chosen = free.find((u) => u.id === unit);

  function submit(): void {
    setTried(true);
    if (!chosen || wrong !== "" || day === undefined) return toWrong();
    const body = { unitId: unit, question: question.trim(), dueDate: day, hidden };
    call.send({ path: `/v1/cases/${item.id}:invite`, body, etag: item.etag }, () => {
      clearQuestion();
      clear();
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
        onChange={(id) => change({ unit: id })}
        error={tried && !chosen ? t("invite.unitMissing") : ""}
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
      <DueDate
        label={t("invite.due")}
        days={daysToAnswer}
        value={due}
        onChange={(typed) => change({ due: typed })}
        wrong={tried && day === undefined}
      />
      <Sections hidden={hidden} onChange={(sections) => change({ hidden: sections })} />
      <ActionError error={call.error} item={item} />
    </Confirm>
  );
}

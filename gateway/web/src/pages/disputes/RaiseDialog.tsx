import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { useAnswered } from "../../leak/useAnswered";
import { announceDone } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { markOf, useKeptText } from "../../ui/keptText";
import { useKeptForm } from "../../ui/useKeptForm";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import type { AssignmentDialogProps } from "../case/leave";
import { may } from "../case/side";
import { TextBox, useTextCheck } from "../case/TextBox";
import { useSend } from "../case/useSend";
import { unfinished } from "../parts/unfinished";
import { bareOutcome } from "./outcome";

const coordination = "coordination";

/** RaiseDialog refers to coordination that a unit does not agree who leads: why, and who should. */
export default function RaiseDialog({ item, assignment, opener, onClose }: AssignmentDialogProps) {
  const { t } = useTranslation("disputes");
  const { t: tCase } = useTranslation("case");
  const { language } = useFormatting();
  const check = useTextCheck();
  const [reason, setReason, clearReason] = useKeptText(`case.${item.id}.dispute`);
  const { form: { proposed }, change, clear } = useKeptForm(markOf(`case.${item.id}.dispute`), { proposed: "" });
  const [tried, setTried] = useState(false);
  const call = useSend<CaseJson>(item.id ?? "");
  const answered = useAnswered();
  const gone = !call.busy && !may(item, "ACTION_DISPUTE");
  const raised = gone && item.dispute?.author?.me === true && bareOutcome(item.dispute.outcome) === undefined; // and the answer was lost
  const units = unfinished(item);
  const known = proposed === coordination || units.some((a) => a.unitId === proposed);
  const wrong = check(reason, 2000);

  function forget(): void {
    clearReason();
    clear();
  }

  function submit(): void {
    setTried(true);
    if (wrong !== "" || !known) return toWrong();
    const body = { reason: reason.trim(), ...(proposed !== coordination && { proposedUnitId: proposed }) };
    answered.ask([reason], () =>
      call.send({ path: `/v1/cases/${item.id}:dispute`, body, etag: item.etag }, () => {
        forget();
        announceDone(t("raise.done"));
        onClose();
        document.querySelector("h1")?.focus(); // the button is gone
      }),
    );
  }

  function close(): void {
    if (raised) forget();
    onClose();
  }

  return (
    <Confirm title={t("raise.title")} confirm={t("raise.send")} busy={call.busy || answered.busy} onConfirm={gone ? undefined : submit} onCancel={close} opener={opener}>
      <Paragraph mb="s">{t("raise.text")}</Paragraph>
      <TextBox
        guarded={answered}
        label={t("raise.reason")}
        hint={tCase("message.noNames")}
        value={reason}
        onChange={setReason}
        limit={2000}
        error={tried ? wrong : ""}
      />
      <RadioButtonGroup
        labelText={t("raise.who")}
        name="dispute-proposal"
        value={proposed}
        onChange={(chosen) => change({ proposed: chosen })}
        groupStatus={tried && !known ? "error" : "default"}
        groupStatusText={tried && !known ? t("raise.missing") : ""}
        mb="s"
      >
        {[
          ...units.map((a) => {
            const unit = unitName(a, language);
            return (
              <RadioButton key={a.id} value={a.unitId ?? ""}>
                {a.id === assignment.id ? t("raise.own", { unit }) : unit}
              </RadioButton>
            );
          }),
          <RadioButton key={coordination} value={coordination}>
            {t("finds")}
          </RadioButton>,
        ]}
      </RadioButtonGroup>
      {raised && <p role="alert">{t("raise.done")}</p>}
      {gone && !raised && <ErrorNotice error={call.error} text={t("raise.gone")} />}
      {!gone && <ActionError error={call.error} item={item} />}
    </Confirm>
  );
}

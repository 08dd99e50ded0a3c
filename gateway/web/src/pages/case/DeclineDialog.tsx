import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import type { AssignmentJson, DeclineReasonJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useAnswered } from "../../leak/useAnswered";
import { markOf, useKeptText } from "../../ui/keptText";
import { useKeptForm } from "../../ui/useKeptForm";
import { ActionError } from "./ActionError";
import { Confirm, toWrong } from "./Confirm";
import { useLeave, type AssignmentDialogProps } from "./leave";
import { TextBox, useTextCheck } from "./TextBox";
import { useSend } from "./useSend";

const reasons = [
  "DECLINE_REASON_NOT_OUR_FIELD",
  "DECLINE_REASON_NO_CAPACITY",
  "DECLINE_REASON_OTHER_SUPPORT_FIRST",
  "DECLINE_REASON_CONFLICT_OF_INTEREST",
  "DECLINE_REASON_LANGUAGE",
] as const satisfies readonly DeclineReasonJson[];

/** DeclineDialog declines the lead or a partner's part for the unit: with a reason and a suggestion, both needed. */
export default function DeclineDialog({ item, assignment, opener, onClose }: AssignmentDialogProps) {
  const { t } = useTranslation(["case", "ending"]);
  const code = useCode();
  const check = useTextCheck();
  const leave = useLeave(assignment);
  const { form: { reason }, change, clear } = useKeptForm(markOf(`case.${item.id}.decline`), { reason: "" });
  const [suggestion, setSuggestion, clearSuggestion] = useKeptText(`case.${item.id}.decline`);
  const [tried, setTried] = useState(false);
  const call = useSend<AssignmentJson>(item.id ?? "", { leaving: true });
  const answered = useAnswered();
  const wrong = check(suggestion, 1000);
  const reasonWrong = reason === "" ? t("assignment.declineReasonMissing") : "";
  const what = assignment.role === "ROLE_PARTNER" ? "part" : "lead";

  function submit(): void {
    setTried(true);
    if (wrong !== "" || reasonWrong !== "") return toWrong();
    const body = { reason, suggestion: suggestion.trim() };
    answered.ask([suggestion], () =>
      call.send({ path: `/v1/assignments/${assignment.id}:decline`, body, etag: assignment.etag, of: assignment.id }, () => {
        clearSuggestion();
        clear();
        leave(t(`ending:decline.${what}.done`));
      }),
    );
  }

  return (
    <Confirm
      title={t(`ending:decline.${what}.title`)}
      confirm={t(`ending:decline.${what}.send`)}
      busy={call.busy || answered.busy}
      onConfirm={submit}
      onCancel={onClose}
      opener={opener}
    >
      <Paragraph mb="s">{t(`ending:decline.${what}.text`)}</Paragraph>
      <RadioButtonGroup
        labelText={t("assignment.declineReason")}
        name="decline-reason"
        value={reason}
        onChange={(chosen) => change({ reason: chosen })}
        groupStatus={tried && reasonWrong !== "" ? "error" : "default"}
        groupStatusText={tried ? reasonWrong : ""}
        mb="s"
      >
        {reasons.map((r) => (
          <RadioButton key={r} value={r}>
            {code(r)}
          </RadioButton>
        ))}
      </RadioButtonGroup>
      <TextBox
        guarded={answered}
        label={t(`ending:decline.${what}.suggestion`)}
        value={suggestion}
        onChange={setSuggestion}
        limit={1000}
        error={tried ? wrong : ""}
        hint={t("message.noNames")}
      />
      <ActionError error={call.error} item={item} />
    </Confirm>
  );
}

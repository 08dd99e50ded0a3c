import { useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import type { BreakGlassJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Confirm, toWrong } from "../case/Confirm";
import { useGlassPost } from "./queries";

const findings = ["FINDING_IN_ORDER", "FINDING_TO_BE_LOOKED_INTO"] as const;

type ReviewDialogProps = { glass: BreakGlassJson; opener: RefObject<HTMLButtonElement | null>; onClose: () => void };

/** ReviewDialog asks what the review of an opening has found. */
export default function ReviewDialog({ glass, opener, onClose }: ReviewDialogProps) {
  const { t } = useTranslation("glass");
  const code = useCode();
  const { dateTime } = useFormatting();
  const [finding, setFinding] = useState("");
  const [tried, setTried] = useState(false);
  const call = useGlassPost<BreakGlassJson>();
  const number = glass.number ?? "";

  function send(): void {
    setTried(true);
    if (finding === "") return toWrong();
    call.send({ path: `/v1/break-glasses/${glass.id}:review`, body: { finding } }, () => {
      announceDone(t("review.done", { number }));
      onClose();
    });
  }

  return (
    <Confirm title={t("review.title")} confirm={t("review.send")} busy={call.busy} onConfirm={send} onCancel={onClose} opener={opener}>
      <Paragraph mb="s">{t("review.what", { number, name: glass.openerName ?? "", when: dateTime(glass.createTime) })}</Paragraph>
      <Paragraph mb="s">
        <strong>{t("column.reason")}</strong>: {glass.reason}
      </Paragraph>
      <RadioButtonGroup
        labelText={t("review.finding")}
        name="finding"
        value={finding}
        onChange={setFinding}
        groupStatus={tried && finding === "" ? "error" : "default"}
        groupStatusText={tried && finding === "" ? t("review.missing") : ""}
        mb="s"
      >
        {findings.map((f) => (
          <RadioButton key={f} value={f}>
            {code(f)}
          </RadioButton>
        ))}
      </RadioButtonGroup>
      {call.error !== null && <ErrorNotice error={call.error} />}
    </Confirm>
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { AssignmentJson } from "../../api/types";
import { useKeptText } from "../../ui/keptText";
import { ActionError } from "./ActionError";
import { Confirm, toWrong } from "./Confirm";
import { useLeave, type AssignmentDialogProps } from "./leave";
import { TextBox, useTextCheck } from "./TextBox";
import { useSend } from "./useSend";

type ReleaseDialogProps = AssignmentDialogProps & {
  /** How the reason begins. */
  note?: string;
  /** Hears what was done, where the page stays. */
  onDone?: (said: string) => void;
};

/** ReleaseDialog puts a part back to the queue, and says why to whoever takes it next. */
export default function ReleaseDialog({ item, assignment, opener, onClose, note = "", onDone }: ReleaseDialogProps) {
  const { t } = useTranslation("case");
  const check = useTextCheck();
  const leave = useLeave(assignment);
  const [tried, setTried] = useState(false);
  const [reason, setReason, clearReason] = useKeptText(`case.${item.id}.release`, note);
  const call = useSend<AssignmentJson>(item.id ?? "", { leaving: true });
  const wrong = check(reason, 5000);
  return (
    <Confirm
      title={t("assignment.releaseTitle")}
      confirm={t("assignment.release")}
      busy={call.busy}
      onCancel={onClose}
      opener={opener}
      onConfirm={() => {
        setTried(true);
        if (wrong !== "") return toWrong();
        call.send({ path: `/v1/assignments/${assignment.id}:release`, body: { reason: reason.trim() }, etag: assignment.etag, of: assignment.id }, () => {
          clearReason();
          (onDone ?? leave)(t("assignment.released"));
        });
      }}
    >
      <Paragraph mb="s">{t("assignment.releaseText")}</Paragraph>
      <TextBox
        guarded
        label={t("assignment.releaseReason")}
        hint={t("message.noNames")}
        value={reason}
        onChange={setReason}
        limit={5000}
        rows={note === "" ? undefined : 8}
        error={tried ? wrong : ""}
      />
      <ActionError error={call.error} item={item} />
    </Confirm>
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import { useIntent } from "../../api/intent";
import { useKeptText } from "../../ui/keptText";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import { TextBox, useTextCheck } from "../case/TextBox";
import { pathOf } from "./transfers";
import { useRemoval, type RemovalProps } from "./useRemoval";

/** How long a reason may be. */
const longest = 1000;

/** RemoveDialog asks before a file of a case goes; that it was there stays. read: others may have read it, and then it takes a reason. */
export default function RemoveDialog({ read, ...props }: RemovalProps & { read: boolean }) {
  const { t } = useTranslation("attachments");
  const { t: tCase } = useTranslation("case");
  const { id = "", name = "" } = props.attachment;
  const intent = useIntent();
  const check = useTextCheck();
  const [reason, setReason, clearReason] = useKeptText(`case.${props.caseId}.remove.${id}`);
  const [tried, setTried] = useState(false);
  const wrong = read ? check(reason, longest) : "";
  const remove = useRemoval(props, async () => {
    const body = { reason: reason.trim() };
    await api.post(`${pathOf(props.caseId, id)}:remove`, body, { idempotencyKey: intent.keyFor(body) });
    clearReason();
  });
  function submit(): void {
    setTried(true);
    if (wrong === "") remove.mutate();
    else toWrong();
  }
  return (
    <Confirm title={t("deleteTitle")} confirm={t("deleteYes")} busy={remove.isPending} onConfirm={submit} onCancel={props.onClose} opener={props.opener}>
      <Paragraph mb="s">{t("remove.text", { name })}</Paragraph>
      {read && (
        <>
          <Paragraph mb="s">{t("remove.read")}</Paragraph>
          <TextBox
            guarded
            label={t("remove.reason")}
            value={reason}
            onChange={setReason}
            limit={longest}
            error={tried ? wrong : ""}
            hint={tCase("message.noNames")}
          />
        </>
      )}
      <ActionError error={remove.error} />
    </Confirm>
  );
}

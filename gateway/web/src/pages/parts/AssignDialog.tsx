import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { AssignmentJson } from "../../api/types";
import { todayInHelsinki } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { useKeptText } from "../../ui/keptText";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Select } from "../../ui/Select";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import type { AssignmentDialogProps } from "../case/leave";
import { TextBox, useTextCheck } from "../case/TextBox";
import { useSend } from "../case/useSend";
import { Reasons } from "../staffing/Reasons";
import { useFitWords } from "../staffing/words";
import { ForGood, useLoan } from "./ForGood";
import { candidatesQuery } from "./queries";

type AssignDialogProps = AssignmentDialogProps & {
  /** Hears to whom it was given, where the page does not go on by itself. */
  onDone?: (name: string) => void;
};

/**
 * AssignDialog lets the head of a unit give its part to one who works there; what somebody holds, with a reason. Who suits best
 * stands first, and each with what speaks for them and against.
 */
export default function AssignDialog({ item, assignment, opener, onClose, onDone }: AssignDialogProps) {
  const { t } = useTranslation("parts");
  const check = useTextCheck();
  const { option } = useFitWords();
  const held = assignment.state === "STATE_HELD";
  const query = useQuery(candidatesQuery(assignment.id ?? ""));
  const [who, setWho] = useState("");
  const [reason, setReason, clearReason] = useKeptText(`case.${item.id}.assign`);
  const [forGood, setForGood] = useState(false);
  const [tried, setTried] = useState(false);
  const call = useSend<AssignmentJson>(item.id ?? "");
  const candidates = (query.data?.candidates ?? []).filter((c) => c.personId !== assignment.holderId);
  const chosen = candidates.find((c) => c.personId === who);
  const loan = useLoan(assignment, (a) => (a.fromDate ?? "") <= todayInHelsinki(), held);
  const wrong = held ? check(reason, 1000) : "";

  function submit(): void {
    setTried(true);
    if (!chosen || wrong !== "") return;
    const body = { personId: who, ...(held && { reason: reason.trim() }), ...(loan && { forGood }) };
    call.send({ path: `/v1/assignments/${assignment.id}:assign`, body, etag: assignment.etag, of: assignment.id }, () => {
      clearReason();
      onClose();
      if (onDone) return onDone(chosen.name ?? "");
      announce(t("assign.done", { name: chosen.name }));
      document.querySelector("h1")?.focus();
    });
  }

  return (
    <Confirm title={t("assign.title")} confirm={t("assign.send")} busy={call.busy} onConfirm={submit} onCancel={onClose} opener={opener}>
      <Paragraph mb="s">{held ? t("assign.moveText", { name: assignment.holderName }) : t("assign.text")}</Paragraph>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      <Select
        label={t("assign.who")}
        value={who}
        onChange={setWho}
        error={tried && !chosen ? t("assign.missing") : ""}
        options={[
          { value: "", label: t("assign.choose") },
          ...candidates.map((c, i) => ({
            value: c.personId ?? "",
            label: option(c, c.me ? t("assign.me", { name: c.name }) : (c.name ?? ""), i === 0),
          })),
        ]}
      />
      {chosen && <Reasons candidate={chosen} />}
      {held && <TextBox guarded label={t("reason")} value={reason} onChange={setReason} limit={1000} error={tried ? wrong : ""} />}
      {loan && <ForGood absence={loan} checked={forGood} onChange={setForGood} />}
      <ActionError error={call.error} item={item} />
    </Confirm>
  );
}

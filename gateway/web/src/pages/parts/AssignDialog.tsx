import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { AbsenceJson, AssignmentJson, CandidateJson } from "../../api/types";
import { todayInHelsinki } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { useKeptText } from "../../ui/keptText";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Select } from "../../ui/Select";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import type { AssignmentDialogProps } from "../case/leave";
import { TextBox, useTextCheck } from "../case/TextBox";
import { useSend } from "../case/useSend";
import { Reasons } from "../staffing/Reasons";
import { useFitWords } from "../staffing/words";
import { ForGood, useLoan } from "./ForGood";
import { candidatesQuery } from "./queries";
import { substituteFirst, toPreselect, useSubstitute } from "./substitute";

type AssignDialogProps = AssignmentDialogProps & {
  /** Hears to whom it was given, where the page does not go on by itself. */
  onDone?: (name: string) => void;
};

const hasBegun = (a: AbsenceJson) => (a.fromDate ?? "") <= todayInHelsinki();

/**
 * AssignDialog lets the head of a unit give its part to one who works there; what somebody holds, with a reason. Who suits best
 * stands first, but for the substitute of whoever is away, and each with what speaks for them and against.
 */
export default function AssignDialog({ item, assignment, opener, onClose, onDone }: AssignDialogProps) {
  const { t } = useTranslation("parts");
  const check = useTextCheck();
  const { option } = useFitWords();
  const held = assignment.state === "STATE_HELD";
  const query = useQuery(candidatesQuery(assignment.id ?? ""));
  const [picked, setWho] = useState<string>();
  const [reason, setReason, clearReason] = useKeptText(`case.${item.id}.assign`);
  const [forGood, setForGood] = useState(false);
  const [tried, setTried] = useState(false);
  const call = useSend<AssignmentJson>(item.id ?? "");
  const candidates = (query.data?.candidates ?? []).filter((c) => c.personId !== assignment.holderId);
  const substitute = useSubstitute(assignment, hasBegun, held);
  const who = picked ?? toPreselect(candidates, substitute);
  const chosen = candidates.find((c) => c.personId === who);
  const loan = useLoan(assignment, hasBegun, held);
  const wrong = held ? check(reason, 1000) : "";

  function named({ personId, name = "", me }: CandidateJson): string {
    const who = me ? t("assign.me", { name }) : name;
    return personId === substitute ? t("substitute", { name: who }) : who;
  }

  function submit(): void {
    setTried(true);
    if (!chosen || wrong !== "") return toWrong();
    const body = { personId: who, ...(held && { reason: reason.trim() }), ...(loan && { forGood }) };
    call.send({ path: `/v1/assignments/${assignment.id}:assign`, body, etag: assignment.etag, of: assignment.id }, () => {
      clearReason();
      onClose();
      if (onDone) return onDone(chosen.name ?? "");
      announceDone(t("assign.done", { name: chosen.name }));
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
          ...substituteFirst(candidates, substitute).map((c) => ({ value: c.personId ?? "", label: option(c, named(c), c === candidates[0]) })),
        ]}
      />
      {chosen && <Reasons candidate={chosen} />}
      {held && <TextBox guarded label={t("reason")} value={reason} onChange={setReason} limit={1000} error={tried ? wrong : ""} />}
      {loan && <ForGood absence={loan} checked={forGood} onChange={setForGood} />}
      <ActionError error={call.error} item={item} />
    </Confirm>
  );
}

import { useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import type { DisputeItemJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { useAnswered } from "../../leak/useAnswered";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { markOf, useKeptText } from "../../ui/keptText";
import { useKeptForm } from "../../ui/useKeptForm";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import { leadOf } from "../case/side";
import { TextBox, useTextCheck } from "../case/TextBox";
import { useSend } from "../case/useSend";
import { useUnitsThatLead } from "../triage/leads";
import { unfinished } from "../parts/unfinished";

type SettleDialogProps = {
  item: DisputeItemJson;
  /** Whether the dispute has left the list meanwhile: the text is still there to be read. */
  gone: boolean;
  opener: RefObject<HTMLButtonElement | null>;
  onDone: (said: string) => void;
  onClose: () => void;
};

const stays = "STAYS";
const triage = "TRIAGE";

/** SettleDialog says who leads, and why; what follows of it is told before. */
export default function SettleDialog({ item, gone, opener, onDone, onClose }: SettleDialogProps) {
  const { t } = useTranslation("disputes");
  const { language } = useFormatting();
  const check = useTextCheck();
  const { card, dispute, assignments } = item;
  const { caseId: id = "", number = "" } = card ?? {};
  const leading = useUnitsThatLead().units;
  const from = unitName(leadOf({ assignments }), language);
  const others = unfinished({ assignments }).filter((a) => !leading || leading.some((u) => u.id === a.unitId));
  const { form: { choice }, change, clear } = useKeptForm(markOf(`case.${id}.settle`), { choice: "" });
  const [reason, setReason, clearReason] = useKeptText(`case.${id}.settle`);
  const [tried, setTried] = useState(false);
  const call = useSend<CaseJson>(id, { leaving: true });
  const answered = useAnswered(); // a unit whose part ends so reads the reason, too
  const to = others.find((a) => a.unitId === choice);
  const known = to !== undefined || choice === stays || choice === triage;
  const wrong = check(reason, 1000);

  function submit(): void {
    setTried(true);
    if (wrong !== "" || !known) return toWrong();
    const outcome = `DISPUTE_OUTCOME_${to ? "MOVES" : choice}`;
    const body = { outcome, ...(to && { unitId: to.unitId }), reason: reason.trim() };
    answered.ask([reason], () =>
      call.send({ path: `/v1/cases/${id}:settleDispute`, body, etag: item.etag, of: "" }, () => {
        clearReason();
        clear();
        onClose();
        onDone(t("settle.done", { number }));
      }),
    );
  }

  function after(): string {
    if (to) return t("settle.afterMoves", { from, to: unitName(to, language) });
    return choice === triage ? t("settle.afterTriage", { from }) : t("settle.afterStays");
  }

  return (
    <Confirm
      title={t("settle.title", { number })}
      confirm={t("settle.open")}
      busy={call.busy || answered.busy}
      onConfirm={gone ? undefined : submit}
      onCancel={onClose}
      opener={opener}
    >
      <RadioButtonGroup
        labelText={t("settle.outcome")}
        name={`settle-${id}`}
        value={choice}
        onChange={(chosen) => change({ choice: chosen })}
        groupStatus={tried && !known ? "error" : "default"}
        groupStatusText={tried && !known ? t("settle.missing") : ""}
        mb="s"
      >
        {[
          <RadioButton key={stays} value={stays}>
            {t("settle.stays", { unit: from })}
          </RadioButton>,
          ...others.map((a) => (
            <RadioButton key={a.id} value={a.unitId ?? ""}>
              {t(a.unitId === dispute?.proposedUnitId ? "settle.proposed" : "settle.moves", { unit: unitName(a, language) })}
            </RadioButton>
          )),
          <RadioButton key={triage} value={triage}>
            {t("settle.triage")}
          </RadioButton>,
        ]}
      </RadioButtonGroup>
      <div aria-live="polite">{known && <Paragraph mb="s">{after()}</Paragraph>}</div>
      <TextBox
        guarded={answered}
        label={t("settle.reason")}
        hint={t("settle.reasonHint")}
        value={reason}
        onChange={setReason}
        limit={1000}
        error={tried ? wrong : ""}
      />
      {gone ? <ErrorNotice error={call.error} text={t("settle.raced")} /> : <ActionError error={call.error} item={{ id }} />}
    </Confirm>
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import type { AbsenceJson, CreateAbsenceResponseJson, ExpertJson } from "../../api/types";
import { todayInHelsinki, typedDate, useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { DayInput } from "../../ui/DayInput";
import { Select } from "../../ui/Select";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import { dueDate } from "../case/DueDate";
import { Discard } from "./Discard";
import { useKeep, useRemove, type StaffDialogProps } from "./useKeep";
import { useKeptForm } from "./useKeptForm";

type AbsenceDialogProps = StaffDialogProps & { expert: ExpertJson; experts: readonly ExpertJson[] };

/** AbsenceDialog tells when an expert is away, and who stands in. */
export function AbsenceDialog({ expert, experts, unitId, opener, onClose }: AbsenceDialogProps) {
  const { t } = useTranslation("staffing");
  const { form, change, clear, changed } = useKeptForm(`staffing.${unitId}.${expert.personId}.away`, {
    from: typedDate(todayInHelsinki()),
    to: "",
    substitute: "",
  });
  const { from, to, substitute } = form;
  const [tried, setTried] = useState(false);
  const call = useKeep<CreateAbsenceResponseJson>(unitId);
  const first = dueDate(from);
  const last = dueDate(to, first);

  function submit(): void {
    setTried(true);
    if (first === undefined || last === undefined) return;
    const body = { personId: expert.personId, fromDate: first, toDate: last, ...(substitute !== "" && { substituteId: substitute }) };
    call.send({ path: `/v1/units/${unitId}/absences`, body }, () => {
      clear();
      announce(t("away.done", { name: expert.name }));
      onClose();
    });
  }

  const day = (label: string, value: string, set: (typed: string) => void, wrong: boolean) => (
    <DayInput label={label} value={value} onChange={set} from={todayInHelsinki()} error={tried && wrong ? t("away.dayWrong") : ""} />
  );
  return (
    <Confirm title={t("away.title", { name: expert.name })} confirm={t("away.save")} busy={call.busy} onConfirm={submit} onCancel={onClose} opener={opener}>
      <Paragraph mb="s">{t("away.text")}</Paragraph>
      {day(t("away.from"), from, (typed) => change({ from: typed }), first === undefined)}
      {day(t("away.to"), to, (typed) => change({ to: typed }), last === undefined)}
      <Select
        label={t("away.substitute")}
        value={substitute}
        onChange={(chosen) => change({ substitute: chosen })}
        options={[
          { value: "", label: t("away.nobody") },
          ...experts.filter((e) => e.personId !== expert.personId).map((e) => ({ value: e.personId ?? "", label: e.name ?? "" })),
        ]}
      />
      <Discard changed={changed} onDiscard={clear} />
      <ActionError error={call.error} />
    </Confirm>
  );
}

/** RemoveAbsence asks before an absence is taken away. */
export function RemoveAbsence({ absence, unitId, opener, onClose }: StaffDialogProps & { absence: AbsenceJson }) {
  const { t } = useTranslation("staffing");
  const { date } = useFormatting();
  const call = useRemove(unitId, () => api.delete(`/v1/absences/${absence.id}`));
  const submit = () =>
    call.mutate(undefined, {
      onSuccess: () => {
        announce(t("away.removeDone"));
        onClose();
        document.querySelector("h1")?.focus(); // the button is gone
      },
    });
  return (
    <Confirm title={t("away.removeTitle")} confirm={t("away.remove")} busy={call.isPending} onConfirm={submit} onCancel={onClose} opener={opener}>
      <Paragraph mb="s">{t("absence", { from: date(absence.fromDate), to: date(absence.toDate) })}</Paragraph>
      <ActionError error={call.error} />
    </Confirm>
  );
}

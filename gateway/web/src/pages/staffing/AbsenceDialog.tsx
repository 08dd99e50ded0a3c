import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, Paragraph } from "suomifi-ui-components";
import type { CreateAbsenceResponseJson, ExpertJson } from "../../api/types";
import { todayInHelsinki, typedDate } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { DayInput } from "../../ui/DayInput";
import { Select } from "../../ui/Select";
import { useKeptForm } from "../../ui/useKeptForm";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import { dueDate } from "../case/DueDate";
import { Discard } from "./Discard";
import { useKeep, type StaffDialogProps } from "./useKeep";

type AbsenceDialogProps = StaffDialogProps & { expert: ExpertJson; experts: readonly ExpertJson[] };

// What the list of substitutes has instead of a person.
const theUnit = "unit";

/** AbsenceDialog tells when an expert is away, and who stands in. */
export function AbsenceDialog({ expert, experts, unitId, opener, onClose }: AbsenceDialogProps) {
  const { t } = useTranslation("staffing");
  const today = todayInHelsinki();
  const { form, change, clear, changed } = useKeptForm(`staffing.${unitId}.${expert.personId}.away`, {
    from: typedDate(today),
    to: "",
    substitute: "",
    forGood: false,
  });
  const { from, to, substitute, forGood } = form;
  const person = substitute !== "" && substitute !== theUnit;
  const [tried, setTried] = useState(false);
  const call = useKeep<CreateAbsenceResponseJson>(unitId);
  const first = dueDate(from, today);
  const last = dueDate(to, first);

  function submit(): void {
    setTried(true);
    if (first === undefined || last === undefined) return toWrong();
    const body = { personId: expert.personId, fromDate: first, toDate: last, byUnit: substitute === theUnit, ...(person && { substituteId: substitute, forGood }) };
    call.send({ path: `/v1/units/${unitId}/absences`, body }, () => {
      clear();
      announceDone(t("away.done", { name: expert.name }));
      onClose();
    });
  }

  const day = (label: string, value: string, set: (typed: string) => void, earliest: string, wrong: boolean) => (
    <DayInput
      label={label}
      hint={t("away.dayHint")}
      value={value}
      onChange={set}
      from={earliest}
      error={tried && wrong ? t("away.dayWrong", { from: typedDate(earliest) }) : ""}
    />
  );
  return (
    <Confirm title={t("away.title", { name: expert.name })} confirm={t("away.save")} busy={call.busy} onConfirm={submit} onCancel={onClose} opener={opener}>
      <Paragraph mb="s">{t("away.text")}</Paragraph>
      {day(t("away.from"), from, (typed) => change({ from: typed }), today, first === undefined)}
      {day(t("away.to"), to, (typed) => change({ to: typed }), first ?? today, last === undefined)}
      <Select
        label={t("away.substitute")}
        value={substitute}
        onChange={(chosen) => change({ substitute: chosen })}
        options={[
          { value: "", label: t("away.nobody") },
          { value: theUnit, label: t("away.unit") },
          ...experts.filter((e) => e.personId !== expert.personId).map((e) => ({ value: e.personId ?? "", label: e.name ?? "" })),
        ]}
      />
      {person && (
        <Checkbox checked={forGood} onClick={({ checkboxState }) => change({ forGood: checkboxState })} hintText={t("away.forGoodHint")}>
          {t("away.forGood")}
        </Checkbox>
      )}
      <Discard changed={changed} onDiscard={clear} />
      <ActionError error={call.error} />
    </Confirm>
  );
}

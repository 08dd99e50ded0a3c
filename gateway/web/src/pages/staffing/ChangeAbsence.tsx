import { useState } from "react";
import { useTranslation } from "react-i18next";
import { InlineAlert, Paragraph } from "suomifi-ui-components";
import { api, isProblem } from "../../api/client";
import type { AbsenceJson } from "../../api/types";
import { todayInHelsinki, typedDate, useFormatting } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { DayInput } from "../../ui/DayInput";
import { useKeptForm } from "../../ui/useKeptForm";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import { dueDate } from "../case/DueDate";
import { Discard } from "./Discard";
import { useKeep, useRemove, type StaffDialogProps } from "./useKeep";

type AbsenceProps = StaffDialogProps & { absence: AbsenceJson; name: string | undefined };

/** ChangeAbsence gives an absence another last day. Who would write over another change is shown it. */
export function ChangeAbsence({ absence, name, unitId, opener, onClose }: AbsenceProps) {
  const { t } = useTranslation("staffing");
  const { date } = useFormatting();
  const { form, change, clear, changed } = useKeptForm(`staffing.absence.${absence.id}`, {
    etag: absence.etag,
    to: typedDate(absence.toDate ?? ""),
  });
  const [tried, setTried] = useState(false);
  const call = useKeep(unitId);
  const today = todayInHelsinki();
  const first = absence.fromDate && absence.fromDate > today ? absence.fromDate : today;
  const last = dueDate(form.to, first);
  const raced = !call.busy && form.etag !== absence.etag; // the own change is no news
  const days = t("absence", { from: date(absence.fromDate), to: date(absence.toDate) });

  function submit(): void {
    setTried(true);
    if (last === undefined) return toWrong();
    call.send({ path: `/v1/absences/${absence.id}:change`, body: { toDate: last }, etag: absence.etag }, () => {
      clear();
      announceDone(t("away.changeDone"));
      onClose();
    });
  }

  return (
    <Confirm title={t("away.changeTitle")} confirm={raced ? t("edit.saveOver") : t("away.save")} busy={call.busy} onConfirm={submit} onCancel={onClose} opener={opener}>
      {raced ? (
        <div role="alert">
          <InlineAlert status="warning" mb="s">{t("away.changedMeanwhile", { days })}</InlineAlert>
        </div>
      ) : (
        <Whose name={name} days={days} />
      )}
      <DayInput
        label={t("away.to")}
        hint={t("away.dayHint")}
        value={form.to}
        onChange={(to) => change({ to })}
        from={first}
        error={tried && last === undefined ? t("away.dayWrong", { from: typedDate(first) }) : ""}
      />
      <Discard changed={changed} onDiscard={clear} />
      {!(raced && isProblem(call.error, "ETAG_STALE")) && <ActionError error={call.error} />}
    </Confirm>
  );
}

/** RemoveAbsence asks before an absence is taken away. */
export function RemoveAbsence({ absence, name, unitId, opener, onClose }: AbsenceProps) {
  const { t } = useTranslation("staffing");
  const { date } = useFormatting();
  const call = useRemove(unitId, () => api.delete(`/v1/absences/${absence.id}`));
  const submit = () =>
    call.mutate(undefined, {
      onSuccess: () => {
        announceDone(t("away.removeDone"));
        onClose();
        document.querySelector("h1")?.focus(); // the button is gone
      },
    });
  const begun = (absence.fromDate ?? "") <= todayInHelsinki();
  return (
    <Confirm title={t("away.removeTitle")} confirm={t("away.remove")} busy={call.isPending} onConfirm={submit} onCancel={onClose} opener={opener}>
      <Whose name={name} days={t("absence", { from: date(absence.fromDate), to: date(absence.toDate) })} />
      {begun && <Paragraph mb="s">{t("away.removeNow")}</Paragraph>}
      {(absence.substituteId || begun) && !absence.forGood && <Paragraph mb="s">{t("away.removeReturn")}</Paragraph>}
      <ActionError error={call.error} />
    </Confirm>
  );
}

/** Whose tells whose absence it is, and when. */
function Whose({ name, days }: { name: string | undefined; days: string }) {
  const { t } = useTranslation("staffing");
  return (
    <Paragraph mb="s">
      {t("away.title", { name })}
      <br />
      {days}
    </Paragraph>
  );
}

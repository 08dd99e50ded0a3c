import { useTranslation } from "react-i18next";
import { calendarDate, todayInHelsinki } from "../../i18n/formatting";
import { DayInput } from "../../ui/DayInput";

/** dueDate answers the calendar date of what was typed when it is today or later, or undefined. */
export function dueDate(typed: string, today = todayInHelsinki()): string | undefined {
  const date = calendarDate(typed);
  return date !== undefined && date >= today ? date : undefined;
}

/** inAWeek answers the calendar date a week from a day. */
export function inAWeek(today = todayInHelsinki()): string {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 7);
  return day.toISOString().slice(0, 10);
}

type DueDateProps = { value: string; onChange: (typed: string) => void; wrong: boolean };

/** DueDate asks for the day by which the school should reply. */
export function DueDate({ value, onChange, wrong }: DueDateProps) {
  const { t } = useTranslation("case");
  return (
    <DayInput
      label={t("ask.due")}
      hint={t("ask.dueHint")}
      value={value}
      onChange={onChange}
      from={todayInHelsinki()}
      error={wrong ? t("ask.dueWrong") : ""}
    />
  );
}

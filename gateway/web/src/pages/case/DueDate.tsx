import { useTranslation } from "react-i18next";
import { todayInHelsinki } from "../../i18n/formatting";
import { DayInput } from "../../ui/DayInput";

/** calendarDate reads "1.12.2026" as 2026-12-01, or answers undefined. */
export function calendarDate(typed: string): string | undefined {
  const parts = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/.exec(typed);
  if (!parts) return undefined;
  const [, day = "", month = "", year = ""] = parts;
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const read = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== text ? undefined : text;
}

/** typedDate answers a calendar date as people type it: "1.12.2026". */
export function typedDate(calendar: string): string {
  const [year, month, day] = calendar.split("-").map(Number);
  return `${day}.${month}.${year}`;
}

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

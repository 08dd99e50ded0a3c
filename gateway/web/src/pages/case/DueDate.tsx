import { useTranslation } from "react-i18next";
import { calendarDate, todayInHelsinki, typedDate } from "../../i18n/formatting";
import { DayInput } from "../../ui/DayInput";

/** How many days ahead the service lets somebody be given: to answer a question or to do a part, and to answer an offer. */
export const daysToAnswer = 60;
export const daysToAccept = 90;

/** dueDate answers the calendar date of what was typed when it is neither before the first day nor after the last, or undefined. */
export function dueDate(typed: string, first = todayInHelsinki(), last?: string): string | undefined {
  const date = calendarDate(typed);
  return date !== undefined && date >= first && (last === undefined || date <= last) ? date : undefined;
}

/** dueWithin is dueDate of a day from today on that is at most so many days ahead. */
export const dueWithin = (days: number, typed: string) => dueDate(typed, todayInHelsinki(), inDays(days));

/** inDays answers the calendar date so many days after another. */
export function inDays(days: number, from = todayInHelsinki()): string {
  const day = new Date(`${from}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

type DueDateProps = {
  label: string;
  /** How many days ahead it may be. */
  days: number;
  value: string;
  onChange: (typed: string) => void;
  wrong: boolean;
};

/** DueDate asks for the day until which somebody is given time. */
export function DueDate({ label, days, value, onChange, wrong }: DueDateProps) {
  const { t } = useTranslation("case");
  const last = inDays(days);
  return (
    <DayInput
      label={label}
      hint={t("ask.dueHint", { last: typedDate(last) })}
      value={value}
      onChange={onChange}
      from={todayInHelsinki()}
      until={last}
      error={wrong ? t("ask.dueWrong", { last: typedDate(last) }) : ""}
    />
  );
}

// Dates, times and numbers as in Finland, in Helsinki time.

import { useTranslation } from "react-i18next";
import { toLanguage, type Language } from "./language";

const weekdays: Record<Language, readonly string[]> = {
  fi: ["su", "ma", "ti", "ke", "to", "pe", "la"],
  sv: ["sön", "mån", "tis", "ons", "tors", "fre", "lör"],
  en: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
};

const clockWord: Record<Language, string> = { fi: "klo", sv: "kl.", en: "at" };

const helsinki = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Helsinki",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});

type Moment = { year: number; month: number; day: number; hour: string; minute: string };

function momentOf(instant: Date): Moment {
  const parts = new Map(helsinki.formatToParts(instant).map((p) => [p.type, p.value]));
  return {
    year: Number(parts.get("year")),
    month: Number(parts.get("month")),
    day: Number(parts.get("day")),
    hour: parts.get("hour") ?? "",
    minute: parts.get("minute") ?? "",
  };
}

function dayText(language: Language, year: number, month: number, day: number): string {
  const weekday = weekdays[language][new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return `${weekday} ${day}.${month}.${year}`;
}

/** formatTime answers the time of day: "10.42". */
export function formatTime(instant: Date | string): string {
  const { hour, minute } = momentOf(new Date(instant));
  return `${hour}.${minute}`;
}

/** formatClock answers the time of day with its word: "klo 10.42". */
export function formatClock(language: Language, instant: Date | string): string {
  return `${clockWord[language]} ${formatTime(instant)}`;
}

/** formatDate answers a day: "ti 1.12.2026". A calendar date (YYYY-MM-DD) stays the day that it is. */
export function formatDate(language: Language, instant: Date | string): string {
  const calendar = typeof instant === "string" ? /^(\d{4})-(\d{2})-(\d{2})$/.exec(instant) : null;
  if (calendar) return dayText(language, Number(calendar[1]), Number(calendar[2]), Number(calendar[3]));
  const { year, month, day } = momentOf(new Date(instant));
  return dayText(language, year, month, day);
}

/** formatDateTime answers day and time: "ti 1.12.2026 klo 10.42". */
export function formatDateTime(language: Language, instant: Date | string): string {
  return `${formatDate(language, instant)} ${formatClock(language, instant)}`;
}

/** formatMoment answers the time of day, and the day before it unless that is today. */
export function formatMoment(language: Language, instant: Date | string, now = new Date()): string {
  const today = todayInHelsinki(new Date(instant)) === todayInHelsinki(now);
  return today ? formatClock(language, instant) : formatDateTime(language, instant);
}

/** formatNumber answers a number with the language's own marks, spaces non-breaking. */
export function formatNumber(language: Language, value: number): string {
  return new Intl.NumberFormat(`${language}-FI`).format(value);
}

/** todayInHelsinki answers the calendar date (YYYY-MM-DD) of now, or of another instant. */
export function todayInHelsinki(now = new Date()): string {
  const { year, month, day } = momentOf(now);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

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

/** useLanguage answers the language of the screen. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return toLanguage(i18n.language) ?? "fi";
}

/** useFormatting answers the formatters in the language of the screen. An absent value gives an empty text. */
export function useFormatting() {
  const language = useLanguage();
  const when = (format: (l: Language, at: string) => string) => (at: string | undefined) =>
    at ? format(language, at) : "";
  return {
    language,
    date: when(formatDate),
    dateTime: when(formatDateTime),
    moment: when((l, at) => formatMoment(l, at)),
    number: (value: number) => formatNumber(language, value),
  };
}

// What a queue is narrowed to and sorted by; it stands in the address, so that a view can be kept as a bookmark.

import type { GradeBandJson, NeedJson } from "../../api/types";
import { areas, urgencies } from "../../i18n/facts";
import { needs } from "../../i18n/needs";

export const choices = {
  need: needs,
  grade: ["GRADE_BAND_PRE_PRIMARY", "GRADE_BAND_1_2", "GRADE_BAND_3_6", "GRADE_BAND_7_9"] satisfies readonly GradeBandJson[],
  language: ["fi", "sv"],
  area: areas,
  urgency: urgencies,
  sort: ["due"],
} as const;

export type Field = keyof typeof choices;
export const fields = Object.keys(choices) as Field[];
export type QueueFilter = Partial<Record<Field, string>>;

/** needOf answers the need that an address names, if it is one. */
export function needOf(text: string | undefined): NeedJson | undefined {
  return needs.find((n) => n === text);
}

/** filterOf answers what an address asks for; what it names and nobody knows is left out. */
export function filterOf(search: QueueFilter): QueueFilter {
  const known = fields.filter((f) => (choices[f] as readonly string[]).includes(search[f] ?? ""));
  return Object.fromEntries(known.map((f) => [f, search[f]]));
}

/** isNarrowed tells whether a filter leaves something out. */
export const isNarrowed = ({ sort: _, ...narrowing }: QueueFilter) => Object.keys(narrowing).length > 0;

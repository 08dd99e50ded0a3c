// What is chosen of a request from few, in the order in which people see it.

import type { AboutJson, AreaJson, FormJson, UrgencyJson } from "../api/types";
import type { Told } from "./codesComplete";

export const abouts = ["ABOUT_ANONYMOUS_PUPIL", "ABOUT_GROUP", "ABOUT_IDENTIFIED_PUPIL"] as const satisfies readonly AboutJson[];

/** The areas of cooperation of the wellbeing services counties. Åland is in none. */
export const areas = ["AREA_HYKS", "AREA_KYS", "AREA_TAYS", "AREA_TYKS", "AREA_OYS"] as const satisfies readonly AreaJson[];

export const urgencies = [
  "URGENCY_NORMAL",
  "URGENCY_SOON",
  "URGENCY_ACUTE_SAFETY",
  "URGENCY_ACUTE_SCHOOLING",
  "URGENCY_ACUTE_PLACEMENT",
] as const satisfies readonly UrgencyJson[];

/** The forms that may be wished for. A visit with observation of one pupil wants permissions first: the form asks. */
export const forms = ["FORM_PHONE", "FORM_REMOTE_MEETING", "FORM_ON_SITE_MEETING", "FORM_VISIT_OBSERVATION"] as const satisfies readonly FormJson[];

/** Fails to compile when one is left out. */
export type EveryFactIsListed =
  Told<AboutJson | AreaJson | UrgencyJson | FormJson> extends (typeof abouts | typeof areas | typeof urgencies | typeof forms)[number] ? true : never;
export const everyFactIsListed: EveryFactIsListed = true;

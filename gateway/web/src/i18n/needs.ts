// The needs that a request may have, in the order in which people see them.

import type { NeedJson } from "../api/types";
import type { Told } from "./codesComplete";

export const needs = [
  "NEED_INTELLECTUAL_DISABILITY",
  "NEED_AUTISM",
  "NEED_PSYCHOSOCIAL",
  "NEED_NEUROLOGY_MOTOR",
  "NEED_HEARING",
  "NEED_LANGUAGE",
  "NEED_VISION",
  "NEED_PSYCHIATRY",
  "NEED_SOMATIC_ILLNESS",
  "NEED_NEUROPSYCHIATRY",
  "NEED_PLACED_OR_SUBSTITUTE_CARE",
  "NEED_CRIME_OR_SUBSTANCES",
  "NEED_CHALLENGING_BEHAVIOUR",
  "NEED_SCHOOL_ABSENCE",
  "NEED_RETURN_TO_LOCAL_SCHOOL",
  "NEED_COMPLEX",
] as const satisfies readonly NeedJson[];

/** Fails to compile when a need is left out. */
export type EveryNeedIsListed = Told<NeedJson> extends (typeof needs)[number] ? true : never;
export const everyNeedIsListed: EveryNeedIsListed = true;

// Filters of the caseload, as they stand in the address: codes that the contract knows, anything else is no filter.

import type { ActorJson, AreaJson, NeedJson, PhaseJson } from "../../api/types";
import { areas } from "../../i18n/facts";
import { needOf } from "../queue/filter";

export const actors = [
  "ACTOR_ELMERI",
  "ACTOR_VALTERI",
  "ACTOR_HOSPITAL_TEACHING",
  "ACTOR_STATE_SCHOOL_HOME",
] as const satisfies readonly ActorJson[];

/** Phases in the order of a case's life; drafts are no cases. */
export const phases = [
  "PHASE_TRIAGE",
  "PHASE_QUEUED",
  "PHASE_IN_CONSULTATION",
  "PHASE_AWAITING_SCHOOL",
  "PHASE_AWAITING_PERMISSION",
  "PHASE_ADVISED",
  "PHASE_FOLLOW_UP",
  "PHASE_CLOSED",
  "PHASE_WITHDRAWN",
] as const satisfies readonly PhaseJson[];

/** Filters narrow a list; "open" leaves out what has ended, "unled" all that a unit leads, "late" all but what is late. */
export type Filters = {
  area?: AreaJson;
  actor?: ActorJson;
  phase?: PhaseJson;
  need?: NeedJson;
  open?: "true";
  unled?: "true";
  late?: "true";
};

/** filtersOf reads the filters of an address. */
export function filtersOf(search: Partial<Record<string, string>>): Filters {
  return {
    area: areas.find((a) => a === search.area),
    actor: actors.find((a) => a === search.actor),
    phase: phases.find((p) => p === search.phase),
    need: needOf(search.need),
    open: flag(search.open),
    unled: flag(search.unled),
    late: flag(search.late),
  };
}

function flag(value: string | undefined): "true" | undefined {
  return value === "true" ? value : undefined;
}

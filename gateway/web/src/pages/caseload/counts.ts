// Counts of the caseload as a table of phase × actor.

import type { ActorJson, PhaseJson } from "../../api/types";
import type { CountJson } from "../../gen/vaatu/caseload/v1/caseload_pb";
import { actors, phases } from "./filters";

/** A column: an actor, or the cases that nobody leads. */
export type Lead = ActorJson | "NONE";

export type PhaseRow = {
  phase: PhaseJson;
  total: number;
  cells: ReadonlyMap<Lead, number>;
};

/** tableOf sums the counts over the areas. A phase without cases has no row, a lead without cases no column. */
export function tableOf(counts: readonly CountJson[]): { leads: Lead[]; rows: PhaseRow[] } {
  const all = phases.map((phase) => rowOf(phase, counts.filter((c) => c.phase === phase)));
  const rows = all.filter((r) => r.total > 0);
  const leads = [...actors, "NONE" as const].filter((lead) => rows.some((r) => (r.cells.get(lead) ?? 0) > 0));
  return { leads, rows };
}

function rowOf(phase: PhaseJson, counts: readonly CountJson[]): PhaseRow {
  const cells = new Map<Lead, number>();
  let total = 0;
  for (const c of counts) {
    const lead: Lead = c.actor ?? "NONE";
    cells.set(lead, (cells.get(lead) ?? 0) + (c.count ?? 0));
    total += c.count ?? 0;
  }
  return { phase, total, cells };
}

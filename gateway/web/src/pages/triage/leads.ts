// Which units may be given a case: those that work and take leads today, of actors that do the same.

import { useQuery } from "@tanstack/react-query";
import { actorsQuery, unitsQuery } from "../../api/queries";
import type { ActorInfoJson, UnitJson } from "../../api/types";
import { todayInHelsinki } from "../../i18n/formatting";

type Leading = Pick<ActorInfoJson & UnitJson, "takesLeads" | "joinsOnly" | "activeFrom" | "activeTo">;

function leads({ takesLeads, joinsOnly, activeFrom, activeTo }: Leading, today: string): boolean {
  return takesLeads === true && !joinsOnly && (activeFrom ?? "") <= today && (!activeTo || today <= activeTo);
}

/** unitsThatLead answers the units that may be given a case on a calendar date. */
export function unitsThatLead(units: readonly UnitJson[], actors: readonly ActorInfoJson[], today: string): UnitJson[] {
  const leading = new Set(actors.filter((a) => leads(a, today)).map((a) => a.actor));
  return units.filter((u) => leads(u, today) && leading.has(u.actor));
}

/** useUnitsThatLead answers the units that may be given a case now; undefined while they are not known. */
export function useUnitsThatLead() {
  const units = useQuery(unitsQuery);
  const actors = useQuery(actorsQuery);
  const known = units.data && actors.data;
  return {
    units: known && unitsThatLead(units.data.units ?? [], actors.data.actors ?? [], todayInHelsinki()),
    error: units.error ?? actors.error,
    retry: () => [units, actors].forEach((q) => void q.refetch()),
  };
}

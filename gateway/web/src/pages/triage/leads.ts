// Which units may be given a case: those that work and take leads today, of actors that do the same.

import { useQuery } from "@tanstack/react-query";
import { actorsQuery, unitsQuery } from "../../api/queries";
import type { ActorInfoJson, UnitJson } from "../../api/types";
import { todayInHelsinki } from "../../i18n/formatting";

type Leading = Pick<ActorInfoJson & UnitJson, "takesLeads" | "joinsOnly" | "activeFrom" | "activeTo">;

function works({ activeFrom, activeTo }: Leading, today: string): boolean {
  return (activeFrom ?? "") <= today && (!activeTo || today <= activeTo);
}

function leads(of: Leading, today: string): boolean {
  return of.takesLeads === true && !of.joinsOnly && works(of, today);
}

type Fits = (of: Leading, today: string) => boolean;

function unitsThat(fits: Fits, units: readonly UnitJson[], actors: readonly ActorInfoJson[], today: string): UnitJson[] {
  const fitting = new Set(actors.filter((a) => fits(a, today)).map((a) => a.actor));
  return units.filter((u) => fits(u, today) && fitting.has(u.actor));
}

/** unitsThatLead answers the units that may be given a case on a calendar date. */
export function unitsThatLead(units: readonly UnitJson[], actors: readonly ActorInfoJson[], today: string): UnitJson[] {
  return unitsThat(leads, units, actors, today);
}

/** useUnitsThatLead answers the units that may be given a case now; undefined while they are not known. */
export const useUnitsThatLead = () => useUnitsThat(leads);

/** useUnitsThatWork answers the units that may be invited to a case now; undefined while they are not known. */
export const useUnitsThatWork = () => useUnitsThat(works);

function useUnitsThat(fits: Fits) {
  const units = useQuery(unitsQuery);
  const actors = useQuery(actorsQuery);
  const known = units.data && actors.data;
  return {
    units: known && unitsThat(fits, units.data.units ?? [], actors.data.actors ?? [], todayInHelsinki()),
    error: units.error ?? actors.error,
    retry: () => [units, actors].forEach((q) => void q.refetch()),
  };
}

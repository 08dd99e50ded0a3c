// Who is named to stand in for somebody who is away, where a part is given or offered.

import { useQuery } from "@tanstack/react-query";
import type { AbsenceJson, AssignmentJson, CandidateJson } from "../../api/types";
import { staffQuery } from "../staffing/queries";

/** useSubstitute answers who is named for the holder of a part in the first such absence; nobody while it is not known. */
export function useSubstitute({ unitId = "", holderId }: AssignmentJson, such: (a: AbsenceJson) => boolean, enabled: boolean): string {
  const { data } = useQuery({ ...staffQuery(unitId), enabled });
  const absences = enabled ? data?.experts?.find((e) => e.personId === holderId)?.absences : undefined;
  return absences?.find((a) => a.unitId === unitId && such(a))?.substituteId ?? "";
}

/** substituteFirst puts the substitute before the others. */
export function substituteFirst(candidates: readonly CandidateJson[], substitute: string): CandidateJson[] {
  return candidates.toSorted((a, b) => Number(b.personId === substitute) - Number(a.personId === substitute));
}

/** toPreselect answers the substitute whom a plan could propose, too: nothing stands against them and they have room. Otherwise nobody. */
export function toPreselect(candidates: readonly CandidateJson[], substitute: string): string {
  const named = candidates.find((c) => c.personId === substitute);
  return named && !named.refusal && !named.overLimit ? substitute : "";
}

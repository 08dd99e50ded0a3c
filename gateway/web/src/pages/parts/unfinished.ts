import type { AssignmentJson, CaseJson } from "../../api/types";

/** unfinished answers the partners' parts that are not done: their advice may still come, and one of their units could lead instead. */
export function unfinished({ assignments }: Pick<CaseJson, "assignments">): AssignmentJson[] {
  return (assignments ?? []).filter((a) => a.role === "ROLE_PARTNER" && (a.state === "STATE_WAITING" || a.state === "STATE_HELD"));
}

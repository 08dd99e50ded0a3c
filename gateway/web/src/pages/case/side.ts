import { useMe } from "../../api/queries";
import type { ActionJson, AssignmentJson, CaseJson, HandOverJson } from "../../api/types";

/** Side of the table at which the person sits. It chooses words only: what may be done stands in allowedActions. */
export type Side = "school" | "expert";

/** useSide answers the person's side in a case. */
export function useSide(item: CaseJson): Side {
  const { data: me } = useMe();
  const own = (me?.grants ?? []).some((g) => g.schoolId !== undefined && g.schoolId === item.schoolId);
  return own ? "school" : "expert";
}

/** may tells whether an action is allowed now. */
export function may(of: CaseJson | AssignmentJson | HandOverJson, action: ActionJson): boolean {
  return (of.allowedActions ?? []).includes(action);
}

/** leadOf answers the assignment that leads and is still open or done. */
export function leadOf(item: CaseJson): AssignmentJson | undefined {
  return (item.assignments ?? []).find(
    (a) => a.role === "ROLE_LEAD" && a.state !== "STATE_DECLINED" && a.state !== "STATE_CANCELLED",
  );
}

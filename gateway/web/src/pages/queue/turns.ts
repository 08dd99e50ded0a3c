import type { TurnJson } from "../../api/types";

/** TurnGroup sorts an expert's cases by who should act. */
export type TurnGroup = "me" | "school" | "others";

export const turnGroups = ["me", "school", "others"] as const satisfies readonly TurnGroup[];

/** groupOf answers the group of a turn. */
export function groupOf(turn: TurnJson | undefined): TurnGroup {
  switch (turn) {
    case "TURN_EXPERT":
    case "TURN_UNIT":
      return "me";
    case "TURN_SCHOOL":
      return "school";
    default:
      return "others";
  }
}

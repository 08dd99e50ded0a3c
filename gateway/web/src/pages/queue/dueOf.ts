import type { CardJson } from "../../api/types";

/** dueOf answers the calendar date by which a case is sorted: of the goal that is due next, else of what the school owes. Empty: none. */
export function dueOf(card: CardJson): string {
  return card.clock?.dueDate || card.due || "";
}

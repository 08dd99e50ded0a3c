// The one grant that a person of several acts by, in this tab. Empty: all of them.

import { useSyncExternalStore } from "react";
import { keepText, keptText, markOf } from "../ui/keptText";

const grant = markOf("acting.grant");
const lost = markOf("acting.lost");
const listeners = new Set<() => void>();

function keep(name: string, text: string): void {
  keepText(name, text);
  listeners.forEach((listener) => listener());
}

function useKept(name: string): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => keptText(name),
  );
}

/** actingGrant answers the id of the chosen grant. It is kept with the texts of the tab: a sign-out forgets it. */
export const actingGrant = () => keptText(grant);

/** useActingGrant answers the same, and draws anew when another is chosen. */
export const useActingGrant = () => useKept(grant);

/** actAs chooses a grant; an empty id means all. */
export function actAs(grantId: string): void {
  keep(lost, "");
  keep(grant, grantId);
}

/** loseActing goes back to all grants because the chosen one is gone; the person is told until they have read it. */
export function loseActing(): void {
  keep(grant, "");
  keep(lost, "yes");
}

/** useActingLost tells whether the chosen grant is gone and the person has not yet been seen to know. */
export const useActingLost = () => useKept(lost) !== "";

// The one polite live region of the application.

import { useSyncExternalStore } from "react";
import { VisuallyHidden } from "suomifi-ui-components";

let text = "";
const listeners = new Set<() => void>();

/** announce says a text politely, once. Saying the same again needs a change: a no-break space is added or taken. */
export function announce(said: string): void {
  text = said === text ? `${said}\u00a0` : said;
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** LiveRegion speaks what is announced; it stands once in the frame. */
export function LiveRegion() {
  const said = useSyncExternalStore(subscribe, () => text);
  return (
    <VisuallyHidden>
      <span role="status">{said}</span>
    </VisuallyHidden>
  );
}

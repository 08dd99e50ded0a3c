// What is said to those who listen: the one polite live region of the application. What was done is said to those who look, too.

import { lazy, Suspense, useSyncExternalStore } from "react";
import { VisuallyHidden } from "suomifi-ui-components";

// Most visits begin with nothing done.
const DoneToast = lazy(() => import("./DoneToast"));

let text = "";
/** What was done last, while it stands in sight; n tells it from the same done again. */
let done: { said: string; n: number } | undefined;
let dones = 0;
const listeners = new Set<() => void>();

function tell(): void {
  listeners.forEach((listener) => listener());
}

/** announce says a text politely, once. Saying the same again needs a change: a no-break space is added or taken. */
export function announce(said: string): void {
  text = said === text ? `${said}\u00a0` : said;
  tell();
}

/** announceDone announces what a person's act has done and shows it for some seconds: for what the page itself does not tell. */
export function announceDone(said: string): void {
  done = { said, n: ++dones };
  announce(said);
}

function forget(): void {
  done = undefined;
  tell();
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

/** Done shows what was done last; it is no live region, since LiveRegion has said it. */
export function Done() {
  const last = useSyncExternalStore(subscribe, () => done);
  if (!last) return null;
  return (
    <Suspense fallback={null}>
      <DoneToast key={last.n} said={last.said} onEnd={forget} />
    </Suspense>
  );
}

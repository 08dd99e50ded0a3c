// Whether the session has ended under the person's hands. What is typed stays where it is.

import { useSyncExternalStore } from "react";

let expired = false;
const listeners = new Set<() => void>();

function set(value: boolean): void {
  if (expired === value) return;
  expired = value;
  listeners.forEach((listener) => listener());
}

/** markSessionExpired is called at each 401. */
export function markSessionExpired(): void {
  set(true);
}

/** markSessionAlive is called at each call that succeeds: the person may have signed in again in another tab. */
export function markSessionAlive(): void {
  set(false);
}

/** useSessionExpired tells whether a call was refused for want of a session. */
export function useSessionExpired(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => expired,
  );
}

/** signInAddress starts the sign-in and comes back to where the person is, or to a given path. */
export function signInAddress(returnTo = window.location.pathname + window.location.search): string {
  return `/auth/login?return_to=${encodeURIComponent(returnTo)}`;
}

let leaving = false;

/** leaveToSignIn is called as the person goes to sign in again: what is unsaved is kept, so nobody need be warned. */
export function leaveToSignIn(): void {
  leaving = true;
}

/** isLeavingToSignIn tells whether the page is being left for the sign-in. */
export function isLeavingToSignIn(): boolean {
  return leaving;
}

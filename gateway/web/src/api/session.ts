// What calls tell of the session: that it has ended under the person's hands, or that its sign-in is too old for what they
// want. What is typed stays where it is.

import { useSyncExternalStore } from "react";

/** flag answers a yes or no that components hear of. */
function flag() {
  let value = false;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    set(next: boolean): void {
      if (value === next) return;
      value = next;
      listeners.forEach((listener) => listener());
    },
    get: () => value,
    use: () => useSyncExternalStore(subscribe, () => value),
  };
}

const expired = flag();
const tooOld = flag();

/** live tells whether changes are told as they happen (live.ts). */
export const live = flag();

/** markSessionExpired is called when a call was refused for want of a session. */
export const markSessionExpired = (): void => expired.set(true);

/** markSessionAlive is called at each call that succeeds: the person may have signed in again in another tab. */
export const markSessionAlive = (): void => expired.set(false);

/** useSessionExpired tells whether a call was refused for want of a session. */
export const useSessionExpired = expired.use;

/** markSignInTooOld is called when a call was refused because it wants a fresh sign-in. */
export const markSignInTooOld = (): void => tooOld.set(true);

/** forgetSignInTooOld is called when the person would rather not. */
export const forgetSignInTooOld = (): void => tooOld.set(false);

/** useSignInTooOld tells whether a call was refused because it wants a fresh sign-in. */
export const useSignInTooOld = tooOld.use;

const here = () => window.location.pathname + window.location.search;

/** signInAddress starts the sign-in and comes back to where the person is, or to a given path. */
export function signInAddress(returnTo = here()): string {
  return `/auth/login?return_to=${encodeURIComponent(returnTo)}`;
}

/** freshSignInAddress makes the person prove anew who they are, and comes back to where they are. */
export function freshSignInAddress(): string {
  return `/auth/login?fresh=1&return_to=${encodeURIComponent(here())}`;
}

const signOuts = "vaatu.signOut";

/** tellSignOut tells the other tabs that the person has signed out. */
export function tellSignOut(): void {
  const channel = new BroadcastChannel(signOuts);
  channel.postMessage(null);
  channel.close();
}

/** followSignOut leaves for the start page, which shows nothing of anybody, when the person signs out in another tab. */
export function followSignOut(forget: () => void): void {
  new BroadcastChannel(signOuts).onmessage = () => {
    forget();
    leaveToSignIn();
    window.location.replace("/");
  };
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

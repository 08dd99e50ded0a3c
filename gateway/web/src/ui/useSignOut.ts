import { useState } from "react";
import { leaveToSignIn, tellSignOut } from "../api/session";
import { forgetAllTexts } from "./keptText";

/** SignOut ends the session. failed: the person is still signed in, until it is tried again and succeeds. */
export type SignOut = { busy: boolean; failed: boolean; signOut: () => Promise<void> };

/** useSignOut signs the person out and goes to the start page; what was only on this device is forgotten. */
export function useSignOut(): SignOut {
  const [state, setState] = useState<"" | "busy" | "failed">("");
  async function signOut(): Promise<void> {
    setState("busy");
    try {
      const answer = await fetch("/auth/logout", { method: "POST", credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      forgetAllTexts();
      tellSignOut();
      leaveToSignIn(); // the person was asked, or has nothing unsaved
      window.location.assign("/");
    } catch {
      setState("failed");
    }
  }
  return { busy: state === "busy", failed: state === "failed", signOut };
}

import { lazy, Suspense, type ReactNode, type RefObject } from "react";
import { useSignInTooOld } from "../api/session";

// The window comes when the first one is opened: most visits open none.
const DialogWindow = lazy(() => import("./DialogWindow"));

export type DialogProps = {
  title: string;
  children: ReactNode;
  /** Buttons, the main one first. */
  footer: ReactNode;
  onClose: () => void;
  /** What opened the dialog gets the focus back; without it, what had the focus. */
  opener?: RefObject<HTMLButtonElement | null>;
  /** It asks for the fresh sign-in that another dialog wants. */
  signsIn?: boolean;
};

/**
 * Dialog is a named modal window; the focus goes to its title, Escape closes it. There is one at a time: the one that asks for a
 * fresh sign-in stands in the place of the one that wants it.
 */
export function Dialog({ signsIn = false, ...props }: DialogProps) {
  if (useSignInTooOld() !== signsIn) return null;
  return (
    <Suspense fallback={null}>
      <DialogWindow {...props} />
    </Suspense>
  );
}

import { lazy, Suspense, type ReactNode, type RefObject } from "react";

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
};

/** Dialog is a named modal window; the focus goes to its title, Escape closes it. */
export function Dialog(props: DialogProps) {
  return (
    <Suspense fallback={null}>
      <DialogWindow {...props} />
    </Suspense>
  );
}

import type { ReactNode, RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { Dialog } from "../../ui/Dialog";

type ConfirmProps = {
  title: string;
  confirm: string;
  busy: boolean;
  /** Undefined while there is nothing to confirm: no button then, and the content says why. */
  onConfirm?: (() => void) | undefined;
  onCancel: () => void;
  /** What opened the dialog: it gets the focus back. */
  opener: RefObject<HTMLButtonElement | null>;
  children: ReactNode;
};

/** toWrong leads to the first field with which something is wrong, once it is drawn so: of the dialog, or of another part of the page. */
export function toWrong(within: ParentNode | null = document.querySelector("[role=dialog]")): void {
  const wrong = "[aria-invalid=true], .fi-textarea--error textarea, .fi-radio-button--error input";
  setTimeout(() => within?.querySelector<HTMLElement>(wrong)?.focus());
}

/** Confirm asks before something that cannot be taken back. The safe way out comes last and by Escape. */
export function Confirm({ title, confirm, busy, onConfirm, onCancel, opener, children }: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={title}
      onClose={onCancel}
      opener={opener}
      footer={
        <>
          {onConfirm && (
            <Button aria-disabled={busy} onClick={() => !busy && onConfirm()}>
              {confirm}
            </Button>
          )}
          <Button variant="secondary" onClick={onCancel}>
            {t("action.cancel")}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}

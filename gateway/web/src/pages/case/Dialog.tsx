import { useId, type ReactNode, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Button, Modal, ModalContent, ModalFooter, ModalTitle } from "suomifi-ui-components";
import { useIsPhone } from "../../ui/useIsPhone";

type DialogProps = {
  title: string;
  confirm: string;
  busy: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  /** What opened the dialog: it gets the focus back. */
  opener: RefObject<HTMLButtonElement | null>;
  children: ReactNode;
};

/** Dialog asks before something that cannot be taken back. The safe way out comes last and by Escape. */
export function Dialog({ title, confirm, busy, onConfirm, onCancel, opener, children }: DialogProps) {
  const { t } = useTranslation("case");
  const id = useId();
  const phone = useIsPhone();
  return (
    <Modal
      visible
      appElementId="root"
      ariaLabelledBy={id}
      variant={phone ? "smallScreen" : "default"}
      focusOnCloseRef={opener as RefObject<HTMLButtonElement>}
      onEscKeyDown={onCancel}
    >
      <ModalContent>
        <ModalTitle id={id} variant="h2">
          {title}
        </ModalTitle>
        {children}
      </ModalContent>
      <ModalFooter>
        <Button aria-disabled={busy} onClick={() => !busy && onConfirm()}>
          {confirm}
        </Button>
        <Button variant="secondary" onClick={onCancel}>
          {t("cancel")}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

import { useId, type RefObject } from "react";
import { Modal, ModalContent, ModalFooter, ModalTitle } from "suomifi-ui-components";
import type { DialogProps } from "./Dialog";
import { useIsPhone } from "./useIsPhone";

/** DialogWindow is the window of a Dialog. */
export default function DialogWindow({ title, children, footer, onClose, opener }: DialogProps) {
  const id = useId();
  const phone = useIsPhone();
  return (
    <Modal
      appElementId="root"
      visible
      variant={phone ? "smallScreen" : "default"}
      ariaLabelledBy={id}
      focusOnCloseRef={opener as RefObject<HTMLButtonElement> | undefined}
      onEscKeyDown={onClose}
    >
      <ModalContent>
        <ModalTitle id={id} variant="h2">
          {title}
        </ModalTitle>
        {children}
      </ModalContent>
      <ModalFooter>{footer}</ModalFooter>
    </Modal>
  );
}

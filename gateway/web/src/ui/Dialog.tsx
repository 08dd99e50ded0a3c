import { useId, type ReactNode } from "react";
import { Modal, ModalContent, ModalFooter, ModalTitle } from "suomifi-ui-components";
import { useIsPhone } from "./useIsPhone";

type DialogProps = {
  title: string;
  children: ReactNode;
  /** Buttons, the main one first. */
  footer: ReactNode;
  onClose: () => void;
};

/** Dialog is a named modal window; the focus goes to its title, Escape closes it. */
export function Dialog({ title, children, footer, onClose }: DialogProps) {
  const id = useId();
  const phone = useIsPhone();
  return (
    <Modal
      appElementId="root"
      visible
      variant={phone ? "smallScreen" : "default"}
      ariaLabelledBy={id}
      onEscKeyDown={onClose}
    >
      <ModalContent>
        <ModalTitle id={id}>{title}</ModalTitle>
        {children}
      </ModalContent>
      <ModalFooter>{footer}</ModalFooter>
    </Modal>
  );
}

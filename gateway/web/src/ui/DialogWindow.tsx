import { useEffect, useId, type RefObject } from "react";
import { Modal, ModalContent, ModalFooter, ModalTitle } from "suomifi-ui-components";
import type { DialogProps } from "./Dialog";
import { Numbered } from "./Numbered";
import { useIsPhone } from "./useIsPhone";

// The design system leaves the page locked when a window goes before it has wholly come, as one that only said "loading" does.
function unlock(): void {
  if (document.querySelector(".ReactModalPortal > *")) return;
  document.body.removeAttribute("data-fi-modal");
  document.body.style.removeProperty("overflow");
  document.body.style.removeProperty("position");
}

/** DialogWindow is the window of a Dialog. */
export default function DialogWindow({ title, children, footer, onClose, opener }: DialogProps) {
  const id = useId();
  const phone = useIsPhone();
  useEffect(() => () => void setTimeout(unlock), []);
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
          <Numbered text={title} />
        </ModalTitle>
        {children}
      </ModalContent>
      <ModalFooter>{footer}</ModalFooter>
    </Modal>
  );
}

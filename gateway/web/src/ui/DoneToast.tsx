import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Toast } from "suomifi-ui-components";

const seconds = 8;

type DoneToastProps = { said: string; onEnd: () => void };

/** DoneToast shows what was done, for some seconds or until it is closed; while it is pointed at or has the focus, it stays. */
export default function DoneToast({ said, onEnd }: DoneToastProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const held = pointed || focused;
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(onEnd, seconds * 1000);
    return () => clearTimeout(timer);
  }, [held, onEnd]);
  function close(): void {
    const had = box.current?.contains(document.activeElement);
    onEnd();
    if (had) document.querySelector("h1")?.focus(); // the button is gone
  }
  return (
    <div
      ref={box}
      className="vaatu-done vaatu-noprint"
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <Toast showCloseButton closeText={t("done.close")} onCloseButtonClick={close}>
        {said}
      </Toast>
    </div>
  );
}

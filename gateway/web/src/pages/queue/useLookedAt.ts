import { useEffect, useRef, useState, type SyntheticEvent } from "react";

/** A row counts as looked at where the pointer or the focus has stayed that long. */
const restMillis = 700;

/** lookedAt marks the place in a row that says of which case it is. */
export const lookedAt = (caseId: string | undefined) => ({ "data-case": caseId });

const caseOf = (place: Element | null) => place?.closest("tr, li")?.querySelector<HTMLElement>("[data-case]")?.dataset.case ?? "";

/** useLookedAt answers the case of the row that the person looks at, and what its table hears that from. */
export function useLookedAt() {
  const [caseId, setCaseId] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const look = (place: Element | null) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCaseId(caseOf(place)), restMillis);
  };
  const to = (event: SyntheticEvent) => look(event.target as Element);
  const away = () => setTimeout(() => look(document.activeElement));
  return { caseId, heard: { onFocus: to, onPointerOver: to, onBlur: away, onPointerLeave: away } };
}

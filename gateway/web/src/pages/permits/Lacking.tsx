import { useTranslation } from "react-i18next";
import type { CaseJson } from "../../api/types";
import type { Told } from "../../i18n/codesComplete";

/** Lacking tells the school which permission a case waits for, and who acts. */
export function Lacking({ item }: { item: CaseJson }) {
  const { t } = useTranslation("permits");
  const lacks = item.phase === "PHASE_AWAITING_PERMISSION" ? (item.lacks ?? []) : [];
  if (lacks.length === 0) return null;
  return (
    <ul>
      {lacks.map((what) => (
        <li key={what}>{t(`lacking.${what as Told<typeof what>}`)}</li>
      ))}
    </ul>
  );
}

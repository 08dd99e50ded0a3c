import { useTranslation } from "react-i18next";
import type { AssignmentJson } from "../../api/types";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";

/** Declined shows which units did not take the lead, why, and where they suggest to turn. */
export function Declined({ parts }: { parts: readonly AssignmentJson[] }) {
  const { t } = useTranslation("triage");
  const code = useCode();
  const { dateTime, language } = useFormatting();
  if (parts.length === 0) return null;
  return (
    <ul className="vaatu-thread">
      {parts.map((a) => (
        <li key={a.id} className="vaatu-thread__entry">
          <p className="vaatu-thread__meta">
            <strong>{t("declined", { unit: unitName(a, language) })}</strong>
            {` · ${code(a.declineReason)} · `}
            <time dateTime={a.updateTime}>{dateTime(a.updateTime)}</time>
          </p>
          {a.suggestion && <p className="vaatu-words">{t("suggestion", { text: a.suggestion })}</p>}
        </li>
      ))}
    </ul>
  );
}

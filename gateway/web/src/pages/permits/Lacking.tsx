import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CaseJson } from "../../api/types";
import { lacking } from "./lacking";
import { permissionsQuery } from "./queries";

/** Lacking tells the school which permission a case waits for, and who acts. */
export function Lacking({ item }: { item: CaseJson }) {
  const { t } = useTranslation("permits");
  const waits = item.phase === "PHASE_AWAITING_PERMISSION";
  const query = useQuery({ ...permissionsQuery(item.id ?? "", item.etag), placeholderData: keepPreviousData, enabled: waits });
  const lacks = waits && query.data ? lacking(query.data) : [];
  if (lacks.length === 0) return null;
  return (
    <ul>
      {lacks.map((what) => (
        <li key={what}>{t(`lacking.${what}`)}</li>
      ))}
    </ul>
  );
}

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { CaseJson, CasePermissionsJson } from "../../api/types";
import { lacking } from "./lacking";
import { permissionsQuery } from "./queries";

/** Lacking tells the school which permission a case waits for, and who acts. */
export function Lacking({ item }: { item: CaseJson }) {
  const query = useQuery({
    ...permissionsQuery(item.id ?? "", item.etag),
    placeholderData: keepPreviousData,
    enabled: item.phase === "PHASE_AWAITING_PERMISSION",
  });
  return item.phase === "PHASE_AWAITING_PERMISSION" && query.data ? <Sentences found={query.data} /> : null;
}

function Sentences({ found }: { found: CasePermissionsJson }) {
  const { t } = useTranslation("permits");
  return (
    <ul>
      {lacking(found).map((what) => (
        <li key={what}>{t(`lacking.${what}`)}</li>
      ))}
    </ul>
  );
}

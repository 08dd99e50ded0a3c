import { useTranslation } from "react-i18next";
import { grantsOf, useMe } from "../../api/queries";
import type { CaseJson } from "../../api/types";
import { AppLink } from "../../ui/AppLink";
import type { Side } from "./side";

/** ReadsLink leads those who answer for a case, its school and the head of a unit, to who has read it. */
export function ReadsLink({ item, side }: { item: CaseJson; side: Side }) {
  const { t } = useTranslation("case");
  const { data: me } = useMe();
  const heads = grantsOf(me, "ROLE_LEAD").some((g) => item.assignments?.some((a) => a.unitId === g.unitId));
  if (side !== "school" && !heads) return null;
  return (
    <p className="vaatu-noprint">
      <AppLink to="/cases/$caseId/reads" params={{ caseId: item.id ?? "" }}>
        {t("readers")}
      </AppLink>
    </p>
  );
}

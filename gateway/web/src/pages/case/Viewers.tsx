import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries";
import type { CaseJson } from "../../api/types";
import { useViewing } from "../../api/viewing";
import { unitsOf } from "../../ui/Navigation";

/** Viewers tells who else of the own unit has the case open now, and them that the person has. */
export default function Viewers({ item }: { item: CaseJson }) {
  const { t } = useTranslation("case");
  const { data: me } = useMe();
  const own = unitsOf(me).find((g) => (item.assignments ?? []).some((a) => a.unitId === g.unitId));
  const names = useViewing(own?.unitId, item.id).get(item.id ?? "");
  return (
    <p aria-live="polite" className="vaatu-viewers vaatu-noprint">
      {names && t("viewing", { names: names.join(", ") })}
    </p>
  );
}

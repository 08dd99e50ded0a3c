import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Checkbox } from "suomifi-ui-components";
import type { AbsenceJson, AssignmentJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { staffQuery } from "../staffing/queries";

/**
 * useLoan answers for which absence of the holder a part that goes to somebody now is lent: of its own unit, or of another where they work,
 * too; none where it is for good anyway.
 */
export function useLoan({ unitId = "", holderId }: AssignmentJson, because: (a: AbsenceJson) => boolean, enabled: boolean): AbsenceJson | undefined {
  const { data } = useQuery({ ...staffQuery(unitId), enabled });
  const absences = data?.experts?.find((e) => e.personId === holderId)?.absences?.filter(because) ?? [];
  const own = absences.find((a) => a.unitId === unitId);
  return own?.forGood ? undefined : (own ?? absences[0]);
}

/** ForGood lets a part stay with whoever gets it for the time of an absence. */
export function ForGood({ absence, checked, onChange }: { absence: AbsenceJson; checked: boolean; onChange: (checked: boolean) => void }) {
  const { t } = useTranslation("parts");
  const { date } = useFormatting();
  return (
    <Checkbox
      checked={checked}
      onClick={({ checkboxState }) => onChange(checkboxState)}
      hintText={t("forGood.hint", { from: date(absence.fromDate), to: date(absence.toDate) })}
    >
      {t("forGood.label")}
    </Checkbox>
  );
}

import { useTranslation } from "react-i18next";
import type { DisputeJson } from "../../api/types";
import { unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";

/** useProposal answers which unit should lead, by who raised a dispute. */
export function useProposal() {
  const { t } = useTranslation("disputes");
  const { language } = useFormatting();
  return (d: DisputeJson) =>
    d.proposedUnitId ? unitName({ unitNameFi: d.proposedUnitNameFi, unitNameSv: d.proposedUnitNameSv }, language) : t("finds");
}

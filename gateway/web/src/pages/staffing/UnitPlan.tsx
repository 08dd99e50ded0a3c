import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Expander, ExpanderContent, ExpanderTitleButton } from "suomifi-ui-components";
import type { UnitPlanJson } from "../../api/types";
import { unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { PlanTable } from "./PlanTable";
import { Unplaced } from "./Unplaced";

/** UnitPlan shows what a joint plan says of one unit; its rows are drawn when it is opened. */
export function UnitPlan({ unit }: { unit: UnitPlanJson }) {
  const { t } = useTranslation("staffing");
  const { language } = useFormatting();
  const [open, setOpen] = useState(false);
  const { rows = [], unplaced = [] } = unit;
  return (
    <Expander open={open} onOpenChange={() => setOpen(!open)}>
      <ExpanderTitleButton asHeading="h2">{t("joint.unit", { name: unitName(unit, language), placed: rows.length, unplaced: unplaced.length })}</ExpanderTitleButton>
      <ExpanderContent>
        {open && rows.length > 0 && <PlanTable rows={rows} />}
        {open && unplaced.length > 0 && <Unplaced rows={unplaced} level="h3" />}
      </ExpanderContent>
    </Expander>
  );
}

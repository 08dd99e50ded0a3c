import { useTranslation } from "react-i18next";
import type { NeedJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { Select } from "../../ui/Select";

export const needs = [
  "NEED_INTELLECTUAL_DISABILITY",
  "NEED_AUTISM",
  "NEED_PSYCHOSOCIAL",
  "NEED_NEUROLOGY_MOTOR",
  "NEED_HEARING",
  "NEED_LANGUAGE",
  "NEED_VISION",
  "NEED_PSYCHIATRY",
  "NEED_SOMATIC_ILLNESS",
  "NEED_NEUROPSYCHIATRY",
  "NEED_PLACED_OR_SUBSTITUTE_CARE",
  "NEED_CRIME_OR_SUBSTANCES",
  "NEED_CHALLENGING_BEHAVIOUR",
  "NEED_SCHOOL_ABSENCE",
  "NEED_RETURN_TO_LOCAL_SCHOOL",
  "NEED_COMPLEX",
] as const satisfies readonly NeedJson[];

/** needOf answers the need that an address names, if it is one. */
export function needOf(text: string | undefined): NeedJson | undefined {
  return needs.find((n) => n === text);
}

/** NeedFilter narrows a list to one need. */
export function NeedFilter({ value, onChange }: { value: NeedJson | undefined; onChange: (need: NeedJson | undefined) => void }) {
  const { t } = useTranslation("queue");
  const code = useCode();
  return (
    <Select
      label={t("need")}
      value={value ?? "ALL"}
      onChange={(v) => onChange(needOf(v))}
      options={[{ value: "ALL", label: t("allNeeds") }, ...needs.map((n) => ({ value: n, label: code(n) }))]}
    />
  );
}

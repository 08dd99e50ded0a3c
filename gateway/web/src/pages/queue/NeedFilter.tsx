import { useTranslation } from "react-i18next";
import type { NeedJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { needs } from "../../i18n/needs";
import { Select } from "../../ui/Select";

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

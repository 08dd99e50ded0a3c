import { useTranslation } from "react-i18next";
import { useCode } from "../../i18n/codes";
import { areas } from "../../i18n/facts";
import { Select } from "../../ui/Select";
import { actors, type Filters } from "./filters";

const all = "ALL";

type FilterBarProps = { filters: Filters; onChange: (part: Filters) => void };

/** FilterBar narrows the caseload to an area and an actor. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { t } = useTranslation("caseload");
  return (
    <div className="vaatu-filters">
      <Choice
        label={t("area")}
        allLabel={t("allAreas")}
        codes={areas}
        value={filters.area}
        onChange={(area) => onChange({ area })}
      />
      <Choice
        label={t("actor")}
        allLabel={t("allActors")}
        codes={actors}
        value={filters.actor}
        onChange={(actor) => onChange({ actor, unled: undefined })}
      />
    </div>
  );
}

type ChoiceProps<C extends string> = {
  label: string;
  allLabel: string;
  codes: readonly C[];
  value: C | undefined;
  onChange: (code: C | undefined) => void;
};

function Choice<C extends string>({ label, allLabel, codes, value, onChange }: ChoiceProps<C>) {
  const code = useCode();
  return (
    <Select
      label={label}
      value={value ?? all}
      onChange={(v) => onChange(codes.find((c) => c === v))}
      options={[{ value: all, label: allLabel }, ...codes.map((c) => ({ value: c, label: code(c) }))]}
    />
  );
}

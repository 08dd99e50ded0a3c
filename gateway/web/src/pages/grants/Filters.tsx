import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchInput } from "suomifi-ui-components";
import { useCode } from "../../i18n/codes";
import { Select } from "../../ui/Select";
import { roles, states, type GrantFilter } from "./queries";

const all = "ALL";

type FiltersProps = { filter: GrantFilter; onChange: (filter: GrantFilter) => void };

/** Filters narrow the grants by a name, a state and a role. */
export function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation("grants");
  const code = useCode();
  const [typed, setTyped] = useState(filter.query ?? "");
  const [last, setLast] = useState(filter.query);
  if (filter.query !== last) {
    setLast(filter.query);
    setTyped(filter.query ?? "");
  }
  return (
    <div className="vaatu-filters">
      <SearchInput
        labelText={t("filter.query")}
        visualPlaceholder={t("filter.hint")}
        clearButtonLabel={t("filter.clear")}
        searchButtonLabel={t("filter.search")}
        maxLength={100}
        value={typed}
        onChange={(value) => {
          setTyped(String(value ?? ""));
          if (!value) onChange({ ...filter, query: undefined });
        }}
        onSearch={(value) => onChange({ ...filter, query: String(value ?? "").trim() || undefined })}
      />
      <Select
        label={t("filter.state")}
        value={filter.state ?? all}
        onChange={(value) => onChange({ ...filter, state: states.find((s) => s === value) })}
        options={[{ value: all, label: t("filter.allStates") }, ...states.map((s) => ({ value: s, label: code(s) }))]}
      />
      <Select
        label={t("filter.role")}
        value={filter.role ?? all}
        onChange={(value) => onChange({ ...filter, role: roles.find((r) => r === value) })}
        options={[{ value: all, label: t("filter.allRoles") }, ...roles.map((r) => ({ value: r, label: code(r) }))]}
      />
    </div>
  );
}

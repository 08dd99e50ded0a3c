import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { useCode } from "../../i18n/codes";
import { Select } from "../../ui/Select";
import { useIsPhone } from "../../ui/useIsPhone";
import { choices, fields, filterOf, type Field, type QueueFilter } from "./filter";

type Props = { value: QueueFilter; onChange: (value: QueueFilter) => void };

/** QueueFilters narrow a queue and sort it; on a phone they are behind a button that tells how many are in use. */
export function QueueFilters({ value, onChange }: Props) {
  const { t } = useTranslation("queue");
  const phone = useIsPhone();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      {phone && (
        <Button variant="secondary" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          {t("filters", { n: Object.keys(value).length })}
        </Button>
      )}
      <div id={id} className="vaatu-queue-filters" hidden={phone && !open}>
        {fields.map((field) => (
          <FilterSelect key={field} field={field} value={value} onChange={onChange} />
        ))}
      </div>
    </>
  );
}

function FilterSelect({ field, value, onChange }: Props & { field: Field }) {
  const { t } = useTranslation("queue");
  const code = useCode();
  const label = (choice: string) =>
    field === "sort" ? t("sort.due") : code(field === "language" ? `LANGUAGE_${choice.toUpperCase()}` : choice);
  const set = (choice: string | undefined) => onChange(filterOf({ ...value, [field]: choice }));
  return (
    <Select
      label={t(`filter.${field}`)}
      value={value[field] ?? "ALL"}
      onChange={(chosen) => set(chosen === "ALL" ? undefined : chosen)}
      options={[
        { value: "ALL", label: t(field === "sort" ? "sort.since" : "all") },
        ...choices[field].map((choice) => ({ value: choice, label: label(choice) })),
      ]}
    />
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { SearchInput } from "suomifi-ui-components";
import { useCode } from "../../i18n/codes";
import { calendarDate, typedDate } from "../../i18n/formatting";
import { DayInput } from "../../ui/DayInput";
import { Select } from "../../ui/Select";
import { kinds, outcomes, type AuditFilter } from "./queries";

const all = "ALL";

/** The calendar offers nothing before the service. */
const firstDay = "2026-01-01";

type FiltersProps = { filter: AuditFilter; onChange: (filter: AuditFilter) => void; numberWrong: boolean };

/** Filters narrow the entries to a case by its number, to kinds, outcomes and days. */
export function Filters({ filter, onChange, numberWrong }: FiltersProps) {
  const { t } = useTranslation("audit");
  const code = useCode();
  const [number, setNumber] = useState(filter.number ?? "");
  const change = (part: AuditFilter) => onChange({ ...filter, ...part });
  const order = filter.fromDate !== undefined && filter.toDate !== undefined && filter.toDate < filter.fromDate;
  return (
    <div className="vaatu-filters vaatu-noprint">
      {!filter.caseId && (
        <SearchInput
          labelText={t("filter.number")}
          clearButtonLabel={t("filter.clear")}
          searchButtonLabel={t("filter.search")}
          maxLength={20}
          value={number}
          status={numberWrong ? "error" : "default"}
          statusText={numberWrong ? t("filter.numberWrong") : ""}
          onChange={(value) => {
            setNumber(String(value ?? ""));
            if (!value) change({ number: undefined });
          }}
          onSearch={(value) => change({ number: String(value ?? "").trim() || undefined })}
        />
      )}
      <Select
        label={t("filter.kind")}
        value={filter.kind ?? all}
        onChange={(value) => change({ kind: kinds.find((k) => k === value) })}
        options={[{ value: all, label: t("filter.allKinds") }, ...kinds.map((k) => ({ value: k, label: code(k) }))]}
      />
      <Select
        label={t("filter.outcome")}
        value={filter.outcome ?? all}
        onChange={(value) => change({ outcome: outcomes.find((o) => o === value) })}
        options={[{ value: all, label: t("filter.allOutcomes") }, ...outcomes.map((o) => ({ value: o, label: code(o) }))]}
      />
      <Day label={t("filter.from")} date={filter.fromDate} onChange={(fromDate) => change({ fromDate })} />
      <Day label={t("filter.to")} date={filter.toDate} onChange={(toDate) => change({ toDate })} error={order ? t("filter.orderWrong") : ""} />
    </div>
  );
}

type DayProps = { label: string; date: string | undefined; onChange: (date: string | undefined) => void; error?: string };

/** Day searches once what is typed is a day, or nothing. */
function Day({ label, date, onChange, error = "" }: DayProps) {
  const { t } = useTranslation("audit");
  const [typed, setTyped] = useState(date ? typedDate(date) : "");
  const wrong = typed.trim() !== "" && calendarDate(typed) === undefined && /\d{4}/.test(typed);
  return (
    <DayInput
      label={label}
      from={firstDay}
      value={typed}
      error={wrong ? t("filter.dateWrong") : error}
      onChange={(value) => {
        setTyped(value);
        const read = calendarDate(value);
        if ((read !== undefined || value.trim() === "") && read !== date) onChange(read);
      }}
    />
  );
}

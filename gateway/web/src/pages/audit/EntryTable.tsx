import { useTranslation } from "react-i18next";
import type { EntryJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { AppLink } from "../../ui/AppLink";
import { Chip, type Tone } from "../../ui/Chip";
import { DataTable, type Column } from "../../ui/DataTable";
import { useEntryWords } from "./words";

function tone(e: EntryJson): Tone {
  if (e.outcome === "OUTCOME_DENIED") return "stopped";
  return e.kind === "ENTRY_KIND_BREAK_GLASS" ? "school" : "done";
}

/** Result tells whether it was done, by break-glass, or refused, and why. */
export function Result({ entry }: { entry: EntryJson }) {
  const words = useEntryWords();
  const reason = words.reason(entry);
  return (
    <>
      <Chip tone={tone(entry)} text={words.outcome(entry)} />
      {reason !== "" && <> {reason}</>}
    </>
  );
}

/** EntryTable lists entries of the audit for the auditor. */
export function EntryTable({ entries }: { entries: readonly EntryJson[] }) {
  const { t } = useTranslation("audit");
  const words = useEntryWords();
  const { dateTime } = useFormatting();
  const columns: Column<EntryJson>[] = [
    { key: "time", label: t("column.time"), heading: true, render: (e) => <time dateTime={e.time}>{dateTime(e.time)}</time> },
    { key: "who", label: t("column.who"), render: (e) => <Who entry={e} /> },
    { key: "as", label: t("column.as"), render: words.as },
    { key: "what", label: t("column.what"), render: (e) => <What entry={e} /> },
    { key: "outcome", label: t("column.outcome"), render: (e) => <Result entry={e} /> },
    { key: "origin", label: t("column.origin"), render: (e) => e.origin },
  ];
  return <DataTable caption={t("caption")} columns={columns} rows={entries} rowKey={(e) => e.id ?? ""} condensed />;
}

function Who({ entry }: { entry: EntryJson }) {
  const words = useEntryWords();
  if (!entry.personId) return words.who(entry);
  return (
    <AppLink to="/audit/people/$personId" params={{ personId: entry.personId }}>
      {words.who(entry)}
    </AppLink>
  );
}

function What({ entry }: { entry: EntryJson }) {
  const { t } = useTranslation("audit");
  const words = useEntryWords();
  const to = words.to(entry);
  return (
    <>
      {words.what(entry)}
      {to !== "" && (
        <>
          <br />
          {entry.actionCode === "DISCLOSE" ? `${to}: ${words.basis(entry)}` : t("about", { name: to })}
        </>
      )}
      {entry.caseNumber && (
        <>
          <br />
          <AppLink to="/audit/cases/$caseId" params={{ caseId: entry.caseId ?? "" }}>
            {t("case", { number: entry.caseNumber })}
          </AppLink>
        </>
      )}
    </>
  );
}

import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { AbsenceJson, ExpertJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { AppLink } from "../../ui/AppLink";
import { DataTable, type Column } from "../../ui/DataTable";
import { AbsenceDialog } from "./AbsenceDialog";
import { ChangeAbsence, RemoveAbsence } from "./ChangeAbsence";
import { ExpertDialog } from "./ExpertDialog";
import { useExpertWords, useFitWords } from "./words";

type Asked = { what: "edit" | "away"; expert: ExpertJson } | { what: "change" | "remove"; expert: ExpertJson; absence: AbsenceJson };

/** StaffTable lists the experts of a unit. */
export function StaffTable({ experts, unitId }: { experts: readonly ExpertJson[]; unitId: string }) {
  const { t } = useTranslation("staffing");
  const { date } = useFormatting();
  const { cases } = useFitWords();
  const { needs, languages, hours } = useExpertWords();
  const code = useCode();
  const [asked, setAsked] = useState<Asked>();
  const opener = useRef<HTMLButtonElement>(null);
  const button = (label: string, named: string, what: Asked) => (
    <Button
      variant="secondary"
      aria-label={named}
      onClick={(event) => {
        opener.current = event.currentTarget as HTMLButtonElement;
        setAsked(what);
      }}
    >
      {label}
    </Button>
  );
  const substitute = (a: AbsenceJson) =>
    a.byUnit ? t("byUnit") : a.substituteName ? t("substitute", { name: a.substituteName }) : t("noSubstitute");
  const absences = (e: ExpertJson) => (
    <ul className="vaatu-reasons">
      {(e.absences ?? []).map((a) => {
        const days = { from: date(a.fromDate), to: date(a.toDate) };
        return (
          <li key={a.id}>
            {t("absence", days)}
            <br />
            {substitute(a)}
            {a.forGood && <div>{t("forGood")}</div>}
            {e.mayKeep && a.unitId === unitId && (
              <div className="vaatu-actions vaatu-actions--row">
                {button(t("away.change"), t("away.changeNamed", { ...days, name: e.name }), { what: "change", expert: e, absence: a })}
                {button(t("away.remove"), t("away.removeNamed", { ...days, name: e.name }), { what: "remove", expert: e, absence: a })}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
  const columns: Column<ExpertJson>[] = [
    { key: "name", label: t("column.name"), heading: true, render: (e) => (e.me ? t("me", { name: e.name }) : e.name) },
    { key: "needs", label: t("column.needs"), render: needs },
    { key: "languages", label: t("column.languages"), render: languages },
    { key: "area", label: t("column.area"), render: (e) => code(e.area) },
    { key: "hours", label: t("column.hours"), render: hours },
    {
      key: "load",
      label: t("column.load"),
      render: (e) => (
        <>
          {cases(e.load)}
          {(e.absences ?? []).length > 0 && (e.notOffered ?? 0) > 0 && <NotOffered expert={e} />}
          {(e.toReturn ?? 0) > 0 && <div>{t("toReturn", { count: e.toReturn ?? 0 })}</div>}
        </>
      ),
    },
    { key: "absences", label: t("column.absences"), render: (e) => ((e.absences ?? []).length > 0 ? absences(e) : t("none")) },
    {
      key: "actions",
      label: t("column.actions"),
      bare: true,
      render: (e) =>
        e.mayKeep && (
          <div className="vaatu-actions vaatu-actions--row">
            {button(t("edit.button"), t("edit.named", { name: e.name }), { what: "edit", expert: e })}
            {button(t("away.button"), t("away.named", { name: e.name }), { what: "away", expert: e })}
          </div>
        ),
    },
  ];
  const current = (asked: ExpertJson) => experts.find((e) => e.personId === asked.personId) ?? asked;
  const currentAbsence = (asked: ExpertJson, absence: AbsenceJson) => current(asked).absences?.find((a) => a.id === absence.id) ?? absence;
  const shared = { unitId, opener, onClose: () => setAsked(undefined) };
  return (
    <>
      <DataTable caption={t("caption")} columns={columns} rows={experts} rowKey={(e) => e.personId ?? ""} condensed />
      {asked?.what === "edit" && <ExpertDialog {...shared} expert={current(asked.expert)} />}
      {asked?.what === "away" && <AbsenceDialog {...shared} expert={current(asked.expert)} experts={experts} />}
      {asked?.what === "change" && <ChangeAbsence {...shared} name={asked.expert.name} absence={currentAbsence(asked.expert, asked.absence)} />}
      {asked?.what === "remove" && <RemoveAbsence {...shared} name={asked.expert.name} absence={currentAbsence(asked.expert, asked.absence)} />}
    </>
  );
}

/** NotOffered tells of the cases of somebody who is away that nobody is offered, and leads whoever may do something to them. */
function NotOffered({ expert: { notOffered, notOfferedCases = [], me } }: { expert: ExpertJson }) {
  const { t } = useTranslation("staffing");
  return (
    <>
      <div>{t("notOffered", { count: notOffered })}</div>
      {notOfferedCases.length > 0 && (
        <>
          <ul className="vaatu-reasons">
            {notOfferedCases.map((c) => (
              <li key={c.caseId}>
                <AppLink to="/cases/$caseId" params={{ caseId: c.caseId ?? "" }}>
                  {c.number}
                </AppLink>
              </li>
            ))}
          </ul>
          {!me && <div>{t("giveOn")}</div>}
        </>
      )}
    </>
  );
}

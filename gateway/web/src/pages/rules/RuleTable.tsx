import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { RuleJson } from "../../api/types";
import { DataTable } from "../../ui/DataTable";
import { useIsPhone, useIsWide } from "../../ui/useIsPhone";
import { RuleForm } from "./RuleForm";
import { useRuleWords } from "./words";

type RuleTableProps = {
  rules: readonly RuleJson[];
  /** Undefined where they are only read. */
  onSave?: ((rules: RuleJson[], done: () => void) => void) | undefined;
  busy: boolean;
};

/** RuleTable shows the rules as a table; the form of a row opens below it on a wide screen, and stays whatever the screen becomes. */
export function RuleTable({ rules, onSave: save, busy }: RuleTableProps) {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  const phone = useIsPhone();
  const [open, setOpen] = useState<string>();
  const wide = useIsWide();
  const onSave = wide || open !== undefined ? save : undefined;
  const row = (r: RuleJson) => rules.indexOf(r) + 1;
  const cells = (r: RuleJson) => [
    words.when(r.when),
    words.party(r.lead),
    (r.partners ?? []).map(words.party).join(", "),
    String(r.weight ?? ""),
    words.reason(r),
  ];
  const labels = [t("when"), t("leader"), t("partners"), t("weight"), t("why")];
  if (phone && !onSave) {
    const columns = labels.map((label, i) => ({ key: label, label, render: (r: RuleJson) => cells(r)[i] }));
    const named = { key: "id", label: "", heading: true, render: (r: RuleJson) => <span id={`rule-${r.id}`}>{t("row", { n: row(r) })}</span> };
    return <DataTable caption={t("rules")} columns={[named, ...columns]} rows={rules} rowKey={(r) => r.id ?? ""} />;
  }

  const close = () => setOpen(undefined);
  const added = newId(rules);
  const form = (rule: RuleJson, others: RuleJson[], removable: boolean) =>
    onSave && (
      <RuleForm
        rule={rule}
        busy={busy}
        onSave={(changed) => onSave(others.some((r) => r.id === changed.id) ? others.map((r) => (r.id === changed.id ? changed : r)) : [...others, changed], close)}
        onRemove={removable ? () => onSave(others.filter((r) => r.id !== rule.id), close) : undefined}
        onCancel={close}
      />
    );
  return (
    <>
      <div className="vaatu-table">
        <table className="vaatu-rules">
          <caption>{t("rules")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("number")}</th>
              {labels.map((l) => (
                <th key={l} scope="col">
                  {l}
                </th>
              ))}
              {onSave && <td />}
            </tr>
          </thead>
          {rules.map((r) => (
            <tbody key={r.id}>
              <tr id={`rule-${r.id}`}>
                <td>{row(r)}</td>
                {cells(r).map((c, i) => (
                  <td key={labels[i]}>{c}</td>
                ))}
                {onSave && (
                  <td>
                    <Button variant="secondaryNoBorder" aria-label={t("editNamed", { n: row(r) })} aria-expanded={open === r.id} onClick={() => setOpen(open === r.id ? undefined : r.id)}>
                      {t("edit")}
                    </Button>
                  </td>
                )}
              </tr>
              {open === r.id && onSave && (
                <tr>
                  <td colSpan={labels.length + 2}>{form(r, [...rules], true)}</td>
                </tr>
              )}
            </tbody>
          ))}
        </table>
      </div>
      {onSave &&
        (open === added ? (
          form({ id: added, when: {}, lead: "VALTERI", weight: 10 }, [...rules], false)
        ) : (
          <div className="vaatu-actions">
            <Button variant="secondary" onClick={() => setOpen(added)}>
              {t("add")}
            </Button>
          </div>
        ))}
    </>
  );
}

/** newId answers the id of a row to come. */
function newId(rules: readonly RuleJson[]): string {
  let n = rules.length + 1;
  while (rules.some((r) => r.id === `rule-${n}`)) n++;
  return `rule-${n}`;
}

import { useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import type { RuleJson, RuleSetJson } from "../../api/types";
import { DataTable } from "../../ui/DataTable";
import { keepText } from "../../ui/keptText";
import { useIsPhone, useIsWide } from "../../ui/useIsPhone";
import { begunRules, keptRule, RuleForm } from "./RuleForm";
import { useRuleWords } from "./words";

type RuleTableProps = {
  set: RuleSetJson;
  /** Undefined where they are only read. */
  onSave?: ((rules: RuleJson[], done: () => void) => void) | undefined;
  busy: boolean;
};

/** The row that is to be written: who leads is for the person to say, and its id is given when it is saved, as others may add rows meanwhile. */
const fresh: RuleJson = { when: {}, weight: 10 };

/**
 * RuleTable shows the rules as a table; the form of a row opens below it on a wide screen, and stays whatever the screen or others
 * make of the row. A row that was left half written is open when the person comes back.
 */
export function RuleTable({ set, onSave: save, busy }: RuleTableProps) {
  const rules = set.rules ?? [];
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  const phone = useIsPhone();
  // The row as it was when its form opened.
  const [open, setOpen] = useState<RuleJson | undefined>(() => save && begunRules(set.id)[0]);
  const edit = (rule: RuleJson) => setOpen(begunRules(set.id).find((r) => r.id === rule.id) ?? rule);
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

  const stored = rules.find((r) => r.id === open?.id);
  const form = (rule: RuleJson) => {
    const kept = keptRule(set.id, rule);
    const close = () => {
      keepText(kept, "");
      setOpen(undefined);
    };
    const cancel = () => {
      flushSync(close);
      (document.querySelector<HTMLElement>(`#rule-${rule.id} button`) ?? document.getElementById("add-rule"))?.focus();
    };
    return (
      onSave && (
        <RuleForm
          name={stored ? t("editNamed", { n: row(stored) }) : t("newRule")}
          rule={rule}
          stored={rule.id ? stored : rule}
          kept={kept}
          busy={busy}
          onSave={(changed) => onSave(stored ? rules.map((r) => (r.id === rule.id ? changed : r)) : [...rules, { ...changed, id: rule.id ?? newId(rules) }], close)}
          onRemove={stored && (() => onSave(rules.filter((r) => r.id !== rule.id), close))}
          onCancel={cancel}
        />
      )
    );
  };
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
                    <Button variant="secondaryNoBorder" aria-label={t("editNamed", { n: row(r) })} aria-expanded={open?.id === r.id} onClick={() => (open?.id === r.id ? setOpen(undefined) : edit(r))}>
                      {t("edit")}
                    </Button>
                  </td>
                )}
              </tr>
              {open?.id === r.id && open && onSave && (
                <tr>
                  <td colSpan={labels.length + 2}>{form(open)}</td>
                </tr>
              )}
            </tbody>
          ))}
        </table>
      </div>
      {onSave &&
        (open && !stored ? (
          form(open)
        ) : (
          <div className="vaatu-actions">
            <Button id="add-rule" variant="secondary" onClick={() => edit(fresh)}>
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

import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, CheckboxGroup, Expander, ExpanderContent, ExpanderTitleButton, Heading, TextInput } from "suomifi-ui-components";
import type { RuleJson } from "../../api/types";
import { Select } from "../../ui/Select";
import { actors, conditions, coordination, useRuleWords, type Kind } from "./words";

type RuleFormProps = {
  rule: RuleJson;
  busy: boolean;
  onSave: (rule: RuleJson) => void;
  onRemove?: (() => void) | undefined;
  onCancel: () => void;
};

const toggle = (list: readonly string[] | undefined, code: string, on: boolean) =>
  on ? [...(list ?? []), code] : (list ?? []).filter((c) => c !== code);

/** RuleForm changes one row: its conditions, who leads and joins, its weight, and the reason in each language. */
export function RuleForm({ rule, busy, onSave, onRemove, onCancel }: RuleFormProps) {
  const { t } = useTranslation(["rules", "common"]);
  const words = useRuleWords();
  const [draft, setDraft] = useState(rule);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const change = (part: Partial<RuleJson>) => setDraft((d) => ({ ...d, ...part }));
  const condition = (kind: Kind, code: string, on: boolean) =>
    change({ when: { ...draft.when, [kind]: toggle(draft.when?.[kind], code, on) } });
  return (
    <section className="vaatu-card" aria-label={t("editNamed", { id: rule.id })}>
      <Heading variant="h3" tabIndex={-1} forwardedRef={heading as never}>
        {t("editNamed", { id: rule.id })}
      </Heading>
      {conditions.map(({ kind, prefix, codes }) => (
        <Expander key={kind}>
          <ExpanderTitleButton asHeading="h4">
            {t(kind)}: {(draft.when?.[kind] ?? []).map((c) => words.fact(prefix, c)).join(", ") || t("anyHint")}
          </ExpanderTitleButton>
          <ExpanderContent>
            <CheckboxGroup labelText={t(kind)} labelMode="hidden" groupHintText={t("anyHint")}>
              {codes.map((c) => (
                <Checkbox key={c} checked={(draft.when?.[kind] ?? []).includes(c)} onClick={({ checkboxState }) => condition(kind, c, checkboxState)}>
                  {words.fact(prefix, c)}
                </Checkbox>
              ))}
            </CheckboxGroup>
          </ExpanderContent>
        </Expander>
      ))}
      <Select
        label={t("leader")}
        value={draft.lead ?? ""}
        onChange={(lead) => change({ lead })}
        options={[...actors, ...words.units.map((u) => u.id ?? ""), coordination].map((value) => ({ value, label: words.party(value) }))}
      />
      <CheckboxGroup labelText={t("partners")}>
        {[...new Set([...actors, ...(rule.partners ?? [])])].map((p) => (
          <Checkbox key={p} checked={(draft.partners ?? []).includes(p)} onClick={({ checkboxState }) => change({ partners: toggle(draft.partners, p, checkboxState) })}>
            {words.party(p)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <TextInput
        labelText={t("weight")}
        type="number"
        value={String(draft.weight ?? "")}
        onChange={(value) => change({ weight: Math.min(1000, Math.max(1, Math.trunc(Number(value)))) })}
      />
      {(["reasonFi", "reasonSv", "reasonEn"] as const).map((field) => (
        <TextInput key={field} labelText={t(field)} fullWidth maxLength={120} value={draft[field] ?? ""} onChange={(value) => change({ [field]: String(value) })} />
      ))}
      <div className="vaatu-actions">
        <Button aria-disabled={busy} onClick={() => !busy && onSave(draft)}>
          {t("save")}
        </Button>
        {onRemove && (
          <Button variant="secondary" aria-disabled={busy} onClick={() => !busy && onRemove()}>
            {t("remove")}
          </Button>
        )}
        <Button variant="secondary" onClick={onCancel}>
          {t("common:action.cancel")}
        </Button>
      </div>
    </section>
  );
}

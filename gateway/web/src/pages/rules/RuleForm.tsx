import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, CheckboxGroup, Expander, ExpanderContent, ExpanderTitleButton, Heading, InlineAlert, TextInput } from "suomifi-ui-components";
import type { RuleJson } from "../../api/types";
import { useKeptText } from "../../ui/keptText";
import { Select } from "../../ui/Select";
import { actors, conditions, coordination, useRuleWords, type Kind } from "./words";

type RuleFormProps = {
  name: string;
  /** As it was when the form opened; without an id where it is new. */
  rule: RuleJson;
  /** As it stands now; undefined where it is no more. */
  stored: RuleJson | undefined;
  /** Under which name what is written is kept. */
  kept: string;
  busy: boolean;
  onSave: (rule: RuleJson) => void;
  onRemove?: (() => void) | undefined;
  onCancel: () => void;
};

const toggle = (list: readonly string[] | undefined, code: string, on: boolean) =>
  on ? [...(list ?? []), code] : (list ?? []).filter((c) => c !== code);

/** keptRule names what is written of a rule of a set. */
export const keptRule = (setId: string | undefined, rule: RuleJson) => `rules.${setId}.rule.${rule.id ?? ""}`;

/** RuleForm changes one row: its conditions, who leads and joins, its weight, and the reason in each language. Who would write over somebody else's change is shown it. */
export function RuleForm({ name, rule, stored, kept, busy, onSave, onRemove, onCancel }: RuleFormProps) {
  const { t } = useTranslation(["rules", "common"]);
  const words = useRuleWords();
  const [text, setText] = useKeptText(kept, JSON.stringify(rule));
  const draft = JSON.parse(text) as RuleJson;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const change = (part: Partial<RuleJson>) => setText(JSON.stringify({ ...draft, ...part }));
  const raced = !busy && JSON.stringify(stored) !== JSON.stringify(rule); // the own change is no news
  const condition = (kind: Kind, code: string, on: boolean) =>
    change({ when: { ...draft.when, [kind]: toggle(draft.when?.[kind], code, on) } });
  return (
    <section className="vaatu-card" aria-label={name}>
      <Heading variant="h3" tabIndex={-1} forwardedRef={heading as never}>
        {name}
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
      {raced && (
        <div role="alert">
          <InlineAlert status="warning">{stored ? t("changedMeanwhile", { rule: words.whole(stored) }) : t("removedMeanwhile")}</InlineAlert>
        </div>
      )}
      <div className="vaatu-actions">
        <Button aria-disabled={busy} onClick={() => !busy && onSave(draft)}>
          {raced ? t("saveOver") : t("save")}
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

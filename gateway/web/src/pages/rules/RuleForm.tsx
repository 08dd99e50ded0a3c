import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, CheckboxGroup, Expander, ExpanderContent, ExpanderTitleButton, Heading, InlineAlert, Paragraph, TextInput } from "suomifi-ui-components";
import type { RuleJson } from "../../api/types";
import { keptNames, keptText, useKeptText } from "../../ui/keptText";
import { Select } from "../../ui/Select";
import { toWrong } from "../case/Confirm";
import { actors, conditions, coordination, holdsAlways, useRuleWords, type Kind } from "./words";

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

/** Kept is what is written of a rule, its weight as it was typed, beside the rule as it was when its form opened. */
type Kept = { from: RuleJson; to: RuleJson; weight?: string };

/** keptRule names what is written of a rule of a set. */
export const keptRule = (setId: string | undefined, rule: RuleJson) => `rules.${setId}.rule.${rule.id ?? ""}`;

/** begunRules answers the rules of a set of which something is written and not saved, as they were when their forms opened. */
export const begunRules = (setId: string | undefined): RuleJson[] => keptNames(keptRule(setId, {})).map((name) => (JSON.parse(keptText(name)) as Kept).from);

/** RuleForm changes one row: its conditions, who leads and joins, its weight, and the reason in each language. Who would write over somebody else's change is shown it. */
export function RuleForm({ name, rule, stored, kept, busy, onSave, onRemove, onCancel }: RuleFormProps) {
  const { t } = useTranslation(["rules", "common"]);
  const words = useRuleWords();
  const [text, setText] = useKeptText(kept);
  const { to: draft, weight = String(draft.weight ?? "") }: Kept = text === "" ? { from: rule, to: rule } : (JSON.parse(text) as Kept);
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const change = (part: Partial<RuleJson>, typed = weight) => setText(JSON.stringify({ from: rule, to: { ...draft, ...part }, weight: typed } satisfies Kept));
  const weightWrong = !/^\d{1,4}$/.test(weight.trim()) || Number(weight) < 1 || Number(weight) > 1000;
  const raced = !busy && JSON.stringify(stored) !== JSON.stringify(rule); // the own change is no news
  const condition = (kind: Kind, code: string, on: boolean) =>
    change({ when: { ...draft.when, [kind]: toggle(draft.when?.[kind], code, on) } });
  const wrong = (field: "lead" | "reasonFi" | "reasonSv" | "reasonEn") =>
    tried && field !== "reasonEn" && !draft[field]?.trim() ? t(`missing.${field}`) : "";
  function save(): void {
    setTried(true);
    if (draft.lead && !weightWrong && draft.reasonFi?.trim() && draft.reasonSv?.trim()) onSave({ ...draft, weight: Number(weight) });
    else toWrong(form.current);
  }
  return (
    <section ref={form} className="vaatu-card" aria-label={name}>
      <Heading variant="h3" tabIndex={-1} forwardedRef={heading as never}>
        {name}
      </Heading>
      {text !== "" && <Paragraph mb="s">{t("unsaved")}</Paragraph>}
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
      {holdsAlways(draft.when) && <InlineAlert status="warning">{t("holdsAlways")}</InlineAlert>}
      <Select
        label={t("leader")}
        value={draft.lead ?? ""}
        onChange={(lead) => change({ lead })}
        error={wrong("lead")}
        options={[
          ...(rule.lead ? [] : [{ value: "", label: t("chooseLeader") }]),
          ...[...actors, ...words.units.map((u) => u.id ?? ""), coordination].map((value) => ({ value, label: words.party(value) })),
        ]}
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
        hintText={t("weightHint")}
        type="number"
        value={weight}
        onChange={(value) => change({}, String(value ?? ""))}
        {...(tried && weightWrong && { status: "error" as const, statusText: t("missing.weight") })}
      />
      {(["reasonFi", "reasonSv", "reasonEn"] as const).map((field) => (
        <TextInput
          key={field}
          labelText={t(field)}
          fullWidth
          maxLength={120}
          value={draft[field] ?? ""}
          onChange={(value) => change({ [field]: String(value) })}
          status={wrong(field) ? "error" : "default"}
          statusText={wrong(field)}
        />
      ))}
      {raced && (
        <div role="alert">
          <InlineAlert status="warning">{stored ? t("changedMeanwhile", { rule: words.whole(stored) }) : t("removedMeanwhile")}</InlineAlert>
        </div>
      )}
      <div className="vaatu-actions">
        <Button aria-disabled={busy} onClick={() => !busy && save()}>
          {raced ? t("saveOver") : t("save")}
        </Button>
        {onRemove && (
          <Button variant="secondary" aria-disabled={busy} onClick={() => !busy && onRemove()}>
            {t("remove")}
          </Button>
        )}
        <Button variant="secondary" onClick={onCancel}>
          {t(text === "" ? "common:action.cancel" : "dropChanges")}
        </Button>
      </div>
    </section>
  );
}

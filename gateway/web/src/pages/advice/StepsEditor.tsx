import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph, TextInput } from "suomifi-ui-components";
import { announce } from "../../ui/announce";
import { TextBox, useTextCheck } from "../case/TextBox";
import { emptyStep, insertStep, limits, moveStep, stepFilled, type Step } from "./draft";

type StepsEditorProps = {
  steps: readonly Step[];
  onChange: (steps: Step[]) => void;
  /** Whether what is wrong is shown: after the first attempt to save. */
  checked: boolean;
};

/** StepsEditor edits the steps. A moved step keeps the focus and says its new place; a removed one can be brought back. */
export function StepsEditor({ steps, onChange, checked }: StepsEditorProps) {
  const { t } = useTranslation("advice");
  const [removed, setRemoved] = useState<{ step: Step; index: number }>();
  const next = useRef("");

  // The element that should have the focus exists only after the steps are drawn anew.
  useEffect(() => {
    if (next.current === "") return;
    document.getElementById(next.current)?.focus();
    next.current = "";
  });

  function move(index: number, by: number): void {
    const step = steps[index];
    const to = index + by;
    if (!step || to < 0 || to >= steps.length) return;
    next.current = by < 0 ? `up-${step.key}` : `down-${step.key}`;
    onChange(moveStep(steps, index, by));
    announce(t("stepOf", { n: to + 1, total: steps.length }));
  }

  function remove(index: number): void {
    const step = steps[index];
    if (!step) return;
    setRemoved({ step, index });
    next.current = "undo-step";
    onChange(steps.filter((s) => s !== step));
    announce(t("removed"));
  }

  function undo(): void {
    if (!removed) return;
    next.current = `remove-${removed.step.key}`;
    onChange(insertStep(steps, removed.step, removed.index));
    setRemoved(undefined);
    announce(t("restored", { n: removed.index + 1 }));
  }

  function add(): void {
    const step = emptyStep();
    next.current = `text-${step.key}`;
    onChange([...steps, step]);
  }

  const change = (key: string, part: Partial<Step>) => onChange(steps.map((s) => (s.key === key ? { ...s, ...part } : s)));

  return (
    <section aria-labelledby="steps-heading">
      <Heading variant="h2" id="steps-heading">
        {t("steps")}
      </Heading>
      {steps.length === 0 && !removed && <Paragraph mb="s">{t("noSteps")}</Paragraph>}
      <ol className="vaatu-stepeditor">
        {steps.map((step, i) => (
          <li key={step.key}>
            <StepFields
              step={step}
              index={i}
              last={i === steps.length - 1}
              checked={checked}
              onChange={(part) => change(step.key, part)}
              onMove={(by) => move(i, by)}
              onRemove={() => remove(i)}
            />
          </li>
        ))}
      </ol>
      {removed && (
        <p className="vaatu-outcome">
          <span>{t("removed")}</span>
          <Button id="undo-step" variant="secondary" onClick={undo}>
            {t("undo")}
          </Button>
        </p>
      )}
      {steps.length < limits.steps && (
        <div className="vaatu-actions">
          <Button variant="secondary" onClick={add}>
            {t("add")}
          </Button>
        </div>
      )}
    </section>
  );
}

type StepFieldsProps = {
  step: Step;
  index: number;
  last: boolean;
  checked: boolean;
  onChange: (part: Partial<Step>) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
};

function StepFields({ step, index, last, checked, onChange, onMove, onRemove }: StepFieldsProps) {
  const { t } = useTranslation("advice");
  const check = useTextCheck();
  const n = index + 1;
  const wrong = (text: string, limit: number, optional: boolean) => (checked && stepFilled(step) ? check(text, limit, optional) : "");
  const short = (name: "who" | "byWhen") => {
    const error = check(step[name], limits[name], true);
    return (
      <TextInput
        labelText={t(name)}
        hintText={t(`${name}Hint`)}
        value={step[name]}
        onChange={(value) => onChange({ [name]: String(value ?? "") })}
        status={error === "" ? "default" : "error"}
        statusText={error}
        fullWidth
        mb="s"
      />
    );
  };
  return (
    <fieldset className="vaatu-stepeditor__step">
      <legend>{t("step", { n })}</legend>
      <TextBox guarded
        id={`text-${step.key}`}
        label={t("what")}
        value={step.text}
        onChange={(text) => onChange({ text })}
        limit={limits.text}
        error={wrong(step.text, limits.text, false)}
        rows={2}
      />
      <div className="vaatu-stepeditor__short">
        {short("who")}
        {short("byWhen")}
      </div>
      <div className="vaatu-actions">
        <Button
          id={`up-${step.key}`}
          variant="secondary"
          aria-label={t("up", { n })}
          aria-disabled={index === 0}
          onClick={() => onMove(-1)}
        >
          {t("upShort")}
        </Button>
        <Button
          id={`down-${step.key}`}
          variant="secondary"
          aria-label={t("down", { n })}
          aria-disabled={last}
          onClick={() => onMove(1)}
        >
          {t("downShort")}
        </Button>
        <Button id={`remove-${step.key}`} variant="secondary" aria-label={t("remove", { n })} onClick={onRemove}>
          {t("removeShort")}
        </Button>
      </div>
    </fieldset>
  );
}

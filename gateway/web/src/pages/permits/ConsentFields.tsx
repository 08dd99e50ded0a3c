import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, CheckboxGroup, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import type { ActorJson, ConsentJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { calendarDate, todayInHelsinki, typedDate } from "../../i18n/formatting";
import { consentActors, hows, uncoveredBy, type ConsentErrors } from "./consent";

// The calendar is heavy, and most requests need no permissions.
const DayInput = lazy(() => import("../../ui/DayInput").then((m) => ({ default: m.DayInput })));

type ConsentFieldsProps = {
  consent: ConsentJson;
  onChange: (consent: ConsentJson) => void;
  errors: ConsentErrors;
  /** The actors that have a part in the case, or would get one: those that the consent leaves out are named. */
  actors: readonly ActorJson[];
  /** Names of the groups of buttons on the page. */
  name: string;
};

/** ConsentFields asks what a guardian has consented to. */
export function ConsentFields({ consent, onChange, errors, actors, name }: ConsentFieldsProps) {
  const { t } = useTranslation("permits");
  const code = useCode();
  const chosen = consent.actors ?? [];
  const group = (field: "actors" | "scope" | "how") => {
    const wrong = errors[field];
    return { groupStatus: wrong ? ("error" as const) : undefined, groupStatusText: wrong ? t(`wrong.${wrong}`) : undefined };
  };
  const left = chosen.length > 0 ? uncoveredBy(consent, actors) : [];
  return (
    <div className="vaatu-consent">
      <CheckboxGroup labelText={t("consent.actors")} className="vaatu-question__part" {...group("actors")}>
        {consentActors.map((a) => (
          <Checkbox
            key={a}
            checked={chosen.includes(a)}
            onClick={({ checkboxState }) =>
              onChange({ ...consent, actors: consentActors.filter((one) => (one === a ? checkboxState : chosen.includes(one))) })
            }
          >
            {code(a)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <CheckboxGroup labelText={t("consent.scope")} className="vaatu-question__part" {...group("scope")}>
        {(["mayGet", "mayTransfer"] as const).map((scope) => (
          <Checkbox key={scope} checked={consent[scope] ?? false} onClick={({ checkboxState }) => onChange({ ...consent, [scope]: checkboxState })}>
            {t(`consent.${scope}`)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      {left.map((a) => (
        <p key={a} role="status" className="vaatu-consent__left">
          {t("panel.uncovered", { actor: code(a) })}
        </p>
      ))}
      <Day field="date" consent={consent} onChange={onChange} errors={errors} />
      <Day field="validUntil" consent={consent} onChange={onChange} errors={errors} />
      <RadioButtonGroup
        labelText={t("consent.how")}
        name={`${name}-how`}
        value={consent.how ?? ""}
        onChange={(value) => onChange({ ...consent, how: hows.find((h) => h === value) })}
        className="vaatu-question__part"
        {...group("how")}
      >
        {hows.map((h) => (
          <RadioButton key={h} value={h}>
            {code(h)}
          </RadioButton>
        ))}
      </RadioButtonGroup>
    </div>
  );
}

type DayProps = { field: "date" | "validUntil"; consent: ConsentJson; onChange: (consent: ConsentJson) => void; errors: ConsentErrors };

/** Day keeps what is typed as it is typed; the consent has it once it is a day. */
function Day({ field, consent, onChange, errors }: DayProps) {
  const { t } = useTranslation("permits");
  const today = todayInHelsinki();
  const known = consent[field] ?? "";
  const [typed, setTyped] = useState(() => (/^\d{4}-/.test(known) ? typedDate(known) : known));
  const last = field === "validUntil";
  const wrong = errors[field];
  const example = t("consent.dateExample", { day: typedDate(today) });
  return (
    <Suspense fallback={<div className="vaatu-consent__day" />}>
      <DayInput
        label={t(`consent.${field}`)}
        hint={last ? t("consent.validHint") : example}
        optional={last ? t("consent.optional") : undefined}
        value={typed}
        onChange={(text) => {
          setTyped(text);
          onChange({ ...consent, [field]: calendarDate(text) ?? text.trim().slice(0, 10) });
        }}
        from={last ? today : "2000-01-01"}
        error={wrong ? t(`wrong.${wrong}`) : ""}
      />
    </Suspense>
  );
}

import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Checkbox, CheckboxGroup, Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import type { RoutingJson } from "../../api/types";
import type { TryRoutingRequestJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { abouts, areas, forms, urgencies } from "../../i18n/facts";
import { needs } from "../../i18n/needs";
import { announce } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Select } from "../../ui/Select";
import { RoutingFacts } from "../case/Why";

const levels = ["LEVEL_PRE_PRIMARY", "LEVEL_BASIC"] as const;
const permissions = ["NONE", "CONSENT", "AUTHORISATION", "BOTH"] as const;

/** Åland is in no area: its county tells it. */
const aland = "91";

export type Facts = TryRoutingRequestJson;

/** WhatIf shows where a request would go by other facts, and why. Nothing is kept. */
export default function WhatIf({ facts: first }: { facts: Facts }) {
  const { t } = useTranslation("triage");
  const code = useCode();
  const { language } = useFormatting();
  const [facts, setFacts] = useState(first);
  const call = useMutation({ mutationFn: (asked: Facts) => api.post<RoutingJson>("/v1/routing:try", asked) });
  const { reset } = call;
  useEffect(() => reset(), [reset, language]); // the answer is said in the language in which it was asked for
  const change = (part: Partial<Facts>) => {
    reset();
    setFacts((f) => ({ ...f, ...part }));
  };
  const goal = (r: RoutingJson) =>
    r.unitId ? t("whatIf.unit", { unit: unitName(r, language) }) : t("whatIf.triage", { why: code(r.triageReason) });
  // What is given with a question hears of its answer only while nothing else has been chosen.
  const ask = () => call.mutate(facts, { onSuccess: (answer) => announce(goal(answer)) });
  const options = (codes: readonly string[]) => codes.map((value) => ({ value, label: code(value) }));
  const chosen = facts.needs ?? [];
  const wished = facts.wishedForms ?? [];
  const place = facts.area ?? (facts.county === aland ? "AREA_ALAND" : "");
  return (
    <>
      <Paragraph mb="s">{t("whatIf.lead")}</Paragraph>
      <CheckboxGroup labelText={t("needs")}>
        {needs.map((n) => (
          <Checkbox
            key={n}
            checked={chosen.includes(n)}
            onClick={({ checkboxState }) => change({ needs: checkboxState ? [...chosen, n] : chosen.filter((c) => c !== n) })}
          >
            {code(n)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Select
        label={t("area")}
        value={place}
        onChange={(v) => change({ area: areas.find((a) => a === v), county: v === "AREA_ALAND" ? aland : undefined })}
        options={[...options([...areas, "AREA_ALAND"]), { value: "", label: t("whatIf.unknownArea") }]}
      />
      <Select label={t("language")} value={facts.language ?? "fi"} onChange={(v) => change({ language: v })} options={["fi", "sv"].map((value) => ({ value, label: code(`LANGUAGE_${value.toUpperCase()}`) }))} />
      <Select label={t("whatIf.level")} value={facts.level ?? ""} onChange={(v) => change({ level: levels.find((l) => l === v) })} options={options(levels)} />
      <Select label={t("whatIf.about")} value={facts.about ?? ""} onChange={(v) => change({ about: abouts.find((a) => a === v) })} options={options(abouts)} />
      <Select label={t("urgency")} value={facts.urgency ?? ""} onChange={(v) => change({ urgency: urgencies.find((u) => u === v) })} options={options(urgencies)} />
      <CheckboxGroup labelText={t("whatIf.forms")}>
        {forms.map((f) => (
          <Checkbox
            key={f}
            checked={wished.includes(f)}
            onClick={({ checkboxState }) => change({ wishedForms: checkboxState ? [...wished, f] : wished.filter((c) => c !== f) })}
          >
            {code(f)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Select
        label={t("whatIf.permissions")}
        value={facts.permissions ?? ""}
        onChange={(v) => change({ permissions: v || undefined })}
        options={[
          { value: "", label: t("whatIf.unknownPermissions") },
          ...permissions.map((value) => ({ value, label: code(`PERMISSIONS_${value}`) })),
        ]}
      />
      <Checkbox checked={facts.risk ?? false} onClick={({ checkboxState }) => change({ risk: checkboxState })}>
        {t("whatIf.risk")}
      </Checkbox>
      <div className="vaatu-actions">
        <Button variant="secondary" aria-disabled={call.isPending || chosen.length === 0} onClick={() => !call.isPending && chosen.length > 0 && ask()}>
          {t("whatIf.show")}
        </Button>
      </div>
      {chosen.length === 0 && <p>{t("whatIf.noNeeds")}</p>}
      {call.error !== null && <ErrorNotice error={call.error} />}
      {call.data && (
        <div className="vaatu-card">
          <p>
            <strong>{goal(call.data)}</strong>
          </p>
          <RoutingFacts routing={call.data} />
        </div>
      )}
    </>
  );
}

import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import type { CaseJson, UnitJson } from "../../api/types";
import type { TriageItemJson } from "../../gen/vaatu/routing/v1/routing_pb";
import { ownName, unitName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { useKeptText } from "../../ui/keptText";
import { Select } from "../../ui/Select";
import { ActionError } from "../case/ActionError";
import { toWrong } from "../case/Confirm";
import { TextBox, useTextCheck } from "../case/TextBox";
import { useSend } from "../case/useSend";
import { useUnitsThatLead } from "./leads";

const other = "other";

type DecisionFormProps = {
  item: TriageItemJson;
  onDone: (said: string, stayed: boolean) => void;
  /** Hears of a refusal even if the card has gone with it. */
  onFail: (error: unknown) => void;
  onCancel: () => void;
};

/** DecisionForm gives a case to a unit: one of the proposals or any other that leads today, always with a reason. */
export function DecisionForm({ item, onDone, onFail, onCancel }: DecisionFormProps) {
  const { t } = useTranslation(["triage", "common"]);
  const { language } = useFormatting();
  const check = useTextCheck();
  const id = item.card?.caseId ?? "";
  const number = item.card?.number ?? "";
  const { units, error: unitsError, retry } = useUnitsThatLead();
  // A proposal is as old as the request: the unit may have ended since.
  const proposals = (item.routing?.runnersUp ?? []).filter((p) => !units || units.some((u) => u.id === p.unitId));
  const [picked, setPicked] = useState("");
  const choice = proposals.length === 0 ? other : picked;
  const [unit, setUnit] = useState("");
  const [reason, setReason, clearReason] = useKeptText(`triage.${id}`);
  const [tried, setTried] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const form = useRef<HTMLDivElement>(null);
  const headingId = useId();
  const call = useSend<CaseJson>(id, { leaving: true, failed: onFail });
  const chosen = choice === other ? unit : (proposals.find((p) => p.unitId === choice)?.unitId ?? "");
  const reasonError = check(reason, 1000);
  const unitError = tried && chosen === "" ? t("unitMissing") : "";

  useEffect(() => heading.current?.focus(), []);

  function nameOf(unitId: string): string {
    const proposed = proposals.find((p) => p.unitId === unitId);
    if (proposed) return unitName(proposed, language);
    return ownName(units?.find((u) => u.id === unitId), language);
  }

  function submit(): void {
    setTried(true);
    if (chosen === "" || reasonError !== "") return toWrong(form.current);
    const body = { unitId: chosen, reason: reason.trim() };
    call.send({ path: `/v1/cases/${id}:route`, body, etag: item.etag }, (_, stayed) => {
      clearReason();
      onDone(t("done", { number, unit: nameOf(chosen) }), stayed);
    });
  }

  return (
    <section aria-labelledby={headingId} ref={form}>
      <Heading variant="h3" id={headingId} tabIndex={-1} forwardedRef={heading as never}>
        {t("form", { number })}
      </Heading>
      {proposals.length > 0 && (
        <RadioButtonGroup
          labelText={t("proposals")}
          name={`unit-${id}`}
          value={choice}
          onChange={setPicked}
          groupStatus={unitError !== "" && choice !== other ? "error" : "default"}
          groupStatusText={choice !== other ? unitError : ""}
          mb="m"
        >
          {[
            ...proposals.map((p) => (
              <RadioButton key={p.unitId} value={p.unitId ?? ""}>
                {unitName(p, language)}
              </RadioButton>
            )),
            <RadioButton key={other} value={other}>
              {t("other")}
            </RadioButton>,
          ]}
        </RadioButtonGroup>
      )}
      {choice === other && unitsError && <ErrorNotice error={unitsError} onRetry={retry} />}
      {choice === other && !unitsError && !units && <Loading />}
      {choice === other && units && (
        <UnitSelect units={units} value={unit} error={unitError} onChange={setUnit} />
      )}
      <TextBox
        guarded
        label={t("reason")}
        hint={t("reasonHint")}
        value={reason}
        onChange={setReason}
        limit={1000}
        error={tried ? reasonError : ""}
        rows={3}
      />
      <ActionError error={call.error} />
      <div className="vaatu-actions">
        <Button aria-disabled={call.busy} onClick={submit}>
          {t("send")}
        </Button>
        <Button variant="secondary" onClick={onCancel}>
          {t("common:action.cancel")}
        </Button>
      </div>
    </section>
  );
}

type UnitSelectProps = { units: readonly UnitJson[]; value: string; error: string; onChange: (unitId: string) => void };

function UnitSelect({ units, value, error, onChange }: UnitSelectProps) {
  const { t } = useTranslation("triage");
  const { language } = useFormatting();
  const code = useCode();
  const options = units
    .map((u) => ({ value: u.id ?? "", label: `${ownName(u, language)} (${code(u.actor)})` }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
  return (
    <Select
      label={t("unit")}
      options={[{ value: "", label: t("unitChoose") }, ...options]}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, CheckboxGroup, TextInput } from "suomifi-ui-components";
import type { AreaJson, ExpertJson, NeedJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { needs as allNeeds } from "../../i18n/needs";
import { announce } from "../../ui/announce";
import { Select } from "../../ui/Select";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import { useKeep, type StaffDialogProps } from "./useKeep";

const areas = ["AREA_HYKS", "AREA_KYS", "AREA_OYS", "AREA_TAYS", "AREA_TYKS"] as const satisfies readonly AreaJson[];

/** ExpertDialog tells what an expert knows, and how much they take. */
export function ExpertDialog({ expert, unitId, opener, onClose }: StaffDialogProps & { expert: ExpertJson }) {
  const { t } = useTranslation("staffing");
  const code = useCode();
  const [needs, setNeeds] = useState<readonly NeedJson[]>(expert.needs ?? []);
  const [languages, setLanguages] = useState<readonly string[]>(expert.languages ?? []);
  const [area, setArea] = useState<string>(expert.told ? (expert.area ?? "") : "");
  const [hours, setHours] = useState(String(expert.weeklyHours ?? 0));
  const [cases, setCases] = useState(String(expert.mostCases ?? 0));
  const [tried, setTried] = useState(false);
  const call = useKeep(unitId);
  const toggle = <T,>(all: readonly T[], one: T, on: boolean) => (on ? [...all, one] : all.filter((x) => x !== one));
  const wrong = (typed: string, most: number) => !/^\d{1,3}$/.test(typed.trim()) || Number(typed) > most;

  function submit(): void {
    setTried(true);
    if (needs.length === 0 || languages.length === 0 || wrong(hours, 40) || wrong(cases, 100)) return;
    const body = { needs, languages, ...(area !== "" && { area }), weeklyHours: Number(hours), mostCases: Number(cases) };
    call.send({ path: `/v1/units/${unitId}/staff/${expert.personId}:keep`, body }, () => {
      announce(t("edit.done", { name: expert.name }));
      onClose();
    });
  }

  const figure = (label: string, value: string, set: (typed: string) => void, most: number) => (
    <TextInput
      labelText={label}
      value={value}
      onChange={(typed) => set(String(typed ?? ""))}
      {...(tried && wrong(value, most) && { status: "error" as const, statusText: t("edit.number") })}
      mb="s"
    />
  );
  return (
    <Confirm title={t("edit.title", { name: expert.name })} confirm={t("edit.save")} busy={call.busy} onConfirm={submit} onCancel={onClose} opener={opener}>
      <CheckboxGroup labelText={t("edit.needs")} {...(tried && needs.length === 0 && { groupStatus: "error" as const, groupStatusText: t("edit.needsMissing") })}>
        {allNeeds.map((n) => (
          <Checkbox key={n} checked={needs.includes(n)} onClick={({ checkboxState }) => setNeeds(toggle(needs, n, checkboxState))}>
            {code(n)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <CheckboxGroup
        labelText={t("edit.languages")}
        {...(tried && languages.length === 0 && { groupStatus: "error" as const, groupStatusText: t("edit.languagesMissing") })}
      >
        {["fi", "sv"].map((l) => (
          <Checkbox key={l} checked={languages.includes(l)} onClick={({ checkboxState }) => setLanguages(toggle(languages, l, checkboxState))}>
            {code(`LANGUAGE_${l.toUpperCase()}`)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Select
        label={t("edit.area")}
        value={area}
        onChange={setArea}
        options={[{ value: "", label: t("edit.ofUnit") }, ...areas.map((a) => ({ value: a as string, label: code(a) }))]}
      />
      {figure(t("edit.hours"), hours, setHours, 40)}
      {figure(t("edit.cases"), cases, setCases, 100)}
      <ActionError error={call.error} />
    </Confirm>
  );
}

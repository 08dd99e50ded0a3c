import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, CheckboxGroup, InlineAlert, TextInput } from "suomifi-ui-components";
import { isProblem } from "../../api/client";
import type { ExpertJson, NeedJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { areas } from "../../i18n/facts";
import { needs as allNeeds } from "../../i18n/needs";
import { announceDone } from "../../ui/announce";
import { Select } from "../../ui/Select";
import { useKeptForm } from "../../ui/useKeptForm";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import { Discard } from "./Discard";
import { useKeep, type StaffDialogProps } from "./useKeep";
import { useExpertWords } from "./words";

/** formOf answers what is known of an expert as the form has it, and which version of it that is. */
const formOf = (expert: ExpertJson) => ({
  etag: expert.etag,
  needs: (expert.needs ?? []) as readonly NeedJson[],
  languages: (expert.languages ?? []) as readonly string[],
  area: (expert.told ? (expert.area ?? "") : "") as string,
  hours: String(expert.weeklyHours ?? 0),
  cases: String(expert.mostCases ?? 0),
});

// One function for all drawings: the window moves when the warning comes, and not while somebody types.
const intoView = (shown: HTMLElement | null) => shown?.scrollIntoView?.({ block: "nearest" });

/**
 * ExpertDialog tells what an expert knows, and how much they take. Who would write over what somebody else has told meanwhile is
 * shown it.
 */
export function ExpertDialog({ expert, unitId, opener, onClose }: StaffDialogProps & { expert: ExpertJson }) {
  const { t } = useTranslation("staffing");
  const code = useCode();
  const { known } = useExpertWords();
  const { form, change, clear, changed } = useKeptForm(`staffing.${unitId}.${expert.personId}.edit`, formOf(expert));
  const { needs, languages, area, hours, cases } = form;
  const [tried, setTried] = useState(false);
  const call = useKeep(unitId);
  const raced = !call.busy && form.etag !== expert.etag; // the own change is no news
  const toggle = <T,>(all: readonly T[], one: T, on: boolean) => (on ? [...all, one] : all.filter((x) => x !== one));
  const wrong = (typed: string, most: number) => !/^\d{1,3}$/.test(typed.trim()) || Number(typed) > most;

  function submit(): void {
    setTried(true);
    if (needs.length === 0 || languages.length === 0 || wrong(hours, 40) || wrong(cases, 100)) return toWrong();
    const body = { needs, languages, ...(area !== "" && { area }), weeklyHours: Number(hours), mostCases: Number(cases) };
    call.send({ path: `/v1/units/${unitId}/staff/${expert.personId}:keep`, body, etag: expert.etag }, () => {
      clear();
      announceDone(t("edit.done", { name: expert.name }));
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
    <Confirm
      title={t("edit.title", { name: expert.name })}
      confirm={raced ? t("edit.saveOver") : t("edit.save")}
      busy={call.busy}
      onConfirm={submit}
      onCancel={onClose}
      opener={opener}
    >
      {raced && (
        <div role="alert" ref={intoView}>
          <InlineAlert status="warning" mb="s">{t("edit.changedMeanwhile", { known: known(expert) })}</InlineAlert>
        </div>
      )}
      <CheckboxGroup labelText={t("edit.needs")} {...(tried && needs.length === 0 && { groupStatus: "error" as const, groupStatusText: t("edit.needsMissing") })}>
        {allNeeds.map((n) => (
          <Checkbox key={n} checked={needs.includes(n)} onClick={({ checkboxState }) => change({ needs: toggle(needs, n, checkboxState) })}>
            {code(n)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <CheckboxGroup
        labelText={t("edit.languages")}
        {...(tried && languages.length === 0 && { groupStatus: "error" as const, groupStatusText: t("edit.languagesMissing") })}
      >
        {["fi", "sv"].map((l) => (
          <Checkbox key={l} checked={languages.includes(l)} onClick={({ checkboxState }) => change({ languages: toggle(languages, l, checkboxState) })}>
            {code(`LANGUAGE_${l.toUpperCase()}`)}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <Select
        label={t("edit.area")}
        value={area}
        onChange={(chosen) => change({ area: chosen })}
        options={[{ value: "", label: t("edit.ofUnit") }, ...areas.map((a) => ({ value: a as string, label: code(a) }))]}
      />
      {figure(t("edit.hours"), hours, (typed) => change({ hours: typed }), 40)}
      {figure(t("edit.cases"), cases, (typed) => change({ cases: typed }), 100)}
      <Discard changed={changed} onDiscard={clear} />
      {!(raced && isProblem(call.error, "ETAG_STALE")) && <ActionError error={call.error} />}
    </Confirm>
  );
}

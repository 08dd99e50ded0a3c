import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { TextInput } from "suomifi-ui-components";
import { unitsQuery } from "../../api/queries";
import { ownName, useCode } from "../../i18n/codes";
import { areas } from "../../i18n/facts";
import { todayInHelsinki, useLanguage } from "../../i18n/formatting";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Select } from "../../ui/Select";
import { national, scopeOf, type Field, type Invitation } from "./invitation";
import { roles } from "./queries";

// What is asked once the role is known comes then: the calendar is heavier than the rest of the page.
const DayInput = lazy(() => import("../../ui/DayInput").then((m) => ({ default: m.DayInput })));
const ProviderField = lazy(() => import("./ProviderField"));

const none = "NONE";

type FormProps = {
  form: Invitation;
  onChange: (part: Partial<Invitation>) => void;
  /** What is wrong, in words, by the field's name. */
  errors: Partial<Record<Field, string>>;
};

/** InvitationForm asks who gets which role, where and when. */
export function InvitationForm({ form, onChange, errors }: FormProps) {
  const { t } = useTranslation("grants");
  const code = useCode();
  const scope = scopeOf(form.role);
  const today = todayInHelsinki();
  return (
    <>
      <TextInput
        labelText={t("new.invited")}
        hintText={t("new.invitedHint")}
        value={form.invited}
        onChange={(value) => onChange({ invited: String(value ?? "") })}
        status={errors.invited ? "error" : "default"}
        statusText={errors.invited ?? ""}
        fullWidth
        mb="s"
      />
      <Select
        label={t("new.role")}
        value={form.role || none}
        onChange={(value) => onChange({ role: roles.find((r) => r === value) ?? "" })}
        options={[{ value: none, label: t("new.choose") }, ...roles.map((r) => ({ value: r, label: code(r) }))]}
        error={errors.role}
      />
      {scope === "unit" && <UnitField value={form.unitId} onChange={(unitId) => onChange({ unitId })} error={errors.unitId} />}
      {scope === "area" && (
        <Select
          label={t("new.area")}
          value={form.area || none}
          onChange={(value) => onChange({ area: value === national ? national : (areas.find((a) => a === value) ?? "") })}
          options={[
            { value: none, label: t("new.choose") },
            { value: national, label: t("national") },
            ...areas.map((a) => ({ value: a, label: code(a) })),
          ]}
          error={errors.area}
        />
      )}
      {form.role !== "" && (
        <Suspense>
          {scope === "provider" && (
            <ProviderField
              id={form.providerId}
              name={form.providerName}
              onChange={(providerId, providerName) => onChange({ providerId, providerName })}
              error={errors.providerId ?? ""}
            />
          )}
          <DayInput
            label={t("new.from")}
            optional={t("new.optional")}
            hint={t("new.fromHint")}
            value={form.fromDate}
            onChange={(fromDate) => onChange({ fromDate })}
            from={today}
            error={errors.fromDate}
          />
          <DayInput
            label={t("new.to")}
            optional={t("new.optional")}
            hint={t("new.toHint")}
            value={form.toDate}
            onChange={(toDate) => onChange({ toDate })}
            from={today}
            error={errors.toDate}
          />
        </Suspense>
      )}
    </>
  );
}

type UnitFieldProps = { value: string; onChange: (unitId: string) => void; error: string | undefined };

function UnitField({ value, onChange, error }: UnitFieldProps) {
  const { t } = useTranslation("grants");
  const code = useCode();
  const language = useLanguage();
  const query = useQuery(unitsQuery);
  const today = todayInHelsinki();
  const open = (query.data?.units ?? []).filter((u) => !u.activeTo || u.activeTo >= today);
  const options = open.map((u) => ({ value: u.id ?? "", label: `${ownName(u, language)} (${code(u.actor)})` }));
  return (
    <>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      <Select
        label={t("new.unit")}
        value={value || none}
        onChange={(chosen) => onChange(chosen === none ? "" : chosen)}
        options={[{ value: none, label: t("new.choose") }, ...options]}
        error={error}
      />
    </>
  );
}

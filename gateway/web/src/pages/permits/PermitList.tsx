import { useTranslation } from "react-i18next";
import type { ConsentJson, PermitJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";

/** useScope answers a function that says what a consent covers: the actors, and what is allowed. */
export function useScope(): { actors: (c: ConsentJson) => string; allows: (c: ConsentJson) => string } {
  const { t } = useTranslation("permits");
  const code = useCode();
  return {
    actors: (c) => (c.actors ?? []).map(code).join(", "),
    allows: (c) => [c.mayGet && t("consent.mayGet"), c.mayTransfer && t("consent.mayTransfer")].filter(Boolean).join(", "),
  };
}

/** standing answers the permission of a kind that stands now. */
export function standing(permits: readonly PermitJson[] | undefined, kind: PermitJson["kind"]): PermitJson | undefined {
  return (permits ?? []).find((p) => p.kind === kind && p.state === "PERMIT_STATE_GIVEN");
}

/** latest answers the latest record of a kind. */
export function latest(permits: readonly PermitJson[] | undefined, kind: PermitJson["kind"]): PermitJson | undefined {
  return (permits ?? []).find((p) => p.kind === kind);
}

/** PermitRecord tells one record of a permission. */
export function PermitRecord({ permit, named = false }: { permit: PermitJson; named?: boolean }) {
  const { t } = useTranslation("permits");
  const code = useCode();
  const { date, dateTime } = useFormatting();
  const scope = useScope();
  const { consent } = permit;
  const who = { name: permit.recorderName ?? "", when: dateTime(permit.recordTime) };
  const lines = [
    consent && scope.actors(consent),
    consent && scope.allows(consent),
    consent && [t("record.given", { day: date(consent.date) }), consent.validUntil && t("record.until", { day: date(consent.validUntil) })].filter(Boolean).join(", "),
    consent && code(consent.how),
    consent ? t("record.by", who) : t("record.gave", who),
    permit.endTime && permit.state !== "PERMIT_STATE_REFUSED" && t("record.ended", { when: dateTime(permit.endTime) }),
    permit.reason && t("record.reason", { reason: permit.reason }),
  ].filter(Boolean);
  return (
    <>
      <strong>{[named && code(permit.kind), code(permit.state)].filter(Boolean).join(": ")}</strong>
      {lines.map((line) => (
        <p key={String(line)} className="vaatu-thread__meta">
          {line}
        </p>
      ))}
    </>
  );
}

import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { CaseJson, CasePermissionsJson } from "../../api/types";
import { schoolName, useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { useAnswerText } from "../form/useAnswerText";
import { latest, useScope } from "./PermitList";

/** Asked tells a principal what is to be authorised: for which school, about whom, and to whom it goes. No text of the request. */
export function Asked({ item, found }: { item: CaseJson; found: CasePermissionsJson }) {
  const { t } = useTranslation("permits");
  const code = useCode();
  const { language, date } = useFormatting();
  const answer = useAnswerText();
  const scope = useScope();
  const request = item.request ?? {};
  const consent = latest(found.permits, "PERMIT_KIND_GUARDIAN_CONSENT");
  const stands = consent?.state === "PERMIT_STATE_GIVEN" ? consent.consent : undefined;
  const consented = stands ? t("page.consentGiven", { day: date(stands.date) }) : code(consent?.state) || t("page.consentNone");
  const uncovered = (found.uncovered ?? []).map((actor) => t("panel.uncovered", { actor: code(actor) }));
  const rows = [
    ["school", schoolName(item, language)],
    ["filer", item.filerName ?? ""],
    ["about", code(request.about)],
    ["grade", answer("grade", request).join(", ")],
    ["needs", (request.needs ?? []).map(code).join(", ")],
    ["actors", (found.actors ?? []).map(code).join(", ")],
    ["consent", [consented, ...uncovered].join(". ")],
    ["scope", stands ? scope.allows(stands) : ""],
  ] as const;
  return (
    <section aria-labelledby="asked-heading">
      <Heading variant="h2" id="asked-heading">
        {t("page.what")}
      </Heading>
      <dl className="vaatu-answers">
        {rows
          .filter(([, text]) => text !== "")
          .map(([key, text]) => (
            <div key={key}>
              <dt>{t(`page.${key}`)}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

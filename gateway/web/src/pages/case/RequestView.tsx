import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RequestJson } from "../../api/types";
import { useCode } from "../../i18n/codes";

/** RequestView shows a request question by question. */
export function RequestView({ request }: { request: RequestJson }) {
  const { t } = useTranslation(["case", "form"]);
  const code = useCode();
  const list = (codes: readonly string[] | undefined) => (codes ?? []).map((c) => code(c)).join(", ");
  const grade = request.level === "LEVEL_PRE_PRIMARY" ? code(request.level) : (request.grades ?? []).join(", ");
  const answers: [label: string, answer: ReactNode][] = [
    [t("request.question"), request.question],
    [t("request.situation"), request.situation],
    [t("request.tried"), request.tried],
    [t("request.needs"), list(request.needs)],
    [t("request.about"), code(request.about)],
    [t("request.grade"), grade],
    [t("request.language"), request.workingLanguage ? code(`LANGUAGE_${request.workingLanguage.toUpperCase()}`) : ""],
    [t("request.support"), list(request.supportInPlace)],
    [t("request.services"), list(request.servicesInvolved)],
    [t("request.forms"), list(request.wishedForms)],
    [t("questions.risk.short", { ns: "form" }), list(request.risks)],
    [t("request.urgency"), code(request.urgency ?? "URGENCY_NORMAL")],
  ];
  if (request.paymentCommitment) answers.push([t("before.payment", { ns: "form" }), code(request.paymentCommitment)]);
  return (
    <dl className="vaatu-answers">
      {answers.map(([label, answer]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{answer || t("request.none")}</dd>
        </div>
      ))}
    </dl>
  );
}

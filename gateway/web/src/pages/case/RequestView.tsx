import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RequestJson, SectionJson } from "../../api/types";
import { useCode } from "../../i18n/codes";

type RequestViewProps = {
  request: RequestJson;
  /** What is kept from the person is left out: it may have an answer. */
  hidden?: readonly SectionJson[] | undefined;
};

/** RequestView shows a request question by question. */
export function RequestView({ request, hidden = [] }: RequestViewProps) {
  const { t } = useTranslation("case");
  const code = useCode();
  const list = (codes: readonly string[] | undefined) => (codes ?? []).map((c) => code(c)).join(", ");
  const grade = request.level === "LEVEL_PRE_PRIMARY" ? code(request.level) : (request.grades ?? []).join(", ");
  const texts: [section: SectionJson, label: string, answer: ReactNode][] = [
    ["SECTION_QUESTION", t("request.question"), request.question],
    ["SECTION_SITUATION", t("request.situation"), request.situation],
    ["SECTION_TRIED", t("request.tried"), request.tried],
  ];
  const answers: [label: string, answer: ReactNode][] = [
    ...texts.filter(([section]) => !hidden.includes(section)).map(([, label, answer]): [string, ReactNode] => [label, answer]),
    [t("request.needs"), list(request.needs)],
    [t("request.about"), code(request.about)],
    [t("request.grade"), grade],
    [t("request.language"), request.workingLanguage ? code(`LANGUAGE_${request.workingLanguage.toUpperCase()}`) : ""],
    [t("request.support"), list(request.supportInPlace)],
    [t("request.services"), list(request.servicesInvolved)],
    [t("request.forms"), list(request.wishedForms)],
    [t("request.risks"), list(request.risks)],
    [t("request.urgency"), code(request.urgency ?? "URGENCY_NORMAL")],
  ];
  if (request.paymentCommitment) answers.push([t("request.payment"), code(request.paymentCommitment)]);
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

import { useTranslation } from "react-i18next";
import type { PermissionsJson, RequestJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { isDate } from "../permits/consent";
import type { QuestionId } from "./answers";

function usePermissionsText(): (told: PermissionsJson) => string[] {
  const { t } = useTranslation("permits");
  const { date } = useFormatting();
  return ({ consent, askAuthorisation }) => [
    consent ? t("form.consentSaid", { day: isDate(consent.date) ? date(consent.date) : t("form.noDay") }) : t("form.consentUnsaid"),
    ...(askAuthorisation ? [t("form.askSaid")] : []),
  ];
}

/** useAnswerText answers a function that says the answer to a question in words, one line an item. */
export function useAnswerText(): (id: QuestionId, request: RequestJson) => string[] {
  const { t } = useTranslation("form");
  const permissions = usePermissionsText();
  const code = useCode();
  const codes = (list: readonly string[] | undefined) => (list ?? []).map((c) => code(c));
  const text = (value: string | undefined) => (value ? [value] : []);
  return (id, r) => {
    switch (id) {
      case "about":
        return text(code(r.about));
      case "grade":
        if (r.level === "LEVEL_PRE_PRIMARY") return [t("grade.prePrimary")];
        return (r.grades ?? []).map((grade) => t("grade.number", { grade }));
      case "language":
        return r.workingLanguage ? [code(`LANGUAGE_${r.workingLanguage.toUpperCase()}`)] : [];
      case "needs":
        return codes(r.needs);
      case "support":
        return codes(r.supportInPlace);
      case "services":
        return codes(r.servicesInvolved);
      case "situation":
      case "tried":
      case "question":
        return text(r[id]);
      case "risk":
        return codes(r.risks);
      case "form":
        return [...codes(r.wishedForms), code(r.urgency ?? "URGENCY_NORMAL")];
      case "permissions":
        return r.permissions && r.about !== "ABOUT_GROUP" ? permissions(r.permissions) : [];
      case "files":
        return []; // they stand in a list of their own
    }
  };
}

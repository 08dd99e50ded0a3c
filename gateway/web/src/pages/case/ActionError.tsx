import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/client";
import type { CaseJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { ErrorNotice, problemText } from "../../ui/ErrorNotice";

/** ActionError tells why the case was not changed: who was faster, what the school did meanwhile, which text is wrong. */
export function ActionError({ error, item }: { error: unknown; item?: CaseJson }) {
  const text = useActionErrorText();
  if (!error) return null;
  return <ErrorNotice error={error} text={text(error, item)} />;
}

/** useActionErrorText answers the same as one text. */
export function useActionErrorText(): (error: unknown, item?: CaseJson) => string {
  const { t } = useTranslation("case");
  const { t: tErrors } = useTranslation("errors");
  const { moment } = useFormatting();
  return (error, item) => {
    if (isProblem(error, "ASSIGNMENT_HELD") && error.holder) {
      return t("held", { name: error.holder, clock: moment(error.since) });
    }
    const refused = isProblem(error, "TRANSITION_REFUSED") || isProblem(error, "ETAG_STALE");
    if (refused && item?.phase === "PHASE_WITHDRAWN") return t("withdrawnMeanwhile", { clock: moment(item.updateTime) });
    const wrong = isProblem(error) ? error.fieldViolations.map((v) => v.description).filter((d) => d !== "") : [];
    return wrong.length > 0 ? wrong.join(" ") : problemText(tErrors, error);
  };
}

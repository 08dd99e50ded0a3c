import { useTranslation } from "react-i18next";
import { HintText } from "suomifi-ui-components";
import type { RequestJson } from "../../api/types";
import { useLanguage } from "../../i18n/formatting";
import "./checklist.css";
import { missingFrom } from "./content";

/** Missing shows what to try first of what a request does not name, each with its advice folded. */
export default function Missing({ request }: { request: RequestJson }) {
  const { t } = useTranslation("checklist");
  const language = useLanguage();
  const missing = missingFrom(request);
  if (missing.length === 0) return null;
  return (
    <div className="vaatu-checklist__missing">
      <HintText>{t("inForm")}</HintText>
      {missing.map((step) => (
        <details key={step.id}>
          <summary>{step[language].title}</summary>
          <p>{step[language].advice}</p>
        </details>
      ))}
    </div>
  );
}

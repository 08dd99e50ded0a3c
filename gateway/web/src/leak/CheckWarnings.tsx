import { useTranslation } from "react-i18next";
import { Heading, InlineAlert } from "suomifi-ui-components";
import type { FindingJson, RequestJson } from "../api/types";
import { questionOfField, textFields } from "../pages/form/answers";
import { AppLink } from "../ui/AppLink";
import { useKept } from "./writer";

type CheckWarningsProps = { draftId: string; request: RequestJson; findings: readonly FindingJson[] };

/** CheckWarnings lists what the service's guard found that does not hinder sending, each with a link to its question. */
export function CheckWarnings({ draftId, request, findings }: CheckWarningsProps) {
  const { t } = useTranslation("form");
  const kept = useKept();
  const items = findings.flatMap((finding) => {
    const id = textFields.find((field) => field === questionOfField(finding.field ?? "")?.id);
    if (!id || finding.severity !== "SEVERITY_WARN") return [];
    const what = (request[id] ?? "").slice(finding.start, finding.end);
    const key = `${(finding.kind ?? "").replace("KIND_", "")} ${what.toLowerCase()}`;
    return kept.has(key) ? [] : [{ id, what, key: `${id} ${String(finding.start)}` }];
  });
  if (items.length === 0) return null;
  return (
    <InlineAlert status="neutral" mb="l">
      <Heading variant="h2" className="vaatu-tofix__heading">
        {t("leak.check.title")}
      </Heading>
      <p>{t("leak.check.text")}</p>
      <ul className="vaatu-tofix">
        {items.map(({ id, what, key }) => (
          <li key={key}>
            <AppLink to="/drafts/$draftId" params={{ draftId }} search={{ q: id }}>
              {t("leak.check.item", { question: t(`questions.${id}.short`), what })}
            </AppLink>
          </li>
        ))}
      </ul>
    </InlineAlert>
  );
}

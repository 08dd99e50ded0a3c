import { useTranslation } from "react-i18next";
import { Heading, InlineAlert } from "suomifi-ui-components";
import type { FindingJson, RequestJson } from "../../api/types";
import { AppLink } from "../../ui/AppLink";
import { questionOfField, type QuestionId } from "./answers";

type Hint = { id: QuestionId; words: string };

function hintsOf(findings: readonly FindingJson[], request: RequestJson): Hint[] {
  return findings.flatMap((finding) => {
    const question = questionOfField(finding.field ?? "");
    const text = request[(finding.field ?? "") as keyof RequestJson];
    if (finding.severity !== "SEVERITY_WARN" || !question || typeof text !== "string") return [];
    return [{ id: question.id, words: text.slice(finding.start ?? 0, finding.end) }];
  });
}

type LeakHintsProps = { draftId: string; request: RequestJson; findings: readonly FindingJson[] };

/** LeakHints lists words that may tell who somebody is; they stop nobody from sending. */
export function LeakHints({ draftId, request, findings }: LeakHintsProps) {
  const { t } = useTranslation("form");
  const hints = hintsOf(findings, request);
  if (hints.length === 0) return null;
  return (
    <InlineAlert status="warning" mb="l">
      <Heading variant="h2" className="vaatu-tofix__heading">
        {t("checkPage.hints")}
      </Heading>
      <ul className="vaatu-tofix">
        {hints.map(({ id, words }, i) => (
          <li key={i}>
            <AppLink to="/drafts/$draftId" params={{ draftId }} search={{ q: id }}>
              {t(`questions.${id}.short`)}: {words}
            </AppLink>
          </li>
        ))}
      </ul>
    </InlineAlert>
  );
}

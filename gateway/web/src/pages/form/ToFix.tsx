import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { Heading, InlineAlert } from "suomifi-ui-components";
import { isProblem } from "../../api/client";
import type { CheckRequestResponseJson } from "../../api/types";
import { AppLink } from "../../ui/AppLink";
import { questionOfField, questions, type QuestionId } from "./answers";

/** Fix is one answer to mend before sending: it is missing, holds an identity code, or the service says why. */
export type Fix = { id: QuestionId; kind: "missing" | "code" | "said"; text?: string };

function inOrder(items: Fix[]): Fix[] {
  const order = (fix: Fix) => questions.findIndex((q) => q.id === fix.id);
  return items
    .sort((a, b) => order(a) - order(b))
    .filter((fix, i, all) => all.findIndex((f) => f.id === fix.id && f.kind === fix.kind) === i);
}

/** toFixOf answers what the check found, in the form's order. */
export function toFixOf(check: CheckRequestResponseJson | undefined): Fix[] {
  const items: Fix[] = [];
  for (const field of check?.missing ?? []) {
    const question = questionOfField(field);
    if (question) items.push({ id: question.id, kind: "missing" });
  }
  for (const finding of check?.findings ?? []) {
    const question = questionOfField(finding.field ?? "");
    if (question && finding.severity === "SEVERITY_BLOCK") items.push({ id: question.id, kind: "code" });
  }
  return inOrder(items);
}

/** violationsToFix answers what the service refused when sending. */
export function violationsToFix(error: unknown): Fix[] {
  if (!isProblem(error)) return [];
  const items: Fix[] = [];
  for (const violation of error.fieldViolations) {
    const question = questionOfField(violation.field);
    if (!question) continue;
    const kind = error.reason === "IDENTITY_CODE_IN_TEXT" ? "code" : "said";
    items.push({ id: question.id, kind, text: violation.description });
  }
  return inOrder(items);
}

type ToFixProps = { draftId: string; items: readonly Fix[]; heading: Ref<HTMLHeadingElement> };

/** ToFix lists what must be mended, each with a link to its question. */
export function ToFix({ draftId, items, heading }: ToFixProps) {
  const { t } = useTranslation(["form", "check"]);
  if (items.length === 0) return null;
  const say = (fix: Fix): string => {
    const question = t(`questions.${fix.id}.short`);
    if (fix.kind === "missing" && fix.id !== "permissions") return t("check:missing", { question });
    if (fix.kind === "code") return t("check:findingIn", { question });
    return `${question}: ${fix.text || t(`error.${fix.id}`)}`;
  };
  return (
    <InlineAlert status="error" mb="l">
      <Heading variant="h2" tabIndex={-1} forwardedRef={heading as never} className="vaatu-tofix__heading">
        {t("fix", { count: items.length })}
      </Heading>
      <ul className="vaatu-tofix">
        {items.map((fix) => (
          <li key={fix.id + fix.kind}>
            <AppLink to="/drafts/$draftId" params={{ draftId }} search={{ q: fix.id, fix: "yes" }}>
              {say(fix)}
            </AppLink>
          </li>
        ))}
      </ul>
    </InlineAlert>
  );
}

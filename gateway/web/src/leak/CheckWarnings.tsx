import { useEffect, useRef, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, InlineAlert } from "suomifi-ui-components";
import type { FindingJson, RequestJson } from "../api/types";
import { questionOfField, textFields, type TextField } from "../pages/form/answers";
import { announce } from "../ui/announce";
import { AppLink } from "../ui/AppLink";
import type { Looked } from "./useAnswered";
import { keyOf, type Hint } from "./hints";
import { keep, useKept } from "./writer";

type CheckWarningsProps = {
  draftId: string;
  request: RequestJson;
  /** What the service's guard found. */
  findings: readonly FindingJson[];
  /** What was found when the request was last to be sent, with the names that the writer gave; then the first takes the focus. */
  looked: Looked;
  /** What takes the focus when the last is answered. */
  next: RefObject<HTMLButtonElement | null>;
};

type Warning = Pick<Hint, "kind" | "said"> & { id: TextField };

/** CheckWarnings lists what could tell who is meant, each with a link to its question; what hinders sending stands elsewhere. */
export function CheckWarnings({ draftId, request, findings, looked, next }: CheckWarningsProps) {
  const { t } = useTranslation(["leak", "form"]);
  const kept = useKept();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (looked.size > 0) list.current?.querySelector("a")?.focus();
  }, [looked]);
  const found = textFields.flatMap((id) => (looked.get(request[id] ?? "") ?? []).map(({ kind, said }): Warning => ({ id, kind, said })));
  const warnings = [...warningsOf(request, findings), ...found]
    .filter((warning) => warning.kind !== "IDENTITY_CODE" && !kept.has(keyOf(warning)))
    .filter((one, i, all) => all.findIndex((other) => other.id === one.id && keyOf(other) === keyOf(one)) === i);
  if (warnings.length === 0) return null;
  const held = found.some((warning) => warnings.some((one) => keyOf(one) === keyOf(warning)));

  function leave(warning: Warning): void {
    keep(keyOf(warning));
    announce(t("kept"));
    setTimeout(() => (list.current?.querySelector("a") ?? next.current)?.focus()); // the button is gone
  }

  return (
    <InlineAlert status={held ? "error" : "neutral"} mb="l">
      <Heading variant="h2" className="vaatu-tofix__heading">
        {t("check.title")}
      </Heading>
      {held ? <p role="alert">{t("answer")}</p> : <p>{t("check.text")}</p>}
      <ul ref={list} className="vaatu-tofix">
        {warnings.map((warning) => {
          const item = t("check.item", { question: t(`form:questions.${warning.id}.short`), what: warning.said });
          return (
            <li key={`${warning.id} ${keyOf(warning)}`}>
              <AppLink to="/drafts/$draftId" params={{ draftId }} search={{ q: warning.id }}>
                {item}
              </AppLink>
              <Button variant="secondaryNoBorder" aria-label={`${t("keep")} (${item})`} onClick={() => leave(warning)}>
                {t("keep")}
              </Button>
            </li>
          );
        })}
      </ul>
    </InlineAlert>
  );
}

function warningsOf(request: RequestJson, findings: readonly FindingJson[]): Warning[] {
  return findings.flatMap((finding) => {
    const id = textFields.find((field) => field === questionOfField(finding.field ?? "")?.id);
    if (!id || finding.severity !== "SEVERITY_WARN") return [];
    const said = (request[id] ?? "").slice(finding.start, finding.end);
    return [{ id, kind: (finding.kind ?? "").replace("KIND_", "") as Hint["kind"], said }];
  });
}

import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Heading, Link } from "suomifi-ui-components";
import type { RuleChangeJson, RuleFindingJson, RuleSetJson } from "../../api/types";
import { useRuleSetName } from "../../i18n/codes";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { changesQuery, findingsQuery } from "./queries";
import { findingKinds, useRuleWords } from "./words";

/** Findings tells what is to be known before a set is published; each leads to its row. */
export function Findings({ set }: { set: RuleSetJson }) {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  const query = useQuery(findingsQuery(set.id ?? "", set.etag ?? ""));
  const kind = (f: RuleFindingJson) => {
    const known = findingKinds.find((k) => k === f.kind);
    return known ? t(`kinds.${known}`) : f.kind;
  };
  const said = (f: RuleFindingJson) => {
    const beside = (f.beside ?? []).map((need) => words.fact("NEED_", need)).join(", ");
    const forms = (f.alsoForms ?? []).map((form) => words.fact("FORM_", form)).join(", ");
    const parties = (f.parties ?? []).map(words.party).join(", ");
    return [kind(f), parties, f.facts && words.when(f.facts), beside && t("beside", { needs: beside }), forms && t("alsoForms", { forms })].filter(Boolean).join(". ");
  };
  const at = (id: string) => (set.rules ?? []).findIndex((r) => r.id === id);
  // What differs in its field alone, as a text that is missing in two languages, is said once.
  const lines = new Map((query.data?.findings ?? []).map((f) => [JSON.stringify([f.blocks, said(f), f.ruleIds]), f]));
  const found = [...lines.values()];
  return (
    <section>
      <Heading variant="h2" id="checks-heading" tabIndex={-1}>
        {t("checks")}
        {query.data && ` (${found.length})`}
      </Heading>
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data && found.length === 0 && <p>{t("noFindings")}</p>}
      <ul>
        {found.map((f, i) => (
          <li key={i}>
            <strong>{t(f.blocks ? "blocks" : "warns")}:</strong> {said(f)}{" "}
            {(f.ruleIds ?? [])
              .toSorted((a, b) => at(a) - at(b))
              .map((id, i) => (
                <span key={id}>
                  {i > 0 && ", "}
                  <Link href={`#rule-${id}`}>{t("row", { n: at(id) + 1 })}</Link>
                </span>
              ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Changes shows the difference from the published set, row by row. */
export function Changes({ set }: { set: RuleSetJson }) {
  const { t } = useTranslation("rules");
  const name = useRuleSetName();
  const query = useQuery(changesQuery(set.id ?? "", set.etag ?? ""));
  if (query.error) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data?.baseId) return null;
  const changes = query.data.changes ?? [];
  return (
    <section>
      <Heading variant="h2">{t("changes", { name: name(query.data.baseVersion) })}</Heading>
      {changes.length === 0 && <p>{t("noChanges")}</p>}
      <ul className="vaatu-cards">
        {changes.map((c) => (
          <Change key={c.ruleId} change={c} row={(set.rules ?? []).findIndex((r) => r.id === c.ruleId) + 1} />
        ))}
      </ul>
    </section>
  );
}

/** Change shows a row of the table, which one that was removed has no more. */
function Change({ change: { before, after }, row }: { change: RuleChangeJson; row: number }) {
  const { t } = useTranslation("rules");
  const words = useRuleWords();
  return (
    <li className="vaatu-card">
      <strong>
        {row > 0 ? t("row", { n: row }) : words.when(before?.when)}: {t(!before ? "added" : !after ? "removed" : "changed")}
      </strong>
      <dl className="vaatu-facts">
        {before && (
          <div>
            <dt>{t("before")}</dt>
            <dd>{words.whole(before)}</dd>
          </div>
        )}
        {after && (
          <div>
            <dt>{t("after")}</dt>
            <dd>{words.whole(after)}</dd>
          </div>
        )}
      </dl>
    </li>
  );
}

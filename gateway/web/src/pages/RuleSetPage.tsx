import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { isProblem } from "../api/client";
import { keys } from "../api/queries";
import type { RuleSetActionJson, RuleSetJson } from "../api/types";
import { usePost } from "../api/usePost";
import { useRuleSetName } from "../i18n/codes";
import { useFormatting } from "../i18n/formatting";
import { announceDone } from "../ui/announce";
import { AppLink } from "../ui/AppLink";
import { Loading } from "../ui/Loading";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { useIsWide } from "../ui/useIsPhone";
import "./case/case.css";
import { Discard } from "./rules/Discard";
import { findingsQuery, ruleSetQuery } from "./rules/queries";
import { Refusal } from "./rules/Refusal";
import { Changes, Findings } from "./rules/Review";
import { RuleTable } from "./rules/RuleTable";
import "./rules/rules.css";
import { Steps } from "./rules/Steps";

const Replay = lazy(() => import("./rules/Replay"));

const route = getRouteApi("/routing/$ruleSetId");

// Most steps take away the button that was pressed.
function headingIfLost(): void {
  if (document.activeElement === document.body) document.querySelector("h1")?.focus();
}

/** RuleSetPage shows one version of the rules: how far it is, what was found, what it changes, and its table. */
export default function RuleSetPage() {
  const { t } = useTranslation("rules");
  const { ruleSetId } = route.useParams();
  const { dateTime } = useFormatting();
  const name = useRuleSetName();
  const wide = useIsWide();
  const navigate = useNavigate();
  const query = useQuery(ruleSetQuery(ruleSetId));
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.ruleSets });
  const set = query.data;
  const found = useQuery({ ...findingsQuery(ruleSetId, set?.etag ?? ""), enabled: set !== undefined });
  const blocked = (found.data?.findings ?? []).some((f) => f.blocks);
  const call = usePost<RuleSetJson>({
    changed: ruleSetId,
    succeeded: refresh,
    refused: refresh,
    failed: (error) => {
      if (blocked && isProblem(error, "TRANSITION_REFUSED")) document.getElementById("checks-heading")?.focus();
    },
  });
  if (!set || isMissing(query.error)) return <QueryPage title={t("title")} query={query} />;
  const stateOf = (s: RuleSetJson) => (s.state && s.state !== "RULE_SET_STATE_UNSPECIFIED" ? t(`states.${s.state}`) : "");
  const facts: [label: string, value: string][] = [
    [t("state"), stateOf(set)],
    [t("authors"), (set.authorNames ?? []).join(", ")],
    [t("approver"), set.approverName ?? ""],
    [t("publisher"), set.publisherName ?? ""],
    [t("published"), dateTime(set.publishTime)],
    [t("sentBack"), set.sendBackReason ?? ""],
  ];
  const may = (action: RuleSetActionJson) => (set.allowedActions ?? []).includes(action);
  const editable = may("RULE_SET_ACTION_EDIT");

  function done(answer: RuleSetJson): void {
    announceDone(t("done", { state: stateOf(answer) }));
    if (answer.id && answer.id !== ruleSetId) void navigate({ to: "/routing/$ruleSetId", params: { ruleSetId: answer.id } });
    else setTimeout(headingIfLost);
  }

  return (
    <Page title={name(set.version)} wide>
      <p>
        <AppLink to="/routing">{t("back")}</AppLink>
      </p>
      <dl className="vaatu-facts">
        {facts
          .filter(([, value]) => value !== "")
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      <Refusal set={set} error={call.error} />
      <Steps set={set} call={call} onDone={done} />
      {may("RULE_SET_ACTION_DISCARD") && <Discard set={set} />}
      <Findings set={set} />
      <Changes set={set} />
      {may("RULE_SET_ACTION_REPLAY") && (
        <Suspense fallback={<Loading />}>
          <Replay key={set.etag} set={set} />
        </Suspense>
      )}
      {editable && !wide && <Paragraph mb="s">{t("narrow")}</Paragraph>}
      <RuleTable
        key={ruleSetId}
        set={set}
        busy={call.busy}
        onSave={
          editable
            ? (rules, saved) =>
                call.send({ path: `/v1/rulesets/${ruleSetId}:edit`, body: { rules }, ...(set.etag && { etag: set.etag }) }, (answer) => {
                  saved();
                  done(answer);
                })
            : undefined
        }
      />
    </Page>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useEffect, useRef, useState } from "react";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { caseQuery } from "../api/queries";
import type { CaseJson, CasePermissionsJson } from "../api/types";
import { AppLink } from "../ui/AppLink";
import { Page } from "../ui/Page";
import { isMissing, QueryPage } from "../ui/QueryState";
import { ActionError } from "./case/ActionError";
import { Answer } from "./permits/Answer";
import { Asked } from "./permits/Asked";
import { latest } from "./permits/PermitList";
import { permissionsQuery, usePermitPost } from "./permits/queries";
import { Refuse } from "./permits/Refuse";
import WithdrawPermit from "./permits/WithdrawPermit";
import "./case/case.css";
import "./permits/permits.css";

/** PermissionPage asks a principal for the school's authorisation of one case: where the link of the mail leads. */
export default function PermissionPage() {
  const { t } = useTranslation("permits");
  const { caseId } = useParams({ from: "/permissions/$caseId" });
  const item = useQuery(caseQuery(caseId));
  const permissions = useQuery(permissionsQuery(caseId));
  if (!item.data || isMissing(item.error)) return <QueryPage title={t("page.titlePlain")} query={item} />;
  if (!permissions.data || isMissing(permissions.error)) return <QueryPage title={t("page.titlePlain")} query={permissions} />;
  return <Authorisation item={item.data} found={permissions.data} />;
}

function Authorisation({ item, found }: { item: CaseJson; found: CasePermissionsJson }) {
  const { t } = useTranslation("permits");
  const [answered, setAnswered] = useState(false);
  const [refusing, setRefusing] = useState(false);
  const [changing, setChanging] = useState(false);
  const giving = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (changing) giving.current?.focus();
  }, [changing]);
  const call = usePermitPost();
  const may = (action: "ACTION_AUTHORISE" | "ACTION_WITHDRAW_AUTHORISATION") => (found.allowedActions ?? []).includes(action);
  const done = () => {
    setRefusing(false);
    setChanging(false);
    setAnswered(true);
  };
  const give = () => call.send({ path: `/v1/cases/${item.id}/permissions:authorise`, body: {}, etag: found.etag }, done);
  const offers = may("ACTION_AUTHORISE") && (changing || !isDecided(found));
  const ended = item.phase === "PHASE_CLOSED" || item.phase === "PHASE_WITHDRAWN" || item.phase === "PHASE_ERASED";

  return (
    <Page title={t("page.title", { number: item.number ?? "" })}>
      <Answer found={found} focused={answered} />
      <Asked item={item} found={found} />
      <Heading variant="h2">{t("page.meaning")}</Heading>
      <Paragraph>{t("page.meaningText")}</Paragraph>
      <ActionError error={call.error} item={item} />
      {may("ACTION_AUTHORISE") && !offers && (
        <div className="vaatu-actions vaatu-noprint">
          <Button variant="secondaryNoBorder" onClick={() => setChanging(true)}>
            {t("page.change")}
          </Button>
        </div>
      )}
      {offers && !refusing && (
        <div className="vaatu-actions vaatu-noprint">
          <Button ref={giving} aria-disabled={call.busy} onClick={() => !call.busy && give()}>
            {t("page.give")}
          </Button>
          <Button variant="secondary" onClick={() => setRefusing(true)}>
            {t("page.refuse")}
          </Button>
        </div>
      )}
      {offers && refusing && <Refuse found={found} onDone={done} onCancel={() => setRefusing(false)} />}
      {may("ACTION_WITHDRAW_AUTHORISATION") && (
        <div className="vaatu-actions vaatu-noprint">
          <WithdrawPermit permissions={found} kind="page" onDone={done} />
        </div>
      )}
      {!may("ACTION_AUTHORISE") && !may("ACTION_WITHDRAW_AUTHORISATION") && <Paragraph>{t(ended ? "page.ended" : "page.notYours")}</Paragraph>}
      <p className="vaatu-noprint">
        <AppLink to="/cases/$caseId" params={{ caseId: item.id ?? "" }}>
          {t("page.toCase")}
        </AppLink>
      </p>
    </Page>
  );
}

/** isDecided tells whether the school has answered, and nobody has asked since. */
function isDecided(found: CasePermissionsJson): boolean {
  const answer = latest(found.permits, "PERMIT_KIND_SCHOOL_AUTHORISATION");
  const answered = answer?.endTime ?? answer?.recordTime ?? "";
  return answer !== undefined && answer.state !== "PERMIT_STATE_EXPIRED" && (found.askings?.[0]?.askTime ?? "") <= answered;
}

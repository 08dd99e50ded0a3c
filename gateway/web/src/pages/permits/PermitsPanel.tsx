import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Expander, ExpanderContent, ExpanderTitleButton, Heading } from "suomifi-ui-components";
import type { ActionJson, CaseJson, CasePermissionsJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { AppLink, ButtonLink } from "../../ui/AppLink";
import { ErrorNotice } from "../../ui/ErrorNotice";
import type { Side } from "../case/side";
import { latest, PermitRecord, standing } from "./PermitList";
import { permissionsQuery } from "./queries";
import { Pupil } from "./Pupil";
import "./permits.css";

// What only a school does with them.
const AskPrincipal = lazy(() => import("./AskPrincipal"));
const RecordConsent = lazy(() => import("./RecordConsent"));
const WithdrawPermit = lazy(() => import("./WithdrawPermit"));

/** PermitsPanel tells what permissions a case has; the school records and withdraws the guardian's consent, and asks for its own. */
export function PermitsPanel({ item, side }: { item: CaseJson; side: Side }) {
  const { t } = useTranslation("permits");
  const query = useQuery({ ...permissionsQuery(item.id ?? "", item.etag), placeholderData: keepPreviousData });
  const found = query.data;
  if (item.phase === "PHASE_ERASED") return null;
  return (
    <section aria-labelledby="permits-heading" className="vaatu-noprint vaatu-permits">
      <Heading variant="h2" id="permits-heading">
        {t("panel.title")}
      </Heading>
      {query.error && !found && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {found && <Panel found={found} side={side} />}
      {found && <Pupil item={item} found={found} side={side} />}
    </section>
  );
}

const may = (found: CasePermissionsJson, action: ActionJson) => (found.allowedActions ?? []).includes(action);

function Panel({ found, side }: { found: CasePermissionsJson; side: Side }) {
  const { t } = useTranslation("permits");
  const code = useCode();
  const permits = found.permits ?? [];
  const concerned = found.needed || found.missing || permits.length > 0 || (found.askings ?? []).length > 0;
  // Where it began folded it stays so: what is typed in it, and the focus, stay where they are.
  const [folded] = useState(!concerned);
  const anyway = folded && side === "school";
  const state = found.missing ? "missing" : found.needed ? "complete" : "notNeeded";
  return (
    <>
      <p>{t(`panel.${state}`)}</p>
      {(found.uncovered ?? []).map((actor) => (
        <p key={actor} className="vaatu-consent__left">
          {t("panel.uncovered", { actor: code(actor) })}
        </p>
      ))}
      {concerned && !anyway && <Both found={found} />}
      {anyway && (concerned || (found.allowedActions ?? []).length > 0) && (
        <Expander>
          <ExpanderTitleButton asHeading="h3">{t("panel.anyway")}</ExpanderTitleButton>
          <ExpanderContent>
            <p>{t("panel.why")}</p>
            <Both found={found} />
          </ExpanderContent>
        </Expander>
      )}
      {permits.length > 1 && (
        <Expander>
          <ExpanderTitleButton asHeading="h3">{t("history")}</ExpanderTitleButton>
          <ExpanderContent>
            <ul className="vaatu-permits__history">
              {permits.map((p) => (
                <li key={p.id}>
                  <PermitRecord permit={p} named />
                </li>
              ))}
            </ul>
          </ExpanderContent>
        </Expander>
      )}
    </>
  );
}

function Both({ found }: { found: CasePermissionsJson }) {
  return (
    <>
      <Guardian found={found} />
      <School found={found} />
    </>
  );
}

function Guardian({ found }: { found: CasePermissionsJson }) {
  const { t } = useTranslation("permits");
  const last = latest(found.permits, "PERMIT_KIND_GUARDIAN_CONSENT");
  const stands = last?.state === "PERMIT_STATE_GIVEN";
  const records = may(found, "ACTION_RECORD_CONSENT");
  return (
    <>
      <Heading variant="h3">{t("consent.title")}</Heading>
      {last ? <PermitRecord permit={last} /> : <p>{t("consent.none")}</p>}
      <div className="vaatu-actions">
        <Suspense fallback={null}>
          {records && <RecordConsent permissions={found} stands={stands} />}
          {may(found, "ACTION_WITHDRAW_CONSENT") && <WithdrawPermit permissions={found} kind="consent" />}
        </Suspense>
      </div>
      {records && (
        <p>
          <AppLink to="/consent-form">{t("panel.print")}</AppLink>
        </p>
      )}
    </>
  );
}

function School({ found }: { found: CasePermissionsJson }) {
  const { t } = useTranslation("permits");
  const { dateTime } = useFormatting();
  const last = latest(found.permits, "PERMIT_KIND_SCHOOL_AUTHORISATION");
  const asked = found.askings?.[0];
  const stands = standing(found.permits, "PERMIT_KIND_SCHOOL_AUTHORISATION") !== undefined;
  const authorises = may(found, "ACTION_AUTHORISE") || may(found, "ACTION_WITHDRAW_AUTHORISATION");
  return (
    <>
      <Heading variant="h3">{t("authorisation.title")}</Heading>
      {last && <PermitRecord permit={last} />}
      {!last && !asked && <p>{t("authorisation.none")}</p>}
      {!stands && asked && (
        <p>
          {t("authorisation.asked", { when: dateTime(asked.askTime), name: asked.askerName ?? "" })}
          {asked.toAddress && ` ${t("authorisation.askedByMail")}`}
        </p>
      )}
      <div className="vaatu-actions">
        {authorises && (
          <ButtonLink className="vaatu-button vaatu-button--secondary" to="/permissions/$caseId" params={{ caseId: found.caseId ?? "" }}>
            {t("start.open")}
          </ButtonLink>
        )}
        <Suspense fallback={null}>
          {!stands && !authorises && may(found, "ACTION_RECORD_CONSENT") && <AskPrincipal permissions={found} />}
        </Suspense>
      </div>
    </>
  );
}

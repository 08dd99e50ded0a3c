import { useTranslation } from "react-i18next";
import { grantsOf, useMe } from "../api/queries";
import { AppLink } from "../ui/AppLink";
import { Empty } from "../ui/Empty";
import { unitsOf } from "../ui/Navigation";
import { Page } from "../ui/Page";
import { EmailCard } from "./email/EmailCard";
import { NewRequest } from "./form/NewRequest";
import { DueList } from "./start/DueList";
import { HeadDues } from "./start/HeadDues";
import { useHeadDue } from "./start/headDue";
import { FeedbackSection } from "./start/FeedbackSection";
import { GlassSection } from "./start/GlassSection";
import { GrantsSection } from "./start/GrantsSection";
import { PermissionsSection } from "./start/PermissionsSection";
import { Settled } from "./disputes/Settled";
import { Offered } from "./parts/Offered";
import { useOffers } from "./parts/queries";
import { Kept } from "./staffing/Returned";
import { JoinsSection, useJoins } from "./similar/JoinsSection";
import { CoordinationSection, DraftsSection, QueueSection, RequestSection } from "./start/sections";

/** The first page: what is due from the person in all their roles, then where their work lies. */
export default function StartPage() {
  const { t } = useTranslation("start");
  const me = useMe().data;
  const school = grantsOf(me, "ROLE_REQUESTER", "ROLE_PRINCIPAL").length > 0;
  const principal = grantsOf(me, "ROLE_PRINCIPAL").length > 0;
  const units = unitsOf(me);
  const coordinator = grantsOf(me, "ROLE_COORDINATOR").length > 0;
  const admin = grantsOf(me, "ROLE_ADMIN").length > 0;
  const auditor = grantsOf(me, "ROLE_AUDITOR").length > 0;
  const head = grantsOf(me, "ROLE_LEAD").length > 0;
  const asked = (useJoins(school).data?.joins ?? []).some((j) => !j.own);
  const offered = (useOffers(units.length > 0).data ?? []).length > 0;
  const headDue = useHeadDue().dues?.length !== 0;
  const works = school || units.length > 0 || coordinator;
  return (
    <Page title={t("heading")}>
      {school && (
        <div className="vaatu-actions vaatu-actions--first">
          <NewRequest />
        </div>
      )}
      <EmailCard />
      {principal && <PermissionsSection />}
      {school && <JoinsSection />}
      {units.length > 0 && <Offered />}
      {units.length > 0 && <Kept />}
      {units.length > 0 && <Settled />}
      {head && <HeadDues />}
      {works && <DueList asked={asked || offered || (head && headDue)} />}
      {admin && <GrantsSection />}
      {admin && <FeedbackSection />}
      {!works && !admin && !auditor && <Empty text={t("noPages")} />}
      {school && <DraftsSection />}
      {units.map((grant) => (
        <QueueSection key={grant.unitId} grant={grant} />
      ))}
      {units.length > 0 && (
        <p>
          <AppLink to="/my-cases">{t("queues.mine")}</AppLink>
        </p>
      )}
      {head && (
        <p>
          <AppLink to="/cases">{t("head.cases")}</AppLink>
        </p>
      )}
      {coordinator && <CoordinationSection />}
      {(coordinator || auditor || head) && <GlassSection quiet={!coordinator && !auditor} />}
      {school && <RequestSection />}
    </Page>
  );
}

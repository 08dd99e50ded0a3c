import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { keys, useMe } from "../../api/queries";
import { AppLink } from "../../ui/AppLink";
import { Loading } from "../../ui/Loading";
import { unitsOf } from "../../ui/Navigation";
import { Page } from "../../ui/Page";
import { isMissing } from "../../ui/QueryState";
import { lockQuery } from "./queries";
import { UnsentOf } from "./UnsentOf";

const LockedCase = lazy(() => import("./LockedCase"));

/**
 * LostCase stands in the place of a case that is not there or not the person's to see: of one that is locked to whoever has it, what
 * is left of it; of any other where to look for what was decided, which tells nothing of whether there is one, and what the person had
 * typed and not sent.
 */
export default function LostCase({ caseId }: { caseId: string }) {
  const works = unitsOf(useMe().data).length > 0;
  const client = useQueryClient();
  const lock = useQuery({ ...lockQuery(caseId), enabled: works });
  const over = lock.data !== undefined && isMissing(lock.error);
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: keys.case(caseId) }); // it may be open again
  }, [over, client, caseId]);
  if (works && lock.isPending) return <Loading />;
  if (!lock.data || over) return <Nothing caseId={caseId} />;
  return (
    <Suspense fallback={<Loading />}>
      <LockedCase item={lock.data} />
    </Suspense>
  );
}

function Nothing({ caseId }: { caseId: string }) {
  const { t } = useTranslation(["errors", "case"]);
  return (
    <Page title={t("notFoundTitle")}>
      <Paragraph mb="m">
        {t("notFound")} {t("case:lost")}
      </Paragraph>
      <UnsentOf caseId={caseId} />
      <AppLink to="/">{t("toStart")}</AppLink>
    </Page>
  );
}

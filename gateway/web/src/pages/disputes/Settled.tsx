import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { needTexts } from "../../i18n";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { settlementsQuery } from "./settlements";

// Most days nothing was settled: the list comes with its texts when something was.
const SettledList = lazy(async () => (await Promise.all([import("./SettledList"), needTexts("disputes")]))[0]);

/** Settled shows how disputes were settled by which parts of the person's units ended; nothing where there is nothing. */
export function Settled() {
  const query = useQuery(settlementsQuery);
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const { settlements = [] } = query.data ?? {};
  return <Suspense fallback={<Loading />}>{settlements.length > 0 && <SettledList settlements={settlements} />}</Suspense>;
}

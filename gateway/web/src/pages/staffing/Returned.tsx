import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { needTexts } from "../../i18n";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { returnsQuery } from "./queries";

// Most days nothing is to be returned: the list comes with its texts when something is.
const ReturnList = lazy(async () => (await Promise.all([import("./ReturnList"), needTexts("case", "form", "parts", "staffing")]))[0]);

/** Returned shows what the person holds for somebody who was away and is back; nothing where there is nothing. */
export function Returned() {
  const query = useQuery(returnsQuery);
  if (query.error) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const returns = query.data?.returns ?? [];
  if (returns.length === 0) return null;
  return (
    <Suspense fallback={<Loading />}>
      <ReturnList returns={returns} />
    </Suspense>
  );
}

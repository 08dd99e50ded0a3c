import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { needTexts } from "../../i18n";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { returnsQuery } from "./queries";

// Most days nothing is to be returned, nor kept: the lists come with their texts when something is.
const ReturnList = lazy(async () => (await Promise.all([import("./ReturnList"), needTexts("case", "form", "parts", "staffing")]))[0]);
const KeptList = lazy(async () => (await Promise.all([import("./KeptList"), needTexts("staffing")]))[0]);

/** Returned shows what the person holds for somebody who was away and is back, and what others keep of theirs; nothing where there is nothing. */
export function Returned() {
  const query = useQuery(returnsQuery);
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const { returns = [], kept = [] } = query.data ?? {};
  return (
    <Suspense fallback={<Loading />}>
      {kept.length > 0 && <KeptList kept={kept} />}
      {returns.length > 0 && <ReturnList returns={returns} />}
    </Suspense>
  );
}

/** Kept shows what others keep of the person's own; nothing where there is nothing. */
export function Kept() {
  const query = useQuery(returnsQuery);
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const { kept = [] } = query.data ?? {};
  return <Suspense fallback={<Loading />}>{kept.length > 0 && <KeptList kept={kept} />}</Suspense>;
}

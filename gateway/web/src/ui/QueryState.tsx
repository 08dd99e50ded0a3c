import { isProblem } from "../api/problem";
import { ErrorNotice } from "./ErrorNotice";
import { Loading } from "./Loading";
import { NotFound } from "./NotFound";
import { Page } from "./Page";

type State = { isPending: boolean; error: unknown; refetch: () => unknown };

/** isMissing tells whether a query was answered with "not there", which hides "no right" as well. A mistyped id is neither. */
export function isMissing(error: unknown): boolean {
  if (isProblem(error, "NOT_FOUND")) return true;
  return isProblem(error, "VALIDATION") && error.fieldViolations.some((v) => /^(draft|case|unit|handOver|ruleSet)Id$/.test(v.field));
}

/** QueryPage is the whole page while its first data is on the way, missing or failed. */
export function QueryPage({ title, query }: { title: string; query: State }) {
  if (isMissing(query.error)) return <NotFound />;
  return (
    <Page title={title}>
      {query.error ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} /> : <Loading />}
    </Page>
  );
}

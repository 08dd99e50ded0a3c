import { useEffect, useState } from "react";
import { isProblem } from "../api/problem";
import { pollMillis } from "../api/queries";
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

/**
 * QueryPage is the whole page while its first data is on the way, missing or failed. It tries again by itself, and what failed stands
 * there, and is not said anew, until there is an answer.
 */
export function QueryPage({ title, query: { error, refetch } }: { title: string; query: State }) {
  const [failure, setFailure] = useState(error);
  if (error && error !== failure) setFailure(error);
  useEffect(() => {
    if (!error) return;
    const again = setTimeout(() => void refetch(), pollMillis);
    return () => clearTimeout(again);
  }, [error, refetch]);
  if (isMissing(error)) return <NotFound />;
  return <Page title={title}>{failure ? <ErrorNotice error={failure} onRetry={() => void refetch()} /> : <Loading />}</Page>;
}

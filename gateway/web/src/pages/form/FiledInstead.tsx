import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { caseQuery } from "../../api/queries";
import { QueryPage } from "../../ui/QueryState";

/** FiledInstead leads from a draft that is gone to the case that it became: the answer to its sending may have been lost. */
export function FiledInstead({ draftId, title }: { draftId: string; title: string }) {
  const query = useQuery({ ...caseQuery(draftId), retry: false });
  if (query.data) return <Navigate to="/cases/$caseId" params={{ caseId: draftId }} search={{ sent: "1" }} replace />;
  return <QueryPage title={title} query={query} />;
}

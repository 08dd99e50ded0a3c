import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isProblem } from "../../api/client";
import type { RuleSetJson } from "../../api/types";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { findingsQuery } from "./queries";

/** Refusal tells why a set was not changed: somebody was faster, or a finding blocks it. */
export function Refusal({ set, error }: { set: RuleSetJson; error: unknown }) {
  const { t } = useTranslation("rules");
  const { data } = useQuery(findingsQuery(set.id ?? "", set.etag ?? ""));
  if (!error) return null;
  if (isProblem(error, "ETAG_STALE")) return <ErrorNotice error={error} text={t("raced")} />;
  const blocked = isProblem(error, "TRANSITION_REFUSED") && data?.findings?.some((f) => f.blocks);
  return blocked ? <ErrorNotice error={error} text={t("blocked")} /> : <ErrorNotice error={error} />;
}

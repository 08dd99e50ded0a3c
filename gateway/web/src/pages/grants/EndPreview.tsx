import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { InlineAlert, Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { PreviewEndResponseJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";

/** usePreview asks what would follow if a grant ended now. */
export function usePreview(grantId: string) {
  return useQuery({
    queryKey: keys.endOfGrant(grantId),
    queryFn: ({ signal }) => api.get<PreviewEndResponseJson>(`/v1/grants/${grantId}/end`, undefined, { signal }),
    staleTime: 0,
  });
}

/** EndPreview tells what would be left without an owner, and who would get it. */
export function EndPreview({ query }: { query: UseQueryResult<PreviewEndResponseJson> }) {
  const { t } = useTranslation("grants");
  const { date } = useFormatting();
  if (query.error) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  const { left = [], totalSize = 0, unitEmpty = false, leadNames = [] } = query.data;
  const rest = totalSize - left.length;
  return (
    <>
      {totalSize === 0 && <Paragraph mb="s">{t("end.nothing")}</Paragraph>}
      {totalSize > 0 && (
        <>
          <Paragraph>{t("end.left", { count: totalSize })}</Paragraph>
          <ul>
            {left.map((one) => (
              <li key={one.assignmentId}>
                {one.number}, {t("end.since", { date: date(one.since) })}
              </li>
            ))}
            {rest > 0 && <li>{t("end.rest", { count: rest })}</li>}
          </ul>
          <Paragraph mb="s">
            {leadNames.length > 0 ? t("end.leads", { names: leadNames.join(", ") }) : t("end.noLeads")}
          </Paragraph>
        </>
      )}
      {unitEmpty && (
        <div className="vaatu-notice">
          <InlineAlert status="warning">{t("end.empty")}</InlineAlert>
        </div>
      )}
    </>
  );
}

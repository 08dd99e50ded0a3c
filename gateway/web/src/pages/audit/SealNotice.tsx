import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { InlineAlert } from "suomifi-ui-components";
import { useFormatting } from "../../i18n/formatting";
import { sealsQuery } from "./queries";

/** SealNotice tells until when no entry can be altered or lost without a trace. */
export function SealNotice() {
  const { t } = useTranslation("audit");
  const { moment } = useFormatting();
  const { data } = useQuery(sealsQuery);
  if (!data) return null;
  return (
    <div className="vaatu-notice">
      <InlineAlert status={data.time ? "neutral" : "warning"}>
        {data.time ? t("sealed", { when: moment(data.time) }) : t("unsealed")} {t("waiting", { count: data.waiting ?? 0 })}
      </InlineAlert>
    </div>
  );
}

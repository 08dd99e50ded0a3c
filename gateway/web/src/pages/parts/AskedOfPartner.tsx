import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { AssignmentJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";

/** AskedOfPartner tells a partner first what its unit is asked, by when, and how it answers. */
export default function AskedOfPartner({ part }: { part: AssignmentJson }) {
  const { t } = useTranslation("parts");
  const { date } = useFormatting();
  return (
    <section aria-labelledby="asked-heading" className="vaatu-due vaatu-noprint">
      <Heading variant="h2" id="asked-heading">
        {t("part.invitation")}
      </Heading>
      <p className="vaatu-words">{part.invitation}</p>
      <p className="vaatu-thread__meta">{t("part.due", { date: date(part.due) })}</p>
      <p>{t("part.how")}</p>
    </section>
  );
}

import { useTranslation } from "react-i18next";
import { Link } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { useLanguage } from "../../i18n/formatting";
import { ButtonLink } from "../../ui/AppLink";
import { messageId } from "./Conversation";
import { may, type Side } from "./side";

/** AfterFiling is what can be done with a filed request itself: change it, add to it, take it along. */
export function AfterFiling({ item, side }: { item: CaseJson; side: Side }) {
  const { t } = useTranslation("after");
  const language = useLanguage() === "sv" ? "sv" : "fi";
  const caseId = item.id ?? "";
  if (!item.request) return null;
  return (
    <div className="vaatu-noprint vaatu-after">
      {may(item, "ACTION_AMEND") && (
        <ButtonLink to="/cases/$caseId/edit" params={{ caseId }} className="vaatu-button vaatu-button--secondary">
          {t("amend.open")}
        </ButtonLink>
      )}
      {side === "school" && may(item, "ACTION_POST_MESSAGE") && <Link href={`#${messageId}`}>{t("add")}</Link>}
      <Link href={`/v1/cases/${caseId}/request.pdf?language=${language}`} download="">
        {t("pdf")}
      </Link>
    </div>
  );
}

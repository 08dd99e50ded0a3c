import { useTranslation } from "react-i18next";
import type { CardJson } from "../../api/types";
import { AppLink } from "../../ui/AppLink";

/** OpenContent leads from a coordinator's card to where its content is opened by break-glass. */
export function OpenContent({ card }: { card: CardJson }) {
  const { t } = useTranslation("glass");
  const number = card.number ?? "";
  return (
    <AppLink
      to="/cases/$caseId/break-glass"
      params={{ caseId: card.caseId ?? "" }}
      state={{ glassNumber: number }}
      aria-label={t("open.of", { number })}
    >
      {t("open.button")}
    </AppLink>
  );
}

import { useTranslation } from "react-i18next";
import type { CardJson } from "../../api/types";
import { todayInHelsinki, useFormatting } from "../../i18n/formatting";

/** CardDue tells when what is next is due; while the school is waited for, when it is to answer. */
export function CardDue({ card }: { card: CardJson | undefined }) {
  const { t } = useTranslation("queue");
  const { date } = useFormatting();
  const { warnDate = "", dueDate = "" } = card?.clock ?? {};
  if (!card?.clock) return date(card?.due) || "–";
  if (!dueDate) return date(card.due) || t("target.paused");
  const today = todayInHelsinki();
  if (today > dueDate) return <strong>{t("target.over", { date: date(dueDate) })}</strong>;
  return today > warnDate ? <strong>{t("target.near", { date: date(dueDate) })}</strong> : date(dueDate);
}

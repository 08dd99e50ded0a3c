import { useTranslation } from "react-i18next";
import type { CardJson } from "../../api/types";
import { todayInHelsinki, useFormatting } from "../../i18n/formatting";
import { dueOf } from "./dueOf";

/** CardDue tells when what is next is due; while the school is waited for, when it is to answer. */
export function CardDue({ card }: { card: CardJson | undefined }) {
  const { t } = useTranslation("queue");
  const { date } = useFormatting();
  const { warnDate = "", dueDate = "" } = card?.clock ?? {};
  if (!dueDate) return date(dueOf(card ?? {})) || (card?.clock ? t("target.paused") : "–");
  const today = todayInHelsinki();
  if (today > dueDate) return <strong>{t("target.over", { date: date(dueDate) })}</strong>;
  return today > warnDate ? <strong>{t("target.near", { date: date(dueDate) })}</strong> : date(dueDate);
}

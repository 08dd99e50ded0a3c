import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading } from "suomifi-ui-components";
import type { FeedbackJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { Chip } from "../../ui/Chip";

type FeedbackCardProps = { item: FeedbackJson; onMark: (item: FeedbackJson, opener: HTMLButtonElement) => void };

/** FeedbackCard shows one feedback, and by when it is to be answered or who has answered it. */
export function FeedbackCard({ item, onMark }: FeedbackCardProps) {
  const { t } = useTranslation("accessibility");
  const { date, dateTime } = useFormatting();
  const answered = item.answerTime !== undefined;
  const facts: [string, string | undefined][] = [
    [t("list.came"), dateTime(item.createTime)],
    [t("list.due"), answered ? undefined : date(item.dueDate)],
    [t("list.page"), item.page],
    [t("list.email"), item.email || t("list.noEmail")],
    [t("list.by"), answered ? `${item.answererName ?? ""}, ${dateTime(item.answerTime)}` : undefined],
  ];
  return (
    <li className="vaatu-card">
      <Heading variant="h2">{t("list.number", { number: item.number })}</Heading>
      {!answered && <Chip tone={item.overdue ? "school" : "waiting"} text={t(item.overdue ? "list.overdue" : "list.waits")} />}
      <p className="vaatu-words">{item.message}</p>
      <dl className="vaatu-card__facts">
        {facts.map(
          ([label, value]) =>
            value && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      {!answered && (
        <Button
          variant="secondary"
          aria-label={t("list.markOf", { number: item.number })}
          onClick={(event: MouseEvent) => onMark(item, event.currentTarget as HTMLButtonElement)}
        >
          {t("list.mark")}
        </Button>
      )}
    </li>
  );
}

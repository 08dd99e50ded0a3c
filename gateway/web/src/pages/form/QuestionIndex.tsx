import { useTranslation } from "react-i18next";
import { WizardNavigation, WizardNavigationItem } from "suomifi-ui-components";
import { NavigationLink } from "../../ui/AppLink";
import { isAnswered, questions, type QuestionId } from "./answers";
import { useSaveState } from "./useDraft";

type QuestionIndexProps = { draftId: string; current: string | undefined; phone: boolean; onGo?: (id: QuestionId) => void };

/** QuestionIndex lists the questions with what is done, and leads to each. */
export function QuestionIndex({ draftId, current, phone, onGo }: QuestionIndexProps) {
  const { t } = useTranslation("form");
  const answered = useSaveState(({ own }) => questions.flatMap(({ id }) => (isAnswered(id, own) ? id : [])).join(" ")).split(" ");
  return (
    <WizardNavigation
      heading={t("index")}
      aria-label={t("index")}
      variant={phone ? "smallScreen" : "default"}
      initiallyExpanded={false}
    >
      {questions.map((q, i) => {
        const done = answered.includes(q.id);
        const here = q.id === current;
        const status = here ? (done ? "current-completed" : "current") : done ? "completed" : "default";
        return (
          <WizardNavigationItem key={q.id} status={status}>
            <NavigationLink
              to="/drafts/$draftId"
              params={{ draftId }}
              search={{ q: q.id }}
              replace={!phone}
              resetScroll={phone}
              onClick={() => onGo?.(q.id)}
            >
              {i + 1}. {t(`questions.${q.id}.short`)}
            </NavigationLink>
          </WizardNavigationItem>
        );
      })}
    </WizardNavigation>
  );
}

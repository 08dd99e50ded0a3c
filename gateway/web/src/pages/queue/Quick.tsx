import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import { AppLink } from "../../ui/AppLink";
import type { QuickItem } from "./work";

/** Quick shows what can be done between two other things. */
export function Quick({ items }: { items: readonly QuickItem[] }) {
  const { t } = useTranslation("queue");
  if (items.length === 0) return null;
  return (
    <section className="vaatu-quick" aria-labelledby="quick">
      <Heading variant="h2" id="quick" mb="xs">
        {t("mine.quick")}
      </Heading>
      <ul>
        {items.map(({ card, step }) => (
          <li key={card.caseId}>
            <AppLink to="/cases/$caseId" params={{ caseId: card.caseId ?? "" }}>
              {t(`mine.step.${step}`, { number: card.number })}
            </AppLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

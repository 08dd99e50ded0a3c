import { useTranslation } from "react-i18next";
import type { CardJson } from "../../api/types";
import { unitName } from "../../i18n/codes";
import { todayInHelsinki, useFormatting } from "../../i18n/formatting";
import { CardDue } from "../queue/CardDue";
import { daysLate } from "./late";

/** Due tells when what is next is due in a case, and from each partner; and how late it is. */
export function Due({ card }: { card: CardJson }) {
  const { language } = useFormatting();
  const parts = card.parts ?? [];
  return (
    <>
      {(parts.length === 0 || card.clock) && <Day card={card} />}
      {parts.map((part, i) => (
        <span key={i} className="vaatu-partdue">
          {unitName(part, language)}: <Day card={{ clock: part.clock }} />
        </span>
      ))}
    </>
  );
}

function Day({ card }: { card: CardJson }) {
  const { t } = useTranslation("caseload");
  const count = daysLate(card.clock, todayInHelsinki());
  return (
    <>
      <CardDue card={card} />
      {count > 0 && `, ${t("daysLate", { count })}`}
    </>
  );
}

import { useTranslation } from "react-i18next";
import type { CardJson } from "../../api/types";
import { useCode } from "../../i18n/codes";

type Fact = [label: string, value: string];

/** CardFacts tells of a request what coordination may know of it, between what else is told of it; what is empty is left out. */
export function CardFacts({ card, before = [], after = [] }: { card: CardJson; before?: Fact[]; after?: Fact[] }) {
  const { t } = useTranslation("triage");
  const code = useCode();
  const facts: Fact[] = [
    ...before,
    [t("needs"), (card.needs ?? []).map((n) => code(n)).join(", ")],
    [t("grade"), code(card.gradeBand)],
    [t("language"), card.language ? code(`LANGUAGE_${card.language.toUpperCase()}`) : ""],
    [t("area"), code(card.area)],
    [t("county"), card.county ? code(`county.${card.county}`) : ""],
    [t("urgency"), code(card.urgency ?? "URGENCY_NORMAL")],
    ...after,
  ];
  return (
    <dl className="vaatu-facts">
      {facts
        .filter(([, value]) => value !== "")
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

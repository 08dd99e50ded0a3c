import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { AssignmentJson, CaseJson, ClockJson, ClockStateJson, DayOwnerJson, GoalJson } from "../../api/types";
import { unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { eventsQuery } from "./queries";

type Bare<C extends string, P extends string> = Exclude<C extends `${P}_${infer Code}` ? Code : never, "UNSPECIFIED">;

/** bare answers a code without its prefix. */
function bare<C extends string, P extends string>(code: C | undefined, prefix: P): Bare<C, P> {
  return (code ?? "").slice(prefix.length + 1) as Bare<C, P>;
}

/** Clocks tells how the case, and each partner's part in it, stands to its targets, with the arithmetic in words. */
export default function Clocks({ item }: { item: CaseJson }) {
  const { t } = useTranslation("case");
  const { data } = useQuery(eventsQuery(item));
  const clocks = data?.clocks ?? [];
  if (clocks.length === 0) return null;
  return (
    <section aria-labelledby="clocks-heading" className="vaatu-noprint">
      <Heading variant="h2" id="clocks-heading">
        {t("clock.heading")}
      </Heading>
      <dl className="vaatu-answers">
        {clocks.map((clock) => (
          <Clock key={`${clock.goal} ${clock.assignmentId}`} clock={clock} part={item.assignments?.find((a) => a.id === clock.assignmentId)} />
        ))}
      </dl>
    </section>
  );
}

function Clock({ clock, part }: { clock: ClockJson; part: AssignmentJson | undefined }) {
  const { t } = useTranslation("case");
  const { date, language } = useFormatting();
  const goal = bare<GoalJson, "GOAL">(clock.goal, "GOAL");
  const owner = (of: DayOwnerJson | undefined) => t(`clock.owner.${bare(of, "DAY_OWNER")}`);
  const state = bare<ClockStateJson, "CLOCK_STATE">(clock.state, "CLOCK_STATE");
  const paused = clock.paused ?? [];
  const days = paused.reduce((sum, p) => sum + (p.days ?? 0), 0);
  const why = paused.map((p) => (paused.length > 1 ? `${owner(p.owner)} ${p.days}` : owner(p.owner))).join(", ");
  const sum = [t("clock.used", { count: clock.usedDays ?? 0 }), ...(days > 0 ? [t("clock.paused", { n: days, why })] : [])].join(", ");
  return (
    <div>
      <dt>{part ? t(`clock.part.${goal === "ACCEPTANCE" ? goal : "PART"}`, { unit: unitName(part, language) }) : t(`clock.goal.${goal}`)}</dt>
      <dd>
        <strong>{t(`clock.${state}`, { date: date(clock.dueDate), why: owner(clock.today) })}</strong>
        <br />
        {sum}. {t("clock.target", { n: clock.targetDays ?? 0 })}
      </dd>
    </div>
  );
}

import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { PhaseChip } from "../../ui/PhaseChip";
import { Lacking } from "../permits/Lacking";
import type { Side } from "./side";

/** CaseStatus tells the phase, whose turn it is and since when. */
export function CaseStatus({ item, side }: { item: CaseJson; side: Side }) {
  const { t } = useTranslation("case");
  const code = useCode();
  const { date, dateTime } = useFormatting();
  const ended = item.turn === "TURN_NOBODY";
  return (
    <>
      <dl className="vaatu-facts">
        <div>
          <dt>{t("status.phase")}</dt>
          <dd>
            <PhaseChip phase={item.phase} />
          </dd>
        </div>
        {item.turn && !ended && (
          <div>
            <dt>{t("status.turn")}</dt>
            <dd>{code(item.turn)}</dd>
          </div>
        )}
        {item.waitingSince && !ended && (
          <div>
            <dt>{t("status.since")}</dt>
            <dd>{dateTime(item.waitingSince)}</dd>
          </div>
        )}
        {item.due && (
          <div>
            <dt>{t("status.due")}</dt>
            <dd>{date(item.due)}</dd>
          </div>
        )}
        {item.updateTime && (
          <div>
            <dt>{t("status.changed")}</dt>
            <dd>{dateTime(item.updateTime)}</dd>
          </div>
        )}
      </dl>
      {side === "school" && item.phase && <Paragraph mb="m">{item.nextStep ? t("status.step") : code(`sentence.${item.phase}`)}</Paragraph>}
      {side === "school" && <Lacking item={item} />}
    </>
  );
}

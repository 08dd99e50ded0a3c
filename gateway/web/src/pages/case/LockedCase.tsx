import { useTranslation } from "react-i18next";
import { InlineAlert, Paragraph } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { useCode } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { AppLink } from "../../ui/AppLink";
import { Page } from "../../ui/Page";
import { PhaseChip } from "../../ui/PhaseChip";
import { AssignmentActions } from "./AssignmentActions";
import { may } from "./side";
import { UnsentOf } from "./UnsentOf";
import Viewers from "./Viewers";

/** LockedCase stands in the place of a case whose content is locked to whoever has it: why, and what can be done now. */
export default function LockedCase({ item }: { item: CaseJson }) {
  const { t } = useTranslation("case");
  const code = useCode();
  const { dateTime } = useFormatting();
  const parts = (item.assignments ?? []).filter((a) => may(a, "ACTION_RELEASE") || may(a, "ACTION_DECLINE"));
  return (
    <Page title={t("heading", { number: item.number ?? "" })}>
      <p>
        <PhaseChip phase={item.phase} /> {t("since", { date: dateTime(item.waitingSince) })}
      </p>
      <Viewers item={item} />
      <InlineAlert status="warning" labelText={t("locked.title")} mb="l">
        <p>{t("locked.text")}</p>
        <ul>
          {(item.lacks ?? []).map((what) => (
            <li key={what}>{code(what)}</li>
          ))}
        </ul>
        <p>{t("locked.next")}</p>
      </InlineAlert>
      {parts.length > 0 && <Paragraph mb="s">{t("locked.actions")}</Paragraph>}
      {parts.map((a) => (
        <AssignmentActions key={a.id} item={item} assignment={a} />
      ))}
      <UnsentOf caseId={item.id ?? ""} />
      <p>
        <AppLink to="/my-cases">{t("locked.toMine")}</AppLink>
      </p>
    </Page>
  );
}

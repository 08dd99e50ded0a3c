import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Heading, InlineAlert } from "suomifi-ui-components";
import type { CasePermissionsJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { latest } from "./PermitList";

/** Answer tells what the school has answered, who and when; it takes the focus of the button that gave the answer. */
export function Answer({ found, focused }: { found: CasePermissionsJson; focused: boolean }) {
  const { t } = useTranslation("permits");
  const { dateTime } = useFormatting();
  const heading = useRef<HTMLHeadingElement>(null);
  const permit = latest(found.permits, "PERMIT_KIND_SCHOOL_AUTHORISATION");
  useEffect(() => {
    if (focused) heading.current?.focus();
  }, [focused, permit?.id, permit?.state]);
  if (!permit) return null;
  const given = permit.state === "PERMIT_STATE_GIVEN";
  const refused = permit.state === "PERMIT_STATE_REFUSED";
  const key = given ? "given" : refused ? "refused" : "withdrawnState";
  const by = given ? "givenBy" : refused ? "refusedBy" : "withdrawnBy";
  const when = dateTime(given || refused ? permit.recordTime : permit.endTime);
  return (
    <InlineAlert status={given ? "neutral" : "warning"} mb="l">
      <Heading variant="h2" as="h2" tabIndex={-1} forwardedRef={heading as never} className="vaatu-tofix__heading">
        {t(`page.${key}`)}
      </Heading>
      <p>{t(`page.${by}`, { name: permit.recorderName ?? "", when })}</p>
      {permit.reason && <p>{t("record.reason", { reason: permit.reason })}</p>}
      {!given && (found.askings?.[0]?.askTime ?? "") > (permit.endTime ?? permit.recordTime ?? "") && <p>{t("page.askedAgain", { when: dateTime(found.askings?.[0]?.askTime) })}</p>}
      {given && found.missing && <p>{t("page.still")}</p>}
    </InlineAlert>
  );
}

import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, InlineAlert } from "suomifi-ui-components";
import type { CaseJson, RequestJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { leadOf, may } from "../case/side";
import { textFields } from "../form/answers";
import { keepChanges, moveToMessage } from "./changes";

type TooLateProps = { item: CaseJson; changes: RequestJson };

/** TooLate says who has taken the request meanwhile, and offers what was typed as a message to them. */
export function TooLate({ item, changes }: TooLateProps) {
  const { t } = useTranslation(["after", "form"]);
  const { moment } = useFormatting();
  const navigate = useNavigate();
  const heading = useRef<HTMLHeadingElement>(null);
  const caseId = item.id ?? "";
  const lead = leadOf(item);
  const texts = textFields.filter((f) => changes[f]);
  useEffect(() => heading.current?.focus(), []);
  const back = () => navigate({ to: "/cases/$caseId", params: { caseId } });
  function move(): void {
    moveToMessage(caseId, changes, (f) => t(`form:questions.${f}.title`));
    void back();
  }
  function drop(): void {
    keepChanges(caseId, {});
    void back();
  }
  return (
    <InlineAlert status="warning" mb="m">
      <Heading variant="h2" tabIndex={-1} forwardedRef={heading as never}>
        {t("amend.tooLate")}
      </Heading>
      <p>{lead?.holderName ? t("amend.takenBy", { name: lead.holderName, clock: moment(lead.updateTime) }) : t("amend.notNow")}</p>
      {texts.length > 0 && (
        <>
          <p>{t("amend.kept")}</p>
          {texts.map((f) => (
            <p key={f} className="vaatu-words">
              {changes[f]}
            </p>
          ))}
        </>
      )}
      <div className="vaatu-actions">
        {texts.length > 0 && may(item, "ACTION_POST_MESSAGE") && <Button onClick={move}>{t("amend.asMessage")}</Button>}
        <Button variant="secondary" onClick={drop}>
          {texts.length > 0 ? t("amend.drop") : t("amend.back")}
        </Button>
      </div>
    </InlineAlert>
  );
}

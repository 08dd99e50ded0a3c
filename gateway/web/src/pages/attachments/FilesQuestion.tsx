import { useTranslation } from "react-i18next";
import { Heading, Text } from "suomifi-ui-components";
import { Attachments } from "./Attachments";

/** FilesQuestion is the last question of the form. */
export function FilesQuestion({ draftId }: { draftId: string }) {
  const { t } = useTranslation(["attachments", "form"]);
  return (
    <section className="vaatu-question" aria-labelledby="q-files">
      <Heading variant="h2" id="q-files" tabIndex={-1} className="vaatu-question__heading">
        {t("attachments:question")} <span className="vaatu-question__optional">({t("form:optional")})</span>
      </Heading>
      <Text smallScreen className="vaatu-question__readers">
        {t("form:readers.B")} {t("attachments:why")}
      </Text>
      <Attachments caseId={draftId} writable />
    </section>
  );
}

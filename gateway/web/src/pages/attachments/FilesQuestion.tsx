import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { HintText } from "suomifi-ui-components";
import { QuestionFrame } from "../form/QuestionFrame";
import { Attachments } from "./Attachments";

const route = getRouteApi("/drafts/$draftId");

/** FilesQuestion is the last question of the form. */
export function FilesQuestion() {
  const { t } = useTranslation("form");
  const { draftId } = route.useParams();
  return (
    <QuestionFrame id="files">
      <HintText>{t("questions.files.hint")}</HintText>
      <Attachments caseId={draftId} writable />
    </QuestionFrame>
  );
}

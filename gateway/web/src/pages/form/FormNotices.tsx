import { useTranslation } from "react-i18next";
import { InlineAlert } from "suomifi-ui-components";
import { remaining } from "./answers";
import { lookOf } from "./autosave";
import { useSaveState } from "./useDraft";

/** Left says how many must-have questions wait for an answer. */
export function Left() {
  const { t } = useTranslation("form");
  const left = remaining(useSaveState().own);
  return <span>{left > 0 ? t("left", { count: left }) : t("leftNone")}</span>;
}

/** Gone tells that the draft is no more; what was typed is still on the page. */
export function Gone() {
  const { t } = useTranslation("form");
  const state = useSaveState();
  if (lookOf(state) !== "gone") return null;
  return (
    <InlineAlert status="error" mb="l">
      {t("gone")}
    </InlineAlert>
  );
}

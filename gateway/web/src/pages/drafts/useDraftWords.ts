import { useTranslation } from "react-i18next";
import type { DraftJson, WriterJson } from "../../api/types";
import { useCode } from "../../i18n/codes";

/** useDraftWords answers what a draft is called, and who writes it, in words. */
export function useDraftWords() {
  const { t } = useTranslation(["form", "drafts"]);
  const code = useCode();
  return {
    what: (d: DraftJson) => (d.request?.needs ?? []).map(code).join(", ") || t("form:drafts.noNeeds"),
    writer: (w: WriterJson) => (w.me ? `${w.name} (${t("drafts:writers.me")})` : (w.name ?? "")),
  };
}

import { useTranslation } from "react-i18next";
import { useCode } from "../../i18n/codes";
import { useLikely } from "./useLikely";

/** Likely says who would get the request, and at once if that costs something. */
export function Likely() {
  const { t } = useTranslation("form");
  const code = useCode();
  const likely = useLikely();
  if (!likely?.routing) return null;
  const { actor } = likely.routing;
  return (
    <p className="vaatu-question__likely">
      {actor ? t("checkPage.likely", { actor: code(actor) }) : t("checkPage.routeTriage")}
      {likely.beforeFiling?.charges && ` ${t("before.charges")}`}
    </p>
  );
}

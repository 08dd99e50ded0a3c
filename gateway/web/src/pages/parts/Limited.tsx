import { useTranslation } from "react-i18next";
import { InlineAlert } from "suomifi-ui-components";
import type { SectionJson } from "../../api/types";
import { useSections } from "./sections";

/** Limited tells a partner what it does not see. */
export default function Limited({ hidden }: { hidden: readonly SectionJson[] }) {
  const { t } = useTranslation("parts");
  const { names } = useSections();
  return (
    <div className="vaatu-notice">
      <InlineAlert status="neutral">{t("limit.yours", { sections: names(hidden) })}</InlineAlert>
    </div>
  );
}

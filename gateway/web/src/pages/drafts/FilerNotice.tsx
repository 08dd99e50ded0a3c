import { useTranslation } from "react-i18next";
import { InlineAlert } from "suomifi-ui-components";
import type { DraftJson } from "../../api/types";
import { othersOf } from "./leaving";

/** FilerNotice says before sending that the request becomes the sender's, and from whom the draft goes. */
export function FilerNotice({ draft }: { draft: DraftJson }) {
  const { t } = useTranslation("drafts");
  const others = othersOf(draft);
  if (others.length === 0) return null;
  return (
    <InlineAlert status="neutral" mb="m">
      {t("filer", { names: others.map((w) => w.name).join(", ") })}
    </InlineAlert>
  );
}

import { useTranslation } from "react-i18next";
import { InlineAlert } from "suomifi-ui-components";
import type { KeptJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import "../queue/queue.css";

/** KeptList tells whoever was away which cases do not come back to them. */
export default function KeptList({ kept }: { kept: readonly KeptJson[] }) {
  const { t } = useTranslation("staffing");
  const { date } = useFormatting();
  return (
    <InlineAlert status="neutral" mb="m" labelText={t("kept.title")}>
      <ul className="vaatu-reasons">
        {kept.map((k) => (
          <li key={k.assignmentId}>{t("kept.line", { name: k.name, number: k.number, date: date(k.keepTime) })}</li>
        ))}
      </ul>
    </InlineAlert>
  );
}

import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Heading, InlineAlert } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { unitName } from "../../i18n/codes";
import { useLanguage } from "../../i18n/formatting";
import { Numbered } from "../../ui/Numbered";

/** Receipt tells a school that its request has arrived: number, unit, why, whose turn it is now, and what comes next. */
export default function Receipt({ item }: { item: CaseJson }) {
  const { t } = useTranslation(["after", "case"]);
  const language = useLanguage();
  const heading = useRef<HTMLHeadingElement>(null);
  const unit = unitName(item.routing, language);
  const recipient = unit === "" ? t("case:receipt.triage") : t("case:receipt.unit", { unit });
  const title = t("case:receipt.title", { number: item.number ?? "" });
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className="vaatu-notice">
      <InlineAlert status="neutral">
        <Heading variant="h2" tabIndex={-1} forwardedRef={heading as never}>
          <Numbered text={title} />
        </Heading>
        <p>{item.routing?.sentence || recipient}</p>
        <ol>
          <li>{now(t, item)}</li>
          <li>{t("receipt.then")}</li>
          <li>{t("receipt.last")}</li>
        </ol>
        <p>{t("receipt.when")}</p>
        <p>{t("case:receipt.next")}</p>
      </InlineAlert>
    </div>
  );
}

type Say = ReturnType<typeof useTranslation<["after", "case"]>>["t"];

function now(t: Say, item: CaseJson): string {
  if (item.phase === "PHASE_TRIAGE") return t("receipt.triage");
  return item.phase === "PHASE_AWAITING_PERMISSION" ? t("receipt.permission") : t("receipt.queued");
}

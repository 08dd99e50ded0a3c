import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Expander, ExpanderContent, ExpanderTitleButton, Paragraph } from "suomifi-ui-components";
import type { CaseJson, RoutingJson, RunnerUpJson } from "../../api/types";
import { needTexts } from "../../i18n";
import { unitName, useCode, useRuleSetName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { Loading } from "../../ui/Loading";
import type { Side } from "./side";

const Events = lazy(async () => (await Promise.all([import("./Events"), needTexts("disputes", "events")]))[0]);

/** Why explains where the request went: the sentence, the facts, who else was considered. */
export function Why({ routing }: { routing: RoutingJson }) {
  const { t } = useTranslation("case");
  return (
    <Expander className="vaatu-noprint">
      <ExpanderTitleButton asHeading="h2">{t("why.heading")}</ExpanderTitleButton>
      <ExpanderContent>
        <RoutingFacts routing={routing} />
      </ExpanderContent>
    </Expander>
  );
}

/** RoutingFacts shows a routing decision without a frame; in brief without the facts of the request. */
export function RoutingFacts({ routing, brief = false }: { routing: RoutingJson; brief?: boolean }) {
  const { t } = useTranslation("case");
  const code = useCode();
  const name = useRuleSetName();
  return (
    <>
      {routing.overridden && <Paragraph mb="s">{t("why.overridden")}</Paragraph>}
      {routing.sentence && <Paragraph mb="s">{routing.sentence}</Paragraph>}
      <dl className="vaatu-answers">
        {!brief && (routing.matched ?? []).length > 0 && (
          <div>
            <dt>{t("why.matched")}</dt>
            <dd>{(routing.matched ?? []).map((m) => code(m)).join(", ")}</dd>
          </div>
        )}
        <Units label={t("why.runnersUp")} units={routing.runnersUp} />
        <Units label={t("why.partners")} units={routing.partners} />
      </dl>
      {!brief && routing.ruleSetVersion && (
        <p className="vaatu-thread__meta">{t("why.version", { name: name(routing.ruleSetVersion) })}</p>
      )}
    </>
  );
}

function Units({ label, units }: { label: string; units: readonly RunnerUpJson[] | undefined }) {
  const { language } = useFormatting();
  if (!units || units.length === 0) return null;
  return (
    <div>
      <dt>{label}</dt>
      <dd>{units.map((u) => unitName(u, language)).join(", ")}</dd>
    </div>
  );
}

/** Timeline shows what has happened, oldest first; it is read when opened. */
export function Timeline({ item, side }: { item: CaseJson; side: Side }) {
  const { t } = useTranslation("case");
  const [open, setOpen] = useState(false);
  return (
    <Expander className="vaatu-noprint" onOpenChange={setOpen}>
      <ExpanderTitleButton asHeading="h2">{t("timeline.heading")}</ExpanderTitleButton>
      <ExpanderContent>
        {open && (
          <Suspense fallback={<Loading />}>
            <Events item={item} side={side} />
          </Suspense>
        )}
      </ExpanderContent>
    </Expander>
  );
}

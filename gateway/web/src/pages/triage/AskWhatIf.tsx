import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Expander, ExpanderContent, ExpanderTitleButton } from "suomifi-ui-components";
import { needTexts } from "../../i18n";
import { Loading } from "../../ui/Loading";
import type { Facts } from "./WhatIf";

const WhatIf = lazy(async () => (await Promise.all([import("./WhatIf"), needTexts("triage")]))[0]);

/** AskWhatIf opens what would be of a request by other facts; it is loaded when it is opened. */
export function AskWhatIf({ facts, heading }: { facts: Facts; heading: "h2" | "h3" }) {
  const { t } = useTranslation("case");
  const [open, setOpen] = useState(false);
  return (
    <Expander className="vaatu-noprint" onOpenChange={setOpen}>
      <ExpanderTitleButton asHeading={heading}>{t("whatIf")}</ExpanderTitleButton>
      <ExpanderContent>
        {open && (
          <Suspense fallback={<Loading />}>
            <WhatIf facts={facts} />
          </Suspense>
        )}
      </ExpanderContent>
    </Expander>
  );
}

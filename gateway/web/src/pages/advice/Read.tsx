import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Expander, ExpanderContent, ExpanderTitleButton } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { needTexts } from "../../i18n";
import { Loading } from "../../ui/Loading";
import { RequestView } from "../case/RequestView";

// The advice can be written before all that was said is there.
const Beside = lazy(async () => (await Promise.all([import("./Beside"), needTexts("attachments")]))[0]);

/** Read is what the advice is written from: beside it, on a phone folded before it. */
export function Read({ item, open }: { item: CaseJson; open: boolean }) {
  const { t } = useTranslation("advice");
  return (
    <div className="vaatu-case__side">
      <Expander defaultOpen={open}>
        <ExpanderTitleButton asHeading="h2">{t("request")}</ExpanderTitleButton>
        <ExpanderContent>{item.request && <RequestView request={item.request} hidden={item.hidden} />}</ExpanderContent>
      </Expander>
      <Suspense fallback={<Loading />}>
        <Beside caseId={item.id ?? ""} open={open} />
      </Suspense>
    </div>
  );
}

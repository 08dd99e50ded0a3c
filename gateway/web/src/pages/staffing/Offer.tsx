import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { caseQuery } from "../../api/queries";
import type { AssignmentJson, CaseJson } from "../../api/types";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Loading } from "../../ui/Loading";
import { Confirm } from "../case/Confirm";

const OfferDialog = lazy(() => import("../parts/OfferDialog"));
const QueueDialog = lazy(() => import("./QueueDialog"));

type OfferProps = {
  /** The part that is offered. */
  isPart: (a: AssignmentJson) => boolean;
  /** Undefined: the unit's queue. */
  receiver: string | undefined;
  opener: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
};

/** Offer reads the case anew, from which the note is written, once its hand-over is asked for: to read it is recorded. */
export function Offer({ caseId, ...rest }: OfferProps & { caseId: string }) {
  const { t } = useTranslation("staffing");
  const query = useQuery({ ...caseQuery(caseId), refetchOnMount: "always" });
  const [read, setRead] = useState(false);
  if (!read && query.isSuccess && query.isFetchedAfterMount) setRead(true); // what fails later closes no form
  if (query.data && read) return <OfferOf item={query.data} {...rest} />;
  return (
    <Confirm title={t("handOver.offer")} confirm="" busy onCancel={rest.onClose} opener={rest.opener}>
      {query.error ? <ErrorNotice error={query.error} onRetry={() => void query.refetch()} /> : <Loading />}
    </Confirm>
  );
}

/** OfferOf says what stands against an offer as the case was at first: the offer itself changes it. */
function OfferOf({ item, isPart, receiver, opener, onClose }: OfferProps & { item: CaseJson }) {
  const { t } = useTranslation("staffing");
  const part = item.assignments?.find((a) => a.state === "STATE_HELD" && isPart(a));
  const [already] = useState(() => item.handOvers?.some((h) => h.assignmentId === part?.id && h.state === "HAND_OVER_STATE_OFFERED"));
  if (part && !already) {
    return (
      <Suspense fallback={null}>
        {receiver === undefined ? (
          <QueueDialog item={item} assignment={part} opener={opener} onClose={onClose} />
        ) : (
          <OfferDialog item={item} assignment={part} opener={opener} onClose={onClose} to="colleague" receiver={receiver} />
        )}
      </Suspense>
    );
  }
  return (
    <Confirm title={t("handOver.offer")} confirm="" busy onCancel={onClose} opener={opener}>
      <Paragraph>{t(part ? "handOver.already" : "handOver.elsewhere")}</Paragraph>
    </Confirm>
  );
}

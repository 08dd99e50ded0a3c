import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { useMe } from "../../api/queries";
import type { AssignmentJson, CaseJson } from "../../api/types";
import { needTexts } from "../../i18n";
import { unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { partOf } from "../advice/parts";
import { may } from "../case/side";
import { returnsQuery } from "../staffing/queries";
import { useSections } from "./sections";

const OpenOffer = lazy(async () => ({ default: (await import("./OfferState")).OpenOffer }));
const PastOffer = lazy(async () => ({ default: (await import("./OfferState")).PastOffer }));
const AssignDialog = lazy(async () => (await Promise.all([import("./AssignDialog"), needTexts("staffing")]))[0]);
const EndPart = lazy(() => import("./EndPart"));
const LimitDialog = lazy(() => import("./LimitDialog"));
const OfferDialog = lazy(() => import("./OfferDialog"));
const RaiseDialog = lazy(async () => (await Promise.all([import("../disputes/RaiseDialog"), needTexts("disputes")]))[0]);

type Asked = "assign" | "colleague" | "lead" | "complete" | "limit" | "dismiss" | "dispute";

/** PartActions tells what a unit is asked and what of its part is offered, and what the person may do with the part. */
export default function PartActions({ item, assignment }: { item: CaseJson; assignment: AssignmentJson }) {
  const { t } = useTranslation("parts");
  const { date, language } = useFormatting();
  const { names } = useSections();
  const [asked, setAsked] = useState<Asked>();
  const opener = useRef<HTMLButtonElement>(null);
  const offers = (item.handOvers ?? []).filter((h) => h.assignmentId === assignment.id);
  const latest = offers.at(-1);
  const offered = offers.find((h) => h.state === "HAND_OVER_STATE_OFFERED");
  const offersPart = may(assignment, "ACTION_OFFER_HAND_OVER");
  const mine = partOf(item, useMe().data?.id)?.id === assignment.id; // told at the top of the page
  const loan = useQuery({ ...returnsQuery, enabled: mine }).data?.loans?.find((l) => l.assignmentId === assignment.id);
  const asPartner = assignment.role === "ROLE_PARTNER"; // once the unit leads, nothing is asked of it
  const open = assignment.state === "STATE_WAITING" || assignment.state === "STATE_HELD";
  const buttons = [
    may(assignment, "ACTION_COMPLETE") && (["complete", t("complete.button")] as const),
    may(assignment, "ACTION_ASSIGN") && (["assign", t(assignment.state === "STATE_WAITING" ? "assign.button" : "assign.move")] as const),
    offersPart && (["colleague", t("offer.colleague")] as const),
    offersPart && assignment.role === "ROLE_LEAD" && (["lead", t("offer.lead")] as const),
    may(assignment, "ACTION_LIMIT") && (["limit", t("limit.button")] as const),
    may(assignment, "ACTION_DISMISS") && (["dismiss", t("dismiss.button")] as const),
    mine && may(item, "ACTION_DISPUTE") && (["dispute", t("dispute")] as const),
  ].filter((b) => b !== false);
  const shared = { item, assignment, opener, onClose: () => setAsked(undefined) };
  return (
    <>
      {assignment.due && open && asPartner && !mine && <p className="vaatu-thread__meta">{t("part.due", { date: date(assignment.due) })}</p>}
      {assignment.invitation && asPartner && !mine && (
        <dl className="vaatu-answers">
          <div>
            <dt>{t("part.invitation")}</dt>
            <dd>{assignment.invitation}</dd>
          </div>
        </dl>
      )}
      {!mine && (assignment.hidden ?? []).length > 0 && (
        <p className="vaatu-thread__meta">{t("limit.hidden", { sections: names(assignment.hidden ?? []) })}</p>
      )}
      {mine && loan && <p>{t("part.lent", { name: loan.name, date: date(loan.returnDate) })}</p>}
      {assignment.suggestion && <p className="vaatu-words">{t("part.suggestion", { text: assignment.suggestion })}</p>}
      {open && <Said label={t("part.placed")} text={assignment.placementReason} />}
      {open && <Said label={t("part.released")} text={assignment.releaseNote} />}
      <Suspense fallback={null}>
        {offered && <OpenOffer item={item} offer={offered} />}
        {!offered && latest && assignment.state === "STATE_HELD" && <PastOffer offer={latest} />}
      </Suspense>
      {buttons.length > 0 && (
        <div className="vaatu-actions">
          {buttons.map(([name, label]) => (
            <Button
              key={name}
              variant="secondary"
              onClick={(event) => {
                opener.current = event.currentTarget as HTMLButtonElement;
                setAsked(name);
              }}
            >
              {label}
            </Button>
          ))}
        </div>
      )}
      <Suspense fallback={null}>
        {asked === "assign" && <AssignDialog {...shared} />}
        {(asked === "colleague" || asked === "lead") && <OfferDialog {...shared} to={asked} />}
        {asked === "dispute" && <RaiseDialog {...shared} />}
        {asked === "limit" && <LimitDialog {...shared} />}
        {(asked === "complete" || asked === "dismiss") && <EndPart {...shared} verb={asked} unit={unitName(assignment, language)} />}
      </Suspense>
    </>
  );
}

/** Said shows what was said where the part changed hands. */
function Said({ label, text }: { label: string; text: string | undefined }) {
  return (
    text && (
      <dl className="vaatu-answers">
        <div>
          <dt>{label}</dt>
          <dd className="vaatu-words">{text}</dd>
        </div>
      </dl>
    )
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import type { CandidateJson, HandOverJson } from "../../api/types";
import { ownName } from "../../i18n/codes";
import { typedDate, useFormatting } from "../../i18n/formatting";
import { useAnswered } from "../../leak/useAnswered";
import { announceDone } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { markOf, useKeptText } from "../../ui/keptText";
import { useKeptForm } from "../../ui/useKeptForm";
import { Loading } from "../../ui/Loading";
import { Select, type Option } from "../../ui/Select";
import { ActionError } from "../case/ActionError";
import { Confirm, toWrong } from "../case/Confirm";
import { daysToAccept, DueDate, dueWithin, inDays } from "../case/DueDate";
import type { AssignmentDialogProps } from "../case/leave";
import { TextBox, useTextCheck } from "../case/TextBox";
import { useSend } from "../case/useSend";
import { useUnitsThatLead } from "../triage/leads";
import { ForGood, useLoan } from "./ForGood";
import { candidatesQuery } from "./queries";
import { substituteFirst, toPreselect, useSubstitute } from "./substitute";
import { useSkeleton } from "./useSkeleton";

type OfferDialogProps = AssignmentDialogProps & {
  to: "colleague" | "lead";
  /** Who is chosen at first. */
  receiver?: string;
};

/** OfferDialog offers a part to a colleague, or the lead to another unit, with a note that begins with what the case says. */
export default function OfferDialog(props: OfferDialogProps) {
  const { t } = useTranslation("parts");
  const skeleton = useSkeleton(props.item, props.assignment);
  const receivers = useReceivers(props);
  if (skeleton.text === undefined || receivers.options === undefined) {
    const failed = [skeleton, receivers].find((q) => q.error);
    return (
      <Confirm title={t(props.to === "lead" ? "offer.titleLead" : "offer.titleColleague")} confirm="" busy onCancel={props.onClose} opener={props.opener}>
        {failed ? <ErrorNotice error={failed.error} onRetry={failed.retry} /> : <Loading />}
      </Confirm>
    );
  }
  return <Form {...props} skeleton={skeleton.text} receivers={receivers.options} preselected={receivers.preselected} />;
}

type Receivers = { options: Option[] | undefined; preselected?: string; error: unknown; retry: () => void };

/** useReceivers answers to whom the part may be offered, the holder's substitute first; no options while they are not known. */
function useReceivers({ item, assignment, to }: OfferDialogProps): Receivers {
  const { t } = useTranslation("parts");
  const { language } = useFormatting();
  const people = useQuery({ ...candidatesQuery(assignment.id ?? ""), enabled: to === "colleague" });
  const substitute = useSubstitute(assignment, (a) => a.substituteId !== undefined, to === "colleague");
  const leading = useUnitsThatLead();
  if (to === "colleague") {
    const others = (people.data?.candidates ?? []).filter((c) => !c.me && c.personId !== assignment.holderId);
    const named = ({ personId, name = "" }: CandidateJson) => (personId === substitute ? t("substitute", { name }) : name);
    return {
      options: people.data && substituteFirst(others, substitute).map((c) => ({ value: c.personId ?? "", label: named(c) })),
      preselected: toPreselect(others, substitute),
      error: people.error,
      retry: () => void people.refetch(),
    };
  }
  const others = leading.units?.filter((u) => u.id !== assignment.unitId);
  const proposed = new Set([...(item.routing?.runnersUp ?? []), ...(item.routing?.partners ?? [])].map((r) => r.unitId));
  const inOrder = others?.toSorted((a, b) => Number(proposed.has(b.id)) - Number(proposed.has(a.id)));
  return { options: inOrder?.map((u) => ({ value: u.id ?? "", label: ownName(u, language) })), error: leading.error, retry: leading.retry };
}

type FormProps = OfferDialogProps & { skeleton: string; receivers: readonly Option[]; preselected: string | undefined };

function Form({ item, assignment, opener, onClose, to, receiver: first, skeleton, receivers, preselected = "" }: FormProps) {
  const { t } = useTranslation("parts");
  const { t: tCase } = useTranslation("case");
  const check = useTextCheck();
  const name = `case.${item.id}.handOver.${assignment.id}.${to}`;
  const [note, setNote, clearNote] = useKeptText(name, skeleton);
  const { form, change, clear } = useKeptForm(markOf(name), { receiver: first ?? preselected, until: typedDate(inDays(7)), forGood: false });
  const { receiver, until, forGood } = form;
  const [tried, setTried] = useState(false);
  const call = useSend<HandOverJson>(item.id ?? "");
  const answered = useAnswered();
  const lead = to === "lead";
  const loan = useLoan(assignment, (a) => a.unitId === assignment.unitId && a.substituteId === receiver, !lead);
  const wrong = check(note, 5000);
  const day = dueWithin(daysToAccept, until);
  const chosen = receivers.find((r) => r.value === receiver);

  function submit(): void {
    setTried(true);
    if (!chosen || wrong !== "" || day === undefined) return toWrong();
    const body = { [lead ? "unitId" : "personId"]: receiver, note: note.trim(), dueDate: day, ...(loan && { forGood }) };
    const send = () =>
      call.send({ path: `/v1/assignments/${assignment.id}:offer`, body, etag: item.etag }, () => {
        clearNote();
        clear();
        announceDone(t("offer.done", { name: chosen.label }));
        onClose();
        document.querySelector("h1")?.focus();
      });
    if (lead) answered.ask([note], send); // another unit reads the note, and nothing else of the case
    else send();
  }

  return (
    <Confirm
      title={t(lead ? "offer.titleLead" : "offer.titleColleague")}
      confirm={t("send")}
      busy={call.busy || answered.busy}
      onConfirm={receivers.length > 0 ? submit : undefined}
      onCancel={onClose}
      opener={opener}
    >
      <Paragraph mb="s">{receivers.length > 0 ? t("offer.text") : t(lead ? "offer.noUnit" : "offer.nobody")}</Paragraph>
      {receivers.length > 0 && (
        <>
          <Select
            label={t(lead ? "invite.unit" : "offer.who")}
            value={receiver}
            onChange={(id) => change({ receiver: id })}
            error={tried && !chosen ? t(lead ? "invite.unitMissing" : "offer.missing") : ""}
            options={[{ value: "", label: t(lead ? "invite.choose" : "offer.choose") }, ...receivers]}
          />
          <TextBox
            guarded={lead ? answered : true}
            label={t("offer.note")}
            hint={tCase("message.noNames")}
            value={note}
            onChange={setNote}
            limit={5000}
            error={tried ? wrong : ""}
            rows={8}
          />
          <DueDate
            label={t("offer.until")}
            days={daysToAccept}
            value={until}
            onChange={(typed) => change({ until: typed })}
            wrong={tried && day === undefined}
          />
          {loan && <ForGood absence={loan} checked={forGood} onChange={(checked) => change({ forGood: checked })} />}
        </>
      )}
      <ActionError error={call.error} item={item} />
    </Confirm>
  );
}

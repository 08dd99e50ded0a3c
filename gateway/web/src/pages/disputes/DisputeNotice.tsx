import { useQuery } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import type { CaseJson, DisputeJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import { eventsQuery } from "../case/queries";
import { may } from "../case/side";
import { Author } from "../case/Thread";
import { useSend } from "../case/useSend";
import { bareOutcome } from "./outcome";
import { useProposal } from "./words";

/** DisputeNotice tells the units of a dispute about the lead, while it is open and how it ended. */
export default function DisputeNotice({ item, dispute }: { item: CaseJson; dispute: DisputeJson }) {
  const { t } = useTranslation("disputes");
  const { date, dateTime } = useFormatting();
  const proposal = useProposal();
  const outcome = bareOutcome(dispute.outcome);
  const { data } = useQuery({ ...eventsQuery(item), enabled: !outcome });
  const clock = data?.clocks?.find((c) => c.goal === "GOAL_SETTLEMENT");
  const facts: [name: string, value: ReactNode][] = [
    [
      t("by"),
      <>
        <Author author={dispute.author} /> · <time dateTime={dispute.createTime}>{dateTime(dispute.createTime)}</time>
      </>,
    ],
    [t("why"), dispute.reason],
    [t("proposal"), proposal(dispute)],
    [t("due"), outcome ? "" : date(clock?.dueDate)],
    [t("ended"), outcome ? dateTime(dispute.endTime) : ""],
    [t("settlement"), dispute.settlement],
  ];
  return (
    <section aria-labelledby="dispute-heading" className={`vaatu-noprint ${outcome ? "" : "vaatu-due"}`}>
      <Heading variant="h2" id="dispute-heading">
        {t("title")}
      </Heading>
      <Paragraph mb="s">{outcome ? <strong>{t(`outcome.${outcome}`)}</strong> : t("open")}</Paragraph>
      <dl className="vaatu-answers">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="vaatu-words">{value}</dd>
            </div>
          ))}
      </dl>
      <Withdraw item={item} dispute={dispute} open={may(item, "ACTION_WITHDRAW_DISPUTE")} />
    </section>
  );
}

/** Withdraw takes the dispute back; its dialog stays when somebody has settled it meanwhile, and has nothing to confirm then. */
function Withdraw({ item, dispute, open }: { item: CaseJson; dispute: DisputeJson; open: boolean }) {
  const { t } = useTranslation("disputes");
  const [asked, setAsked] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const call = useSend<CaseJson>(item.id ?? "");
  const submit = () =>
    call.send({ path: `/v1/cases/${item.id}:withdrawDispute`, body: {}, etag: dispute.etag, of: "" }, () => {
      announceDone(t("withdraw.done"));
      setAsked(false);
      document.querySelector("h1")?.focus(); // the button is gone
    });
  return (
    <>
      {open && (
        <div className="vaatu-actions">
          <Button ref={opener} variant="secondary" onClick={() => setAsked(true)}>
            {t("withdraw.button")}
          </Button>
        </div>
      )}
      {asked && (
        <Confirm
          title={t("withdraw.title")}
          confirm={t("withdraw.button")}
          busy={call.busy}
          onConfirm={open ? submit : undefined}
          onCancel={() => setAsked(false)}
          opener={opener}
        >
          <Paragraph mb="s">{open ? t("withdraw.text") : t("withdraw.gone")}</Paragraph>
          <ActionError error={call.error} item={item} />
        </Confirm>
      )}
    </>
  );
}

import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { todayInHelsinki, useFormatting } from "../../i18n/formatting";
import type { CaseJson, QuestionJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { ActionError } from "./ActionError";
import { useRecipient } from "./Conversation";
import { SendBox } from "./SendBox";
import { may } from "./side";
import { Author } from "./Thread";
import { useSend } from "./useSend";

type DueProps = {
  item: CaseJson;
  open: readonly QuestionJson[];
  /** Whether the page shows the advice of this etag: nobody confirms what they have not been shown. */
  adviceShown: boolean;
  onSent: (id: string) => void;
  /** Opens the form that ends the case. */
  onClose: () => void;
};

/** Due holds what the case waits for from the person: a reply, a confirmation, the school's word. */
export function Due({ item, open, adviceShown, onSent, onClose }: DueProps) {
  const { t } = useTranslation("case");
  const replies = may(item, "ACTION_REPLY") ? open : [];
  const confirms = adviceShown && may(item, "ACTION_ACKNOWLEDGE");
  const followsUp = item.phase === "PHASE_FOLLOW_UP" && may(item, "ACTION_CLOSE");
  if (replies.length === 0 && !confirms && !followsUp) return null;
  return (
    <section className="vaatu-due vaatu-noprint" aria-labelledby="due-heading">
      <Heading variant="h2" id="due-heading">
        {t("due.heading")}
      </Heading>
      {replies.map((q) => (
        <Reply key={q.id} item={item} question={q} onSent={onSent} />
      ))}
      {confirms && <Acknowledge item={item} />}
      {followsUp && <FollowUp onClose={onClose} />}
    </section>
  );
}

function FollowUp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("case");
  return (
    <>
      <Paragraph mb="s">{t("due.followUp")}</Paragraph>
      <Button onClick={onClose}>{t("due.toClose")}</Button>
    </>
  );
}

function Reply({ item, question, onSent }: { item: CaseJson; question: QuestionJson; onSent: (id: string) => void }) {
  const { t } = useTranslation("case");
  const { date } = useFormatting();
  const reader = useRecipient(item, "school");
  const unled = question.author?.role === "ROLE_COORDINATOR";
  const recipient = unled ? t("reply.recipientCoordination") : reader;
  const due = question.dueDate ?? "";
  const late = due !== "" && due < todayInHelsinki();
  return (
    <div>
      <p className="vaatu-thread__meta">
        <strong>{t(unled ? "entry.question" : "due.question")}</strong> · <Author author={question.author} />
      </p>
      <p className="vaatu-words">{question.text}</p>
      {due !== "" && <Paragraph mb="s">{t(late ? "due.late" : "due.by", { date: date(due) })}</Paragraph>}
      <SendBox
        item={item}
        path={`/v1/cases/${item.id}/questions/${question.id}:reply`}
        kept={`reply.${question.id}`}
        label={t("reply.label")}
        send={t("reply.send")}
        sent={(clock) => t("reply.sent", { clock })}
        limit={5000}
        recipient={recipient}
        leaves
        outside={unled}
        onSent={({ id }) => onSent(id ?? "")}
      />
    </div>
  );
}

function Acknowledge({ item }: { item: CaseJson }) {
  const { t } = useTranslation("case");
  const call = useSend<CaseJson>(item.id ?? "");
  return (
    <div>
      <Paragraph mb="s">{t("due.advice")}</Paragraph>
      <ActionError error={call.error} item={item} />
      <div className="vaatu-actions">
        <a className="vaatu-button vaatu-button--secondary" href="#advice-heading">
          {t("due.toAdvice")}
        </a>
        <Button
          aria-disabled={call.busy}
          onClick={() =>
            call.send({ path: `/v1/cases/${item.id}/advice:acknowledge`, body: {}, etag: item.etag }, (_, stayed) => {
              announceDone(t("acknowledge.done"));
              if (stayed) document.getElementById("advice-heading")?.focus();
            })
          }
        >
          {t("acknowledge.button")}
        </Button>
      </div>
    </div>
  );
}

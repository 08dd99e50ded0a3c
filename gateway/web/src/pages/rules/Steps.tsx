import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph, TextInput } from "suomifi-ui-components";
import type { ListRuleChangesResponseJson, RuleSetActionJson, RuleSetJson } from "../../api/types";
import type { Poster } from "../../api/usePost";
import { useRuleSetName } from "../../i18n/codes";
import { useKeptText } from "../../ui/keptText";
import { Confirm } from "../case/Confirm";
import { changesQuery } from "./queries";
import { Refusal } from "./Refusal";

/** Published is the set in whose place one is published, as the person was shown it. */
type Published = Pick<ListRuleChangesResponseJson, "baseId" | "baseVersion">;

type StepsProps = { set: RuleSetJson; call: Poster<RuleSetJson>; onDone: (set: RuleSetJson) => void };

/** Steps are the buttons that take a set on its way: to review, back, to approval, to publication, or to a draft of it. */
export function Steps({ set, call, onDone }: StepsProps) {
  const { t } = useTranslation("rules");
  const name = useRuleSetName();
  const [sendingBack, setSendingBack] = useState(false);
  const [submitting, setSubmitting] = useState(false);
  const [over, setOver] = useState<Published>();
  const [reason, setReason, clearReason] = useKeptText(`rules.${set.id}.sendBack`);
  const [missing, setMissing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const submit = useRef<HTMLButtonElement>(null);
  const published = useQuery(changesQuery(set.id ?? "", set.etag ?? "")).data;
  const same = published?.baseId !== undefined && (published.changes ?? []).length === 0;
  const replaced = over !== undefined && published !== undefined && published.baseId !== over.baseId;
  const may = (action: RuleSetActionJson) => (set.allowedActions ?? []).includes(action);

  function send(verb: string, body: unknown = {}, done?: () => void): void {
    const path = verb === "" ? "/v1/rulesets" : `/v1/rulesets/${set.id}:${verb}`;
    call.send({ path, body, ...(verb !== "" && set.etag && { etag: set.etag }) }, (answer) => {
      setSendingBack(false);
      setOver(undefined);
      done?.();
      onDone(answer);
    });
  }

  const button = (action: RuleSetActionJson, label: "copy" | "approve", act: () => void) =>
    may(action) && (
      <Button variant={label === "copy" ? "secondary" : "default"} aria-disabled={call.busy} onClick={act}>
        {t(label)}
      </Button>
    );
  return (
    <>
      {set.state === "RULE_SET_STATE_CHECKED" && !may("RULE_SET_ACTION_APPROVE") && <Paragraph mb="s">{t("other")}</Paragraph>}
      {may("RULE_SET_ACTION_SUBMIT") && same && <Paragraph mb="s">{t("nothingToSubmit")}</Paragraph>}
      <div className="vaatu-actions">
        {may("RULE_SET_ACTION_SUBMIT") && !same && (
          <Button ref={submit} aria-disabled={call.busy} onClick={() => setSubmitting(true)}>
            {t("submit")}
          </Button>
        )}
        {button("RULE_SET_ACTION_APPROVE", "approve", () => send("approve"))}
        {may("RULE_SET_ACTION_PUBLISH") && published?.baseId && (
          <Button ref={opener} onClick={() => setOver(published)}>
            {t("publish")}
          </Button>
        )}
        {may("RULE_SET_ACTION_SEND_BACK") && (
          <Button variant="secondary" aria-expanded={sendingBack} onClick={() => setSendingBack(true)}>
            {t("sendBack")}
          </Button>
        )}
        {button("RULE_SET_ACTION_COPY", "copy", () => send("", { baseId: set.id }))}
      </div>
      {sendingBack && (
        <>
          <TextInput
            labelText={t("sendBackReason")}
            fullWidth
            maxLength={500}
            value={reason}
            onChange={(value) => setReason(String(value))}
            status={missing ? "error" : "default"}
            statusText={missing ? t("reasonMissing") : ""}
          />
          <div className="vaatu-actions">
            <Button
              aria-disabled={call.busy}
              onClick={() => {
                setMissing(reason.trim() === "");
                if (reason.trim() !== "") send("sendBack", { reason: reason.trim() }, clearReason);
              }}
            >
              {t("sendBack")}
            </Button>
          </div>
        </>
      )}
      {submitting && (
        <Confirm
          title={t("submitTitle", { name: name(set.version) })}
          confirm={t("submit")}
          busy={call.busy}
          onConfirm={() => {
            setSubmitting(false); // what blocks it stands on the page
            send("submit");
          }}
          onCancel={() => setSubmitting(false)}
          opener={submit}
        >
          <Paragraph>{t("submitText")}</Paragraph>
        </Confirm>
      )}
      {over && (
        <Confirm
          title={t("publishTitle", { name: name(set.version) })}
          confirm={t("publish")}
          busy={call.busy}
          onConfirm={replaced ? undefined : () => send("publish", { replacesId: over.baseId })}
          onCancel={() => setOver(undefined)}
          opener={opener}
        >
          <Paragraph>{replaced ? t("replaced", { name: name(published?.baseVersion) }) : t("publishText", { name: name(over.baseVersion) })}</Paragraph>
          <Refusal set={set} error={call.error} />
        </Confirm>
      )}
    </>
  );
}

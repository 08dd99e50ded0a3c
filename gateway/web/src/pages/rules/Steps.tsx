import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import type { ListRuleChangesResponseJson, RuleSetActionJson, RuleSetJson } from "../../api/types";
import type { Poster } from "../../api/usePost";
import { needTexts } from "../../i18n";
import { useRuleSetName } from "../../i18n/codes";
import { Confirm } from "../case/Confirm";
import { changesQuery } from "./queries";
import { Refusal } from "./Refusal";

const SendBack = lazy(async () => (await Promise.all([import("./SendBack"), needTexts("case", "form")]))[0]);

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
  const opener = useRef<HTMLButtonElement>(null);
  const submit = useRef<HTMLButtonElement>(null);
  const sendBack = useRef<HTMLButtonElement>(null);
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
          <Button ref={sendBack} variant="secondary" aria-expanded={sendingBack} onClick={() => setSendingBack(!sendingBack)}>
            {t("sendBack")}
          </Button>
        )}
        {button("RULE_SET_ACTION_COPY", "copy", () => send("", { baseId: set.id }))}
      </div>
      <Suspense fallback={null}>
        {sendingBack && (
          <SendBack
            set={set}
            busy={call.busy}
            onSend={(reason, sent) => send("sendBack", { reason }, sent)}
            onCancel={() => {
              setSendingBack(false);
              (sendBack.current ?? document.querySelector("h1"))?.focus();
            }}
          />
        )}
      </Suspense>
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

import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph, TextInput } from "suomifi-ui-components";
import type { RuleSetActionJson, RuleSetJson } from "../../api/types";
import type { Poster } from "../../api/usePost";
import { Confirm } from "../case/Confirm";
import { ruleSetsQuery } from "./queries";

type StepsProps = { set: RuleSetJson; call: Poster<RuleSetJson>; onDone: (set: RuleSetJson) => void };

/** Steps are the buttons that take a set on its way: to review, back, to approval, to publication, or to a draft of it. */
export function Steps({ set, call, onDone }: StepsProps) {
  const { t } = useTranslation("rules");
  const [asked, setAsked] = useState<"sendBack" | "publish">();
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const published = useInfiniteQuery(ruleSetsQuery)
    .data?.pages.flatMap((p) => p.ruleSets ?? [])
    .find((s) => s.state === "RULE_SET_STATE_PUBLISHED");
  const may = (action: RuleSetActionJson) => (set.allowedActions ?? []).includes(action);

  function send(verb: string, body: unknown = {}): void {
    const path = verb === "" ? "/v1/rulesets" : `/v1/rulesets/${set.id}:${verb}`;
    call.send({ path, body, ...(verb !== "" && set.etag && { etag: set.etag }) }, (answer) => {
      setAsked(undefined);
      onDone(answer);
    });
  }

  const button = (action: RuleSetActionJson, label: "copy" | "submit" | "approve", act: () => void) =>
    may(action) && (
      <Button variant={label === "copy" ? "secondary" : "default"} aria-disabled={call.busy} onClick={act}>
        {t(label)}
      </Button>
    );
  return (
    <>
      {set.state === "RULE_SET_STATE_CHECKED" && !may("RULE_SET_ACTION_APPROVE") && <Paragraph mb="s">{t("other")}</Paragraph>}
      <div className="vaatu-actions">
        {button("RULE_SET_ACTION_SUBMIT", "submit", () => send("submit"))}
        {button("RULE_SET_ACTION_APPROVE", "approve", () => send("approve"))}
        {may("RULE_SET_ACTION_PUBLISH") && published && (
          <Button ref={opener} onClick={() => setAsked("publish")}>
            {t("publish")}
          </Button>
        )}
        {may("RULE_SET_ACTION_SEND_BACK") && (
          <Button variant="secondary" aria-expanded={asked === "sendBack"} onClick={() => setAsked("sendBack")}>
            {t("sendBack")}
          </Button>
        )}
        {button("RULE_SET_ACTION_COPY", "copy", () => send("", { baseId: set.id }))}
      </div>
      {asked === "sendBack" && (
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
                if (reason.trim() !== "") send("sendBack", { reason: reason.trim() });
              }}
            >
              {t("sendBack")}
            </Button>
          </div>
        </>
      )}
      {asked === "publish" && (
        <Confirm
          title={t("publishTitle", { version: set.version })}
          confirm={t("publish")}
          busy={call.busy}
          onConfirm={() => send("publish", { replacesId: published?.id })}
          onCancel={() => setAsked(undefined)}
          opener={opener}
        >
          <Paragraph>{t("publishText")}</Paragraph>
        </Confirm>
      )}
    </>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { isProblem } from "../../api/client";
import { keys } from "../../api/queries";
import type { RuleSetJson } from "../../api/types";
import { usePost } from "../../api/usePost";
import { useRuleSetName } from "../../i18n/codes";
import { announceDone } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Confirm } from "../case/Confirm";

/** Discard deletes a draft, once the author has said so twice, and leads back to all versions. */
export function Discard({ set }: { set: RuleSetJson }) {
  const { t } = useTranslation("rules");
  const name = useRuleSetName()(set.version);
  const [asked, setAsked] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const refresh = () => client.invalidateQueries({ queryKey: keys.ruleSets });
  const call = usePost({
    succeeded: async () => {
      await navigate({ to: "/routing" });
      client.removeQueries({ queryKey: [...keys.ruleSets, set.id] });
      await refresh();
    },
    refused: refresh,
    failed: () => setAsked(false),
  });
  const refused = isProblem(call.error, "ETAG_STALE") || isProblem(call.error, "TRANSITION_REFUSED");
  return (
    <>
      {call.error !== null && <ErrorNotice error={call.error} {...(refused && { text: t("discardRefused") })} />}
      <div className="vaatu-actions">
        <Button ref={opener} variant="secondary" onClick={() => setAsked(true)}>
          {t("discard")}
        </Button>
      </div>
      {asked && (
        <Confirm
          title={t("discardTitle", { name })}
          confirm={t("discard")}
          busy={call.busy}
          onConfirm={() =>
            call.send({ path: `/v1/rulesets/${set.id}:discard`, body: {}, ...(set.etag && { etag: set.etag }) }, () =>
              announceDone(t("discarded", { name })),
            )
          }
          onCancel={() => setAsked(false)}
          opener={opener}
        >
          <Paragraph>{t("discardText")}</Paragraph>
        </Confirm>
      )}
    </>
  );
}

import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { keys } from "../../api/queries";
import type { FindSimilarResponseJson, LikenessJson } from "../../api/types";
import { usePost } from "../../api/usePost";
import { announce } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";

/** AskColleague tells that a colleague has asked for something similar, and asks them whether it is the same. */
export function AskColleague({ likeness, asked }: { likeness: LikenessJson; asked: boolean }) {
  const { t } = useTranslation("similar");
  const client = useQueryClient();
  const key = keys.similar(likeness);
  const call = usePost<unknown>({
    succeeded: () => Promise.resolve(client.setQueryData<FindSimilarResponseJson>(key, (before) => ({ ...before, asked: true }))),
    refused: () => client.invalidateQueries({ queryKey: key }),
  });
  if (asked) return <Paragraph mb="m">{t("asked")}</Paragraph>;
  return (
    <>
      <Paragraph mb="s">{t("hidden")}</Paragraph>
      <Paragraph mb="s">{t("what")}</Paragraph>
      {call.error !== null && <ErrorNotice error={call.error} />}
      <div className="vaatu-actions">
        <Button
          variant="secondary"
          aria-disabled={call.busy}
          onClick={() => call.send({ path: "/v1/joins", body: { likeness } }, () => announce(t("asked")))}
        >
          {t("ask")}
        </Button>
      </div>
    </>
  );
}

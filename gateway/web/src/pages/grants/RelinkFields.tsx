import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { RadioButton, RadioButtonGroup } from "suomifi-ui-components";
import { useMe } from "../../api/queries";
import type { KeptGrantJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { Empty } from "../../ui/Empty";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useKeptText } from "../../ui/keptText";
import { Loading } from "../../ui/Loading";
import { TextBox, useTextCheck } from "../case/TextBox";
import { everyGrantQuery } from "./queries";
import { useGrantWords } from "./words";

const limit = 500;

type Relink = ReturnType<typeof useRelink>;

/** useRelink holds which sign-in is the same person, of those that wait for confirmation, and why; body checks both. */
export function useRelink(grant: KeptGrantJson) {
  const check = useTextCheck();
  const query = useQuery(everyGrantQuery("GRANT_STATE_WAITS"));
  const me = useMe();
  const waiting = query.data?.filter((g) => g.id !== grant.id && g.inviterId !== me.data?.id) ?? [];
  const [picked, choose, unchoose] = useKeptText(`grants.${grant.id}.relinkTo`);
  const [reason, write, unwrite] = useKeptText(`grants.${grant.id}.relink`);
  const [tried, setTried] = useState(false);
  const wrong = check(reason, limit);
  const chosen = waiting.some((g) => g.id === picked) ? picked : "";
  return {
    query,
    waiting,
    ready: query.isSuccess && waiting.length > 0,
    chosen,
    choose,
    reason,
    write,
    clear: () => {
      unchoose();
      unwrite();
    },
    wrong: tried ? wrong : "",
    unchosen: tried && chosen === "",
    body: () => {
      setTried(true);
      return chosen === "" || wrong !== "" ? undefined : { waitingGrantId: chosen, reason: reason.trim() };
    },
  };
}

/**
 * RelinkFields asks for the sign-in that is the same person, among those that wait for confirmation and to which somebody
 * else has invited: it takes two.
 */
export function RelinkFields({ relink }: { relink: Relink }) {
  const { t } = useTranslation("grants");
  const { dateTime } = useFormatting();
  const { name } = useGrantWords();
  const { query, waiting } = relink;
  if (query.error) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Loading />;
  if (waiting.length === 0) return <Empty text={t("relink.none")} />;
  return (
    <>
      <RadioButtonGroup
        labelText={t("relink.choose")}
        name="relink"
        value={relink.chosen}
        onChange={relink.choose}
        groupStatus={relink.unchosen ? "error" : "default"}
        groupStatusText={relink.unchosen ? t("relink.chooseMissing") : ""}
        mb="s"
      >
        {waiting.map((g) => (
          <RadioButton key={g.id} value={g.id ?? ""} hintText={g.personEmail}>
            {t("relink.option", { name: name(g), when: dateTime(g.signInTime) })}
          </RadioButton>
        ))}
      </RadioButtonGroup>
      <TextBox
        label={t("relink.reason")}
        hint={t("relink.reasonHint")}
        value={relink.reason}
        onChange={relink.write}
        limit={limit}
        error={relink.wrong}
      />
    </>
  );
}

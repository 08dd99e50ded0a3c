import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { JoinAnswerJson, JoinJson, ListJoinsResponseJson } from "../../api/types";
import { usePost } from "../../api/usePost";
import { announceDone } from "../../ui/announce";
import { AppLink } from "../../ui/AppLink";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Numbered } from "../../ui/Numbered";
import "./similar.css";

/** useJoins asks what colleagues want to know, and have answered. */
export function useJoins(enabled = true) {
  return useQuery({
    queryKey: keys.joins,
    queryFn: ({ signal }) => api.get<ListJoinsResponseJson>("/v1/joins", undefined, { signal }),
    enabled,
  });
}

/** JoinsSection shows what colleagues ask of one's requests, and what they have answered; nothing where there is neither. */
export function JoinsSection() {
  const { t } = useTranslation("similar");
  const query = useJoins();
  if (query.error && !query.data) return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />;
  const joins = query.data?.joins ?? [];
  const asked = joins.filter((j) => !j.own);
  const heard = joins.filter((j) => j.own);
  return (
    <>
      {asked.length > 0 && (
        <section>
          <Heading variant="h2">{t("joins.title")}</Heading>
          <ul className="vaatu-cards" aria-label={t("joins.title")}>
            {asked.map((join) => (
              <Asked key={join.id} join={join} />
            ))}
          </ul>
        </section>
      )}
      {heard.length > 0 && (
        <section>
          <Heading variant="h2">{t("joins.heard")}</Heading>
          <ul className="vaatu-cards" aria-label={t("joins.heard")}>
            {heard.map(({ id, answer, name = "", number = "" }) => (
              <li key={id} className="vaatu-card">
                <Numbered text={answer === "JOIN_ANSWER_SAME_MATTER" ? t("joins.heardSame", { name, number }) : t("joins.heardAnother")} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Asked({ join: { id, caseId = "", name = "", number = "" } }: { join: JoinJson }) {
  const { t } = useTranslation("similar");
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.joins });
  const call = usePost<unknown>({ succeeded: refresh, refused: refresh });
  function say(answer: JoinAnswerJson): void {
    call.send({ path: `/v1/joins/${id}:answer`, body: { answer } }, (_, stayed) => {
      announceDone(t("joins.sent"));
      if (stayed) document.querySelector("h1")?.focus(); // the buttons are gone
    });
  }
  return (
    <li className="vaatu-card">
      <Paragraph mb="s">
        <Numbered text={t("joins.text", { name, number })} />
      </Paragraph>
      <Paragraph mb="s">{t("joins.told")}</Paragraph>
      <p>
        <AppLink to="/cases/$caseId" params={{ caseId }}>
          {t("joins.openOf", { number })}
        </AppLink>
      </p>
      {call.error !== null && <ErrorNotice error={call.error} />}
      <div className="vaatu-actions">
        <Button aria-disabled={call.busy} aria-label={t("joins.sameOf", { name, number })} onClick={() => say("JOIN_ANSWER_SAME_MATTER")}>
          {t("joins.same")}
        </Button>
        <Button
          variant="secondary"
          aria-disabled={call.busy}
          aria-label={t("joins.anotherOf", { name, number })}
          onClick={() => say("JOIN_ANSWER_ANOTHER_MATTER")}
        >
          {t("joins.another")}
        </Button>
      </div>
    </li>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import type { CaseJson, RequestJson, RoutingJson } from "../../api/types";
import { unitName } from "../../i18n/codes";
import { useLanguage } from "../../i18n/formatting";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { ActionError } from "../case/ActionError";
import { useAnswerText } from "../form/useAnswerText";
import { changedQuestions, moves, staysPut } from "./changes";

type SummaryProps = {
  item: CaseJson;
  own: RequestJson;
  busy: boolean;
  error: unknown;
  onSave: () => void;
  onBack: () => void;
};

/** Summary says before saving what will be another, and whether the receiver changes. */
export function Summary({ item, own, busy, error, onSave, onBack }: SummaryProps) {
  const { t } = useTranslation("after");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section aria-labelledby="changes-heading" className="vaatu-amend__summary">
      <Heading variant="h2" id="changes-heading" tabIndex={-1} forwardedRef={heading as never}>
        {t("amend.changes")}
      </Heading>
      <Changes filed={item.request ?? {}} own={own} />
      <Receiver item={item} own={own} />
      <ActionError error={error} item={item} />
      <div className="vaatu-actions">
        <Button aria-disabled={busy} onClick={() => !busy && onSave()}>
          {t("amend.save")}
        </Button>
        <Button variant="secondary" onClick={onBack}>
          {t("amend.goOn")}
        </Button>
      </div>
    </section>
  );
}

function Changes({ filed, own }: { filed: RequestJson; own: RequestJson }) {
  const { t } = useTranslation(["after", "form"]);
  const answer = useAnswerText();
  return (
    <dl className="vaatu-answers">
      {changedQuestions(filed, own).map((q) => (
        <div key={q.id}>
          <dt>{t(`form:questions.${q.id}.short`)}</dt>
          <dd>
            <p className="vaatu-words">
              <span className="vaatu-amend__tag">{t("amend.before")}</span> {answer(q.id, filed).join(", ") || t("form:noAnswer")}
            </p>
            <p className="vaatu-words">
              <span className="vaatu-amend__tag">{t("amend.after")}</span> {answer(q.id, own).join(", ") || t("form:noAnswer")}
            </p>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Receiver({ item, own }: { item: CaseJson; own: RequestJson }) {
  const { t } = useTranslation("after");
  const language = useLanguage();
  const put = staysPut(item);
  const preview = useQuery({
    queryKey: ["cases", item.id, "amend", own, language],
    queryFn: ({ signal }) => api.post<RoutingJson>("/v1/routing:preview", { request: own, schoolId: item.schoolId }, { signal }),
    enabled: !put,
  });
  if (put) return <Paragraph mb="s">{t("amend.staysByPerson")}</Paragraph>;
  if (preview.error) return <ErrorNotice error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data) return null;
  if (!moves(item, preview.data)) return <Paragraph mb="s">{t("amend.stays")}</Paragraph>;
  const unit = unitName(preview.data, language);
  return <Paragraph mb="s">{unit === "" ? t("amend.toTriage") : t("amend.movesTo", { unit })}</Paragraph>;
}

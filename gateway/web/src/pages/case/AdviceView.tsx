import { useTranslation } from "react-i18next";
import { Button, Expander, ExpanderContent, ExpanderTitleButton, Heading, Paragraph } from "suomifi-ui-components";
import { useMe } from "../../api/queries";
import type { AdviceJson, AdviceTextJson, CaseJson } from "../../api/types";
import { unitName } from "../../i18n/codes";
import { formatDate, useFormatting } from "../../i18n/formatting";
import { ButtonLink } from "../../ui/AppLink";
import { currentOf, partOf, toGoOnWith } from "../advice/parts";
import { may } from "./side";

type AdviceSectionProps = { item: CaseJson; advice: readonly AdviceJson[] };

/** AdviceSection shows the latest advice that the person may see, and the way to write it. */
export function AdviceSection({ item, advice }: AdviceSectionProps) {
  const { t } = useTranslation("case");
  const { language } = useFormatting();
  const { current, earlier } = currentOf(advice);
  const own = toGoOnWith(item, partOf(item, useMe().data?.id), current);
  const writes = may(item, "ACTION_WRITE_ADVICE");
  return (
    <section aria-labelledby="advice-heading">
      <Heading variant="h2" id="advice-heading" tabIndex={-1}>
        {t("advice.heading")}
      </Heading>
      {current.length === 0 && <Paragraph mb="s">{t("advice.none")}</Paragraph>}
      {current.map((a) => (
        <div key={a.id}>
          {current.length > 1 && <Heading variant="h3">{unitName(a.author, language)}</Heading>}
          <Revision advice={a} />
        </div>
      ))}
      <div className="vaatu-actions vaatu-noprint">
        {writes && (
          <ButtonLink to="/cases/$caseId/advice" params={{ caseId: item.id ?? "" }} className="vaatu-button">
            {own ? t("advice.edit") : t("advice.write")}
          </ButtonLink>
        )}
        {current.some((a) => a.publishTime) && (
          <Button variant="secondary" onClick={() => window.print()}>
            {t("advice.print")}
          </Button>
        )}
      </div>
      {earlier.length > 0 && (
        <Expander className="vaatu-noprint">
          <ExpanderTitleButton asHeading="h3">{t("advice.earlier")}</ExpanderTitleButton>
          <ExpanderContent>
            {earlier.map((a) => (
              <section key={a.id} aria-label={t("advice.revision", { revision: a.revision ?? 0 })}>
                <Heading variant="h4">{t("advice.revision", { revision: a.revision ?? 0 })}</Heading>
                <Revision advice={a} />
              </section>
            ))}
          </ExpanderContent>
        </Expander>
      )}
    </section>
  );
}

function Revision({ advice }: { advice: AdviceJson }) {
  const { t } = useTranslation("case");
  const { dateTime } = useFormatting();
  const state = advice.publishTime
    ? t("advice.published", { time: dateTime(advice.publishTime) })
    : t("advice.draft", { revision: advice.revision ?? 1 });
  return (
    <>
      <p className="vaatu-thread__meta">
        {state}
        {advice.author?.name ? ` · ${advice.author.name}` : ""}
      </p>
      <AdviceText text={advice.advice ?? {}} />
    </>
  );
}

/** AdviceText is the advice itself, as school and expert both see it. */
export function AdviceText({ text }: { text: AdviceTextJson }) {
  const { t } = useTranslation("case");
  const { language } = useFormatting();
  const day = (byWhen: string) => (/^\d{4}-\d{2}-\d{2}$/.test(byWhen) ? formatDate(language, byWhen) : byWhen);
  return (
    <div>
      <p className="vaatu-words">{text.summary}</p>
      {(text.steps ?? []).length > 0 && (
        <>
          <p className="vaatu-recipient">{t("advice.steps")}</p>
          <ol className="vaatu-steps">
            {(text.steps ?? []).map((step, i) => (
              <li key={i}>
                <span className="vaatu-words">{step.text}</span>
                {(step.who || step.byWhen) && (
                  <dl className="vaatu-step__facts">
                    {step.who && (
                      <div>
                        <dt>{t("advice.who")}</dt>
                        <dd>{step.who}</dd>
                      </div>
                    )}
                    {step.byWhen && (
                      <div>
                        <dt>{t("advice.byWhen")}</dt>
                        <dd>{day(step.byWhen)}</dd>
                      </div>
                    )}
                  </dl>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
      <dl className="vaatu-answers">
        {text.watch && (
          <div>
            <dt>{t("advice.watch")}</dt>
            <dd>{text.watch}</dd>
          </div>
        )}
        {text.askAgain && (
          <div>
            <dt>{t("advice.askAgain")}</dt>
            <dd>{text.askAgain}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}

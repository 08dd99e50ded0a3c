import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Heading } from "suomifi-ui-components";
import type { CaseJson } from "../../api/types";
import { useCode } from "../../i18n/codes";

/** Outcome shows what the school said at the end, or why it took the request back; it takes the focus of the form that said it. */
export default function Outcome({ item, focused }: { item: CaseJson; focused: boolean }) {
  const { t } = useTranslation("case");
  const code = useCode();
  const said = item.closeOut;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focused) heading.current?.focus();
  }, [focused, said?.effect]);
  if (!said) return null;
  return (
    <section aria-labelledby="outcome-heading">
      <Heading variant="h2" id="outcome-heading" tabIndex={-1} forwardedRef={heading as never}>
        {t(said.effect ? "close.outcome" : "withdraw.done")}
      </Heading>
      <dl className="vaatu-answers">
        {said.effect && (
          <div>
            <dt>{t("close.effect")}</dt>
            <dd>{code(said.effect)}</dd>
          </div>
        )}
        {said.value ? (
          <div>
            <dt>{t("close.value")}</dt>
            <dd>{said.value}</dd>
          </div>
        ) : null}
        {said.comment && (
          <div>
            <dt>{t(said.effect ? "close.comment" : "withdraw.reason")}</dt>
            <dd>{said.comment}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}

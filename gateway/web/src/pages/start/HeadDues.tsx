import { useTranslation } from "react-i18next";
import { unitName } from "../../i18n/codes";
import { useFormatting } from "../../i18n/formatting";
import { ButtonLink } from "../../ui/AppLink";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useHeadDue, type HeadDue } from "./headDue";

/** HeadDues shows what waits for the head of a unit; nothing where there is nothing. */
export function HeadDues() {
  const { t } = useTranslation("start");
  const { dues, error, retry } = useHeadDue();
  if (error && !dues) return <ErrorNotice error={error} onRetry={retry} />;
  if (!dues || dues.length === 0) return null;
  return (
    <ul className="vaatu-cards" aria-label={t("head.list")}>
      {dues.map((due, i) => (
        <Row key={i} due={due} />
      ))}
    </ul>
  );
}

function Row({ due: { grant, name, count } }: { due: HeadDue }) {
  const { t } = useTranslation("start");
  const { language } = useFormatting();
  const unit = unitName(grant, language);
  const params = { unitId: grant.unitId ?? "" };
  const button = "vaatu-button";
  return (
    <li className="vaatu-card vaatu-row">
      <div>
        <div className="vaatu-card__heading">{name === undefined ? t("head.late", { count }) : t("head.away", { name })}</div>
        <div>{name === undefined ? unit : `${unit} · ${t("head.notOffered", { count })}`}</div>
      </div>
      {name === undefined ? (
        <ButtonLink className={button} to="/queues/$unitId" params={params} aria-label={t("queues.openOf", { unit })}>
          {t("queues.open")}
        </ButtonLink>
      ) : (
        <ButtonLink className={button} to="/units/$unitId/staff" params={params} aria-label={t("head.openOf", { name })}>
          {t("head.open")}
        </ButtonLink>
      )}
    </li>
  );
}

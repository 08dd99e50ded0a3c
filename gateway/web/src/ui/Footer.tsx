import { useTranslation } from "react-i18next";
import { Block } from "suomifi-ui-components";
import { AppLink } from "./AppLink";

export function Footer() {
  const { t } = useTranslation();
  return (
    <Block variant="footer" className="vaatu-footer">
      <div className="vaatu-footer__inner">
        <span>{t("about")}</span>
        <ul className="vaatu-footer__links">
          <li>
            <AppLink to="/help">{t("nav.help")}</AppLink>
          </li>
          <li>
            <AppLink to="/accessibility">{t("nav.accessibility")}</AppLink>
          </li>
          <li>
            <AppLink to="/privacy">{t("nav.privacy")}</AppLink>
          </li>
        </ul>
      </div>
    </Block>
  );
}

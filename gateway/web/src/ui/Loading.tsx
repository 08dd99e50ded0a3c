import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { LoadingSpinner } from "suomifi-ui-components";
import { announce } from "./announce";

const patienceMillis = 300;

/** Loading shows nothing for 300 ms, then a spinner, and says so once. */
export function Loading() {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true);
      announce(t("loading"));
    }, patienceMillis);
    return () => clearTimeout(timer);
  }, [t]);
  return <div className="vaatu-loading">{late && <LoadingSpinner text={t("loading")} />}</div>;
}

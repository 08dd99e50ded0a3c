import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../api/queries";
import { announceDone } from "../../ui/announce";
import { keepText, keptText, markOf } from "../../ui/keptText";
import { OwnEmail } from "./OwnEmail";

// Kept like a text, until the person signs out or another signs in: the next sign-in asks again.
const later = markOf("email.later");

/** EmailCard asks whoever has no address for one, once a sign-in. It stays while the page does, to say that it is done. */
export function EmailCard() {
  const { t } = useTranslation("start");
  const address = useMe().data?.email?.address;
  const [shown, setShown] = useState(!address && keptText(later) === "");
  if (!shown) return null;
  return (
    <div className="vaatu-card vaatu-emailcard">
      <OwnEmail
        onLater={() => {
          keepText(later, "1");
          setShown(false);
          announceDone(t("email.laterSaid"));
          document.getElementById("main")?.focus();
        }}
      />
    </div>
  );
}

import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import { api } from "../../api/client";
import { useMe } from "../../api/queries";
import type { OwnEmailJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { AddressForm } from "./AddressForm";
import { CodeForm } from "./CodeForm";
import { useEmailCall } from "./useEmailCall";

/**
 * OwnEmail shows the address for notices, asks for one, and verifies it by a code; it can be changed and removed. With onLater
 * the question can be put off.
 */
export function OwnEmail({ onLater }: { onLater?: () => void }) {
  const { t } = useTranslation(["start", "common"]);
  const own = useMe().data?.email ?? {};
  const [changing, setChanging] = useState(false);
  const [asked, setAsked] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const stop = () => {
    setChanging(false);
    heading.current?.focus();
  };
  return (
    <section id="email">
      <Heading variant="h2" tabIndex={-1} forwardedRef={heading as never}>
        {t("start:email.title")}
      </Heading>
      <Paragraph mb="s">{t("start:email.why")}</Paragraph>
      {own.address && <p className="vaatu-email">{t("start:email.known", { email: own.address })}</p>}
      {changing || (!own.address && !own.toVerify) ? (
        <AddressForm
          onSent={() => {
            setChanging(false);
            setAsked(true);
          }}
          out={
            changing
              ? { label: t("common:action.cancel"), onPress: stop }
              : onLater && { label: t("start:email.later"), onPress: onLater }
          }
        />
      ) : own.toVerify ? (
        <CodeForm own={own} asked={asked} onVerified={stop} onOther={() => setChanging(true)} />
      ) : (
        <Known onChange={() => setChanging(true)} onRemoved={stop} />
      )}
    </section>
  );
}

/** Known is what one can do with an address that is set. */
function Known({ onChange, onRemoved }: { onChange: () => void; onRemoved: () => void }) {
  const { t } = useTranslation("start");
  const remove = useEmailCall(
    () => api.delete<OwnEmailJson>("/v1/me/email"),
    () => {
      announceDone(t("email.removed"));
      onRemoved();
    },
  );
  return (
    <>
      {remove.error !== null && <ErrorNotice error={remove.error} />}
      <div className="vaatu-actions">
        <Button variant="secondary" onClick={onChange}>
          {t("email.change")}
        </Button>
        <Button variant="secondary" aria-disabled={remove.busy} onClick={() => remove.send("")}>
          {t("email.remove")}
        </Button>
      </div>
    </>
  );
}

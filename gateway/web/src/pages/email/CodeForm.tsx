import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph, TextInput } from "suomifi-ui-components";
import { api } from "../../api/client";
import { useIntent } from "../../api/intent";
import type { OwnEmailJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { announceDone } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useEmailCall } from "./useEmailCall";

type CodeFormProps = {
  own: OwnEmailJson;
  /** Whether the code was asked for just now: then the field takes the focus. */
  asked: boolean;
  onVerified: () => void;
  /** The address was the wrong one. */
  onOther: () => void;
};

/** CodeForm takes the code that was mailed. What is wrong with it, and how many tries are left, the service says. */
export function CodeForm({ own, asked, onVerified, onOther }: CodeFormProps) {
  const { t } = useTranslation("start");
  const { moment } = useFormatting();
  const [digits, setDigits] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const intent = useIntent();
  const verify = useEmailCall(
    (typed) => api.post<OwnEmailJson>("/v1/me/email:verify", { digits: typed }),
    (verified) => {
      announceDone(t("email.verified", { email: verified.address }));
      onVerified();
    },
  );
  const again = useEmailCall(
    (email) => api.post<OwnEmailJson>("/v1/me/email", { email }, { idempotencyKey: intent.keyFor(email) }),
    (sent) => {
      intent.done();
      verify.reset();
      setDigits("");
      announceDone(t("email.sent", { email: sent.toVerify }));
      field.current?.focus();
    },
  );
  const wrong = again.wrong || verify.wrong;
  const error = again.error ?? verify.error;
  useEffect(() => {
    if (asked || wrong !== "") field.current?.focus();
  }, [asked, wrong]);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        again.reset();
        verify.send(digits);
      }}
    >
      <Paragraph mb="s">{t("email.sentTo", { email: own.toVerify, until: moment(own.expireTime) })}</Paragraph>
      <TextInput
        labelText={t("email.code")}
        hintText={t("email.codeHint")}
        autoComplete="one-time-code"
        inputMode="numeric"
        value={digits}
        onChange={(value) => setDigits(String(value ?? ""))}
        status={wrong === "" ? "default" : "error"}
        statusText={wrong}
        forwardedRef={field}
        mb="s"
      />
      {error !== null && <ErrorNotice error={error} />}
      <div className="vaatu-actions">
        <Button type="submit" aria-disabled={verify.busy}>
          {t("email.verify")}
        </Button>
        <Button variant="secondary" aria-disabled={again.busy} onClick={() => again.send(own.toVerify ?? "")}>
          {t("email.again")}
        </Button>
        <Button variant="secondary" onClick={onOther}>
          {t("email.change")}
        </Button>
      </div>
    </form>
  );
}

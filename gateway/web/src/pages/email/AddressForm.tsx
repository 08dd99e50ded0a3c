import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, TextInput } from "suomifi-ui-components";
import { api } from "../../api/client";
import { useIntent } from "../../api/intent";
import type { OwnEmailJson } from "../../api/types";
import { announce } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useKeptText } from "../../ui/keptText";
import { useEmailCall } from "./useEmailCall";

type AddressFormProps = {
  /** Called when a code is on its way. */
  onSent: () => void;
  /** The way out, where there is one. */
  out?: { label: string; onPress: () => void };
};

/** AddressForm asks for an address and mails a code to it. */
export function AddressForm({ onSent, out }: AddressFormProps) {
  const { t } = useTranslation("start");
  const [email, setEmail, clearEmail] = useKeptText("email.address");
  const field = useRef<HTMLInputElement>(null);
  const intent = useIntent();
  const call = useEmailCall(
    (typed) => api.post<OwnEmailJson>("/v1/me/email", { email: typed }, { idempotencyKey: intent.keyFor(typed) }),
    (own) => {
      intent.done();
      clearEmail();
      announce(t("email.sent", { email: own.toVerify }));
      onSent();
    },
  );
  useEffect(() => {
    if (call.wrong !== "") field.current?.focus();
  }, [call.wrong]);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        call.send(email);
      }}
    >
      <TextInput
        labelText={t("email.address")}
        hintText={t("email.addressHint")}
        type="email"
        autoComplete="email"
        value={email}
        onChange={(value) => {
          setEmail(String(value ?? ""));
          call.reset();
        }}
        status={call.wrong === "" ? "default" : "error"}
        statusText={call.wrong}
        forwardedRef={field}
        fullWidth
        mb="s"
      />
      {call.error !== null && <ErrorNotice error={call.error} />}
      <div className="vaatu-actions">
        <Button type="submit" aria-disabled={call.busy}>
          {t("email.send")}
        </Button>
        {out && (
          <Button variant="secondary" onClick={out.onPress}>
            {out.label}
          </Button>
        )}
      </div>
    </form>
  );
}

import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph, TextInput } from "suomifi-ui-components";
import { isProblem } from "../../api/client";
import type { CasePermissionsJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import { usePermitPost } from "./queries";

type IdentifyProps = { found: CasePermissionsJson; renamed: boolean; onDone: () => void };

/** Identify says who the pupil is. What was typed is kept nowhere but in the dialog. */
export default function Identify({ found, renamed, onDone }: IdentifyProps) {
  const { t } = useTranslation("permits");
  const opener = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const call = usePermitPost();
  const said = isProblem(call.error) ? call.error.fieldViolations.find((v) => v.field === "name")?.description : undefined;
  const wrong = tried && name.trim() === "" ? t("pupil.missing") : (said ?? "");

  function close(): void {
    setOpen(false);
    setName("");
    setTried(false);
  }

  function submit(): void {
    setTried(true);
    if (name.trim() === "") {
      field.current?.focus();
      return;
    }
    call.send({ path: `/v1/cases/${found.caseId}:identify`, body: { name: name.trim() }, etag: found.etag }, () => {
      close();
      announceDone(t("pupil.saved"));
      onDone();
    });
  }

  return (
    <>
      <Button ref={opener} variant="secondary" onClick={() => setOpen(true)}>
        {t(renamed ? "pupil.rename" : "pupil.identify")}
      </Button>
      {open && (
        <Confirm title={t("pupil.identifyTitle")} confirm={t("pupil.save")} busy={call.busy} onConfirm={submit} onCancel={close} opener={opener}>
          <Paragraph mb="s">{t("pupil.text")}</Paragraph>
          <TextInput
            forwardedRef={field}
            labelText={t("pupil.name")}
            value={name}
            onChange={(text) => setName(String(text ?? "").slice(0, 100))}
            status={wrong ? "error" : "default"}
            statusText={wrong}
            autoComplete="off"
            fullWidth
            mb="s"
          />
          {!said && <ActionError error={call.error} />}
        </Confirm>
      )}
    </>
  );
}

import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { isProblem } from "../api/client";
import { grantsOf, useMe } from "../api/queries";
import type { CreateInvitationResponseJson } from "../api/types";
import { todayInHelsinki } from "../i18n/formatting";
import { announce } from "../ui/announce";
import { ButtonLink } from "../ui/AppLink";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useKeptText } from "../ui/keptText";
import { NotFound } from "../ui/NotFound";
import { Page } from "../ui/Page";
import { textLength } from "../ui/textLength";
import { toWrong } from "./case/Confirm";
import { InvitationForm } from "./grants/InvitationForm";
import { bodyOf, invitedLimit, readInvitation, wrongOf, type Field, type Invitation, type Wrong } from "./grants/invitation";
import { useGrantPost } from "./grants/useGrantPost";
import "./grants/grants.css";

const NewLink = lazy(() => import("./grants/NewLink"));

const fields: readonly string[] = ["invited", "role", "unitId", "area", "providerId", "fromDate", "toDate"] satisfies Field[];

/** An admin gives a grant: the form, then the link, shown once. What is typed stays in the tab until it is sent. */
export default function NewGrantPage() {
  const { t } = useTranslation("grants");
  const me = useMe().data;
  const [kept, keep, clear] = useKeptText("grants.new");
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<CreateInvitationResponseJson>();
  const wrongText = useWrongText();
  const call = useGrantPost<CreateInvitationResponseJson>();
  const form = readInvitation(kept);
  const wrong = wrongOf(form, todayInHelsinki());

  const refused = isProblem(call.error) ? call.error.fieldViolations : [];
  const errors: Partial<Record<Field, string>> = Object.fromEntries(refused.map((v) => [v.field, v.description]));
  if (tried) for (const [field, why] of Object.entries(wrong)) errors[field as Field] = wrongText(field as Field, why, form);
  const elsewhere = call.error !== null && (refused.length === 0 || refused.some((v) => !fields.includes(v.field)));

  function showWrong(): void {
    announce(t("new.toFix"));
    toWrong(document.querySelector("main"));
  }

  function send(): void {
    setTried(true);
    if (Object.keys(wrong).length > 0) return showWrong();
    call.send({ path: "/v1/grants", body: bodyOf(form) }, (answer) => {
      clear();
      setTried(false);
      setMade(answer);
    });
  }

  if (grantsOf(me, "ROLE_ADMIN").length === 0) return <NotFound />;
  return (
    <Page title={t("new.title")}>
      {made ? (
        <Suspense>
          <NewLink made={made} onAnother={() => setMade(undefined)} />
        </Suspense>
      ) : (
        <>
          <Paragraph mb="m">{t("new.lead")}</Paragraph>
          <InvitationForm form={form} onChange={(part) => keep(JSON.stringify({ ...form, ...part }))} errors={errors} />
          {elsewhere && <ErrorNotice error={call.error} />}
          <div className="vaatu-actions">
            <Button aria-disabled={call.busy} onClick={send}>
              {t("new.send")}
            </Button>
            <ButtonLink className="vaatu-button vaatu-button--secondary" to="/grants">
              {t("link.back")}
            </ButtonLink>
          </div>
        </>
      )}
    </Page>
  );
}

function useWrongText(): (field: Field, wrong: Wrong, form: Invitation) => string {
  const { t } = useTranslation("grants");
  const missing: Partial<Record<Field, string>> = {
    invited: t("new.invitedMissing"),
    role: t("new.roleMissing"),
    unitId: t("new.unitMissing"),
    area: t("new.areaMissing"),
    providerId: t("new.providerMissing"),
  };
  return (field, wrong, form) => {
    switch (wrong) {
      case "missing":
        return missing[field] ?? "";
      case "tooLong":
        return t("new.tooLong", { count: textLength(form.invited.trim()) - invitedLimit });
      case "notADate":
        return t("new.dateWrong");
      case "past":
        return t("new.pastWrong");
      case "order":
        return t("new.orderWrong");
    }
  };
}

import { getRouteApi, useLocation, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Paragraph } from "suomifi-ui-components";
import { isProblem } from "../api/client";
import { grantsOf, useMe } from "../api/queries";
import type { BreakGlassJson } from "../api/types";
import { useAnswered } from "../leak/useAnswered";
import { AppLink } from "../ui/AppLink";
import { ErrorNotice } from "../ui/ErrorNotice";
import { useKeptText } from "../ui/keptText";
import { NotFound } from "../ui/NotFound";
import { Page } from "../ui/Page";
import { useComeBack } from "../ui/place";
import { textLength } from "../ui/textLength";
import { useActionErrorText } from "./case/ActionError";
import { TextBox, useTextCheck } from "./case/TextBox";
import { useGlassPost } from "./glass/queries";

const least = 10;
const limit = 500;

const route = getRouteApi("/cases/$caseId/break-glass");

/** OpenContentPage lets a coordinator open the content of one case, for a reason. */
export default function OpenContentPage() {
  const { t } = useTranslation(["glass", "case", "common"]);
  const { caseId } = route.useParams();
  const number = useLocation({ select: (location) => location.state.glassNumber ?? "" });
  const navigate = useNavigate();
  const me = useMe();
  useComeBack(me.data?.id);
  const [reason, write, clear] = useKeptText(`glass.${caseId}`);
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const check = useTextCheck();
  const text = useActionErrorText();
  const call = useGlassPost<BreakGlassJson>();
  const answered = useAnswered();
  const wrong = check(reason, limit) || (textLength(reason.trim()) < least ? t("glass:open.short", { n: least }) : "");
  if (me.data && grantsOf(me.data, "ROLE_COORDINATOR").length === 0) return <NotFound />;

  function send(): void {
    setTried(true);
    if (wrong !== "") {
      field.current?.focus();
      return;
    }
    answered.ask([reason], () =>
      call.send({ path: `/v1/cases/${caseId}/break-glasses`, body: { reason: reason.trim() } }, () => {
        clear();
        void navigate({ to: "/cases/$caseId", params: { caseId } });
      }),
    );
  }

  const open = isProblem(call.error, "TRANSITION_REFUSED");
  return (
    <Page title={number === "" ? t("glass:open.title") : t("glass:open.titleOf", { number })}>
      <Paragraph mb="m">{t("glass:open.text")}</Paragraph>
      {call.error !== null && <ErrorNotice error={call.error} text={open ? t("glass:open.refused") : text(call.error)} />}
      {open && (
        <p>
          <AppLink to="/cases/$caseId" params={{ caseId }}>
            {t("glass:open.toCase")}
          </AppLink>
        </p>
      )}
      <TextBox
        guarded={answered}
        label={t("glass:open.reason")}
        hint={t("glass:open.reasonHint")}
        value={reason}
        onChange={write}
        limit={limit}
        error={tried ? wrong : ""}
        forwardedRef={field}
      />
      <div className="vaatu-actions">
        <Button aria-disabled={call.busy || answered.busy} onClick={send}>
          {t("glass:open.send")}
        </Button>
        <Button variant="secondary" onClick={() => void navigate({ to: "/caseload" })}>
          {t("common:action.cancel")}
        </Button>
      </div>
    </Page>
  );
}

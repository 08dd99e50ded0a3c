import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import type { ReturnJson } from "../../api/types";
import { announceDone } from "../../ui/announce";
import { AppLink } from "../../ui/AppLink";
import { ActionError } from "../case/ActionError";
import { Confirm } from "../case/Confirm";
import { useSend } from "../case/useSend";
import { Offer } from "./Offer";
import type { StaffDialogProps } from "./useKeep";

type Asked = { what: "give" | "keep"; one: ReturnJson };

/** ReturnList lets a substitute return what they hold for the time of an absence, each with a note, or keep it. */
export default function ReturnList({ returns }: { returns: readonly ReturnJson[] }) {
  const { t } = useTranslation("staffing");
  const [asked, setAsked] = useState<Asked>();
  const opener = useRef<HTMLButtonElement>(null);
  const button = (what: Asked["what"], one: ReturnJson) => (
    <Button
      {...(what === "keep" && { variant: "secondary" as const })}
      aria-label={t(`returns.${what}Named`, { number: one.number, name: one.name })}
      onClick={(event) => {
        opener.current = event.currentTarget as HTMLButtonElement;
        setAsked({ what, one });
      }}
    >
      {t(`returns.${what}`)}
    </Button>
  );
  const onClose = () => setAsked(undefined);
  return (
    <section aria-labelledby="returns-heading" className="vaatu-handover">
      <Heading variant="h2" id="returns-heading">
        {t("returns.title")}
      </Heading>
      <Paragraph mb="s">{t("returns.text")}</Paragraph>
      <ul className="vaatu-cards" aria-labelledby="returns-heading">
        {returns.map((one) => (
          <li key={one.assignmentId} className="vaatu-card vaatu-row">
            <div>
              <div className="vaatu-card__heading">
                <AppLink to="/cases/$caseId" params={{ caseId: one.caseId ?? "" }}>
                  {one.number}
                </AppLink>
              </div>
              <div>{t("returns.back", { name: one.name })}</div>
            </div>
            <div className="vaatu-actions vaatu-actions--row">
              {button("give", one)}
              {button("keep", one)}
            </div>
          </li>
        ))}
      </ul>
      {asked?.what === "give" && (
        <Offer caseId={asked.one.caseId ?? ""} isPart={(a) => a.id === asked.one.assignmentId} receiver={asked.one.personId ?? ""} opener={opener} onClose={onClose} />
      )}
      {asked?.what === "keep" && <Keep one={asked.one} opener={opener} onClose={onClose} />}
    </section>
  );
}

/** Keep asks before a case stays with the substitute. */
function Keep({ one, opener, onClose }: { one: ReturnJson } & Omit<StaffDialogProps, "unitId">) {
  const { t } = useTranslation("staffing");
  const call = useSend<unknown>(one.caseId ?? "");
  const submit = () =>
    call.send({ path: `/v1/assignments/${one.assignmentId}:keep`, body: {} }, () => {
      announceDone(t("returns.keepDone"));
      onClose();
      document.querySelector("h1")?.focus(); // the button is gone
    });
  return (
    <Confirm title={t("returns.keepTitle", { number: one.number })} confirm={t("returns.keep")} busy={call.busy} onConfirm={submit} onCancel={onClose} opener={opener}>
      <Paragraph mb="s">{t("returns.keepText", { name: one.name })}</Paragraph>
      <ActionError error={call.error} />
    </Confirm>
  );
}

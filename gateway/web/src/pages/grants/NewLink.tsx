import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph } from "suomifi-ui-components";
import type { CreateInvitationResponseJson } from "../../api/types";
import { useFormatting } from "../../i18n/formatting";
import { announce } from "../../ui/announce";
import { ButtonLink } from "../../ui/AppLink";
import { linkOf } from "./invitation";
import { useGrantWords } from "./words";

/** NewLink shows the link of a new invitation, once. */
export default function NewLink({ made, onAnother }: { made: CreateInvitationResponseJson; onAnother: () => void }) {
  const { t } = useTranslation("grants");
  const { dateTime } = useFormatting();
  const { name } = useGrantWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const [told, setTold] = useState("");
  const link = linkOf(window.location.origin, made.token ?? "");

  useEffect(() => heading.current?.focus(), []);
  // A reload would lose the link: the browser asks until it has been copied.
  useEffect(() => {
    if (told !== "") return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [told]);

  function tell(text: string): void {
    setTold(text);
    announce(text);
  }

  function copy(): void {
    // Where the page is not served safely, the browser has no clipboard at all.
    const done = navigator.clipboard ? navigator.clipboard.writeText(link) : Promise.reject(new Error("no clipboard"));
    done.then(
      () => tell(t("link.copied")),
      () => tell(t("link.copyFailed")),
    );
  }

  return (
    <section aria-labelledby="link-heading">
      <Heading variant="h2" id="link-heading" tabIndex={-1} forwardedRef={heading as never}>
        {t("link.title")}
      </Heading>
      <Paragraph mb="s">{t("link.text", { when: dateTime(made.grant?.expireTime) })}</Paragraph>
      <p id="link-label">{t("link.label", { name: name(made.grant ?? {}) })}</p>
      <code className="vaatu-grant__link">{link}</code>
      <div className="vaatu-actions">
        <Button onClick={copy} aria-describedby="link-label">
          {t("link.copy")}
        </Button>
        {told !== "" && <span>{told}</span>}
      </div>
      <div className="vaatu-actions">
        <ButtonLink className="vaatu-button vaatu-button--secondary" to="/grants">
          {t("link.back")}
        </ButtonLink>
        <Button variant="secondary" onClick={onAnother}>
          {t("link.another")}
        </Button>
      </div>
    </section>
  );
}

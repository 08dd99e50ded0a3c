import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Button, Heading, Paragraph, TextInput } from "suomifi-ui-components";
import { useFormatting } from "../../i18n/formatting";
import { useAnswered } from "../../leak/useAnswered";
import { announce } from "../../ui/announce";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { useKeptText } from "../../ui/keptText";
import { TextBox, useTextCheck } from "../case/TextBox";
import { useFeedback } from "./useFeedback";

const limit = 4000;

/** FeedbackForm sends feedback on accessibility, of anybody. What was typed stays until it has arrived. */
export function FeedbackForm() {
  const { t } = useTranslation("accessibility");
  const { date } = useFormatting();
  const check = useTextCheck();
  const [message, setMessage, clearMessage] = useKeptText("feedback.message");
  const [page, setPage, clearPage] = useKeptText("feedback.page");
  const [email, setEmail, clearEmail] = useKeptText("feedback.email");
  const [missing, setMissing] = useState("");
  const box = useRef<HTMLTextAreaElement>(null);
  const receipt = useRef<HTMLHeadingElement>(null);
  const feedback = useFeedback((sent) => {
    clearMessage();
    clearPage();
    clearEmail();
    announce(t("form.sent", { number: sent.number, date: date(sent.dueDate) }));
  });
  const answered = useAnswered();
  const { sent } = feedback;
  useEffect(() => {
    if (sent) receipt.current?.focus();
  }, [sent]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    const wrong = check(message, limit);
    setMissing(wrong);
    if (wrong === "") answered.ask([message], () => feedback.send({ message: message.trim(), page: page.trim(), email: email.trim() }));
    else box.current?.focus();
  }

  const write = (set: (text: string) => void) => (typed: unknown) => {
    set(String(typed ?? ""));
    setMissing("");
    feedback.reset();
  };

  if (sent) {
    return (
      <section>
        <Heading variant="h2" tabIndex={-1} forwardedRef={receipt as never}>
          {t("form.sentTitle")}
        </Heading>
        <Paragraph mb="s">{t("form.sent", { number: sent.number, date: date(sent.dueDate) })}</Paragraph>
        <Button variant="secondary" onClick={feedback.reset}>
          {t("form.another")}
        </Button>
      </section>
    );
  }
  const field = (name: "page" | "email") => ({
    status: feedback.wrong(name) === "" ? ("default" as const) : ("error" as const),
    statusText: feedback.wrong(name),
    fullWidth: true,
    mb: "s" as const,
  });
  return (
    <form noValidate onSubmit={submit}>
      <Heading variant="h2">{t("form.title")}</Heading>
      <Paragraph mb="s">{t("form.lead")}</Paragraph>
      <TextBox
        guarded={answered}
        label={t("form.message")}
        value={message}
        onChange={write(setMessage)}
        limit={limit}
        error={missing || feedback.wrong("message")}
        forwardedRef={box}
      />
      <TextInput labelText={t("form.page")} value={page} onChange={write(setPage)} {...field("page")} />
      <TextInput
        labelText={t("form.email")}
        hintText={t("form.emailHint")}
        type="email"
        autoComplete="email"
        value={email}
        onChange={write(setEmail)}
        {...field("email")}
      />
      {feedback.error !== null && <ErrorNotice error={feedback.error} />}
      <Button type="submit" aria-disabled={feedback.busy || answered.busy}>
        {t("form.send")}
      </Button>
    </form>
  );
}

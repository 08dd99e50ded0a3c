import { useTranslation } from "react-i18next";
import { useId, type ReactNode, type Ref } from "react";
import { Textarea } from "suomifi-ui-components";
import { useLanguage } from "../../i18n/formatting";
import { LeakHints } from "../../leak/LeakHints";
import type { Answered } from "../../leak/useAnswered";
import { textLength } from "../../ui/textLength";

type TextBoxProps = {
  id?: string;
  label: ReactNode;
  value: string;
  onChange: (text: string) => void;
  limit: number;
  hint?: string;
  error?: string;
  optional?: boolean;
  rows?: number;
  readOnly?: boolean;
  /** Whether the leak guard looks at the text; where its hints are answered before the text is sent, by what asks for that. */
  guarded?: boolean | Answered;
  forwardedRef?: Ref<HTMLTextAreaElement>;
};

/** useTextCheck answers what is wrong with a text, or an empty string. */
export function useTextCheck(): (text: string, limit: number, optional?: boolean) => string {
  const { t } = useTranslation("case");
  return (text, limit, optional = false) => {
    if (!optional && text.trim() === "") return t("text.empty");
    const over = textLength(text) - limit;
    return over > 0 ? t("text.over", { count: over }) : "";
  };
}

/** TextBox is a text of several lines with a limit and a counter. */
export function TextBox(props: TextBoxProps) {
  const { id, label, value, onChange, limit, hint, error, optional = false, rows = 4, readOnly = false, guarded = false, forwardedRef } = props;
  const { t } = useTranslation("case");
  const ownId = useId();
  const language = useLanguage();
  const answered = typeof guarded === "object" ? guarded : undefined;
  const wrong = error || (answered?.error(value) ?? "");
  const field = (
    <Textarea
      key={language} // its counter keeps what it has said
      id={id ?? ownId}
      labelText={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      hintText={hint}
      optionalText={optional ? t("text.optional") : undefined}
      status={wrong ? "error" : "default"}
      statusText={wrong}
      rows={rows}
      readOnly={readOnly}
      resize="vertical"
      fullWidth
      forwardedRef={forwardedRef}
      mb="s"
      characterLimit={limit}
      ariaCharactersRemainingText={(count) => t("text.left", { count })}
      ariaCharactersExceededText={(count) => t("text.over", { count })}
    />
  );
  if (!guarded) return field;
  return (
    <>
      {field}
      <LeakHints fieldId={id ?? ownId} text={value} onChange={onChange} answered={answered} />
    </>
  );
}

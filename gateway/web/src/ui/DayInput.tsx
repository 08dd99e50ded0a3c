import { useEffect, useState } from "react";
import { DateInput } from "suomifi-ui-components";
import { useLanguage } from "../i18n/formatting";

type DayInputProps = {
  label: string;
  hint?: string;
  /** Beside the label of what need not be filled. */
  optional?: string;
  /** As typed: "1.12.2026". */
  value: string;
  onChange: (typed: string) => void;
  /** The first day that the calendar offers, YYYY-MM-DD. */
  from: string;
  /** The last one, if there is one. */
  until?: string;
  /** What is wrong with it, if anything. */
  error?: string;
};

/** DayInput asks for a day, typed or picked from a calendar. */
export function DayInput(props: DayInputProps) {
  const language = useLanguage();
  return <Field key={language} {...props} />;
}

function Field({ label, hint, optional, value, onChange, from, until, error = "" }: DayInputProps) {
  const language = useLanguage();
  // The calendar's button is named in the component's first language when the value is there before its texts are.
  const [ready, setReady] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setReady(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <DateInput
      labelText={label}
      hintText={hint}
      optionalText={optional}
      value={ready ? value : ""}
      onChange={(change) => onChange(change.value)}
      language={language}
      datePickerEnabled
      minDate={new Date(`${from}T00:00:00`)}
      maxDate={until === undefined ? undefined : new Date(`${until}T00:00:00`)}
      status={error === "" ? "default" : "error"}
      statusText={error}
      mb="s"
    />
  );
}

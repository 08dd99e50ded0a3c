import { lazy, Suspense } from "react";
import { needTexts } from "../i18n";
import type { Answered } from "./useAnswered";

// It is loaded with the first letter. Where it cannot be, nobody is hindered: the service looks once more.
const HintList = lazy(async () => {
  const [found] = await Promise.all([import("./HintList"), needTexts("leak")]).catch(() => [{ default: () => null }]);
  return found;
});

export type LeakHintsProps = {
  fieldId: string;
  text: string;
  onChange: (text: string) => void;
  /** Where the text waits for the answers: the first hint takes the focus. */
  answered?: Answered | undefined;
};

/** LeakHints stands under a text field and shows what in its text could tell who is meant. */
export function LeakHints(props: LeakHintsProps) {
  if (props.text === "") return null;
  return (
    <Suspense fallback={null}>
      <HintList {...props} />
    </Suspense>
  );
}

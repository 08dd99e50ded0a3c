import type { ReactNode } from "react";
import { Expander, ExpanderContent, ExpanderTitleButton } from "suomifi-ui-components";

/** More holds an explanation that few need: folded away, and beside the question. */
export function More({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Expander className="vaatu-question__more">
      <ExpanderTitleButton>{title}</ExpanderTitleButton>
      <ExpanderContent>{children}</ExpanderContent>
    </Expander>
  );
}

import type { ReactNode } from "react";
import { Paragraph } from "suomifi-ui-components";

/** Empty says that there is nothing, and what to do next. */
export function Empty({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="vaatu-empty">
      <Paragraph>{text}</Paragraph>
      {children}
    </div>
  );
}

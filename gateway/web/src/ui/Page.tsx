import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { Heading } from "suomifi-ui-components";
import { Numbered } from "./Numbered";

let firstPath: string | undefined;
let focusedPath: string | undefined;

type PageProps = {
  title: string;
  /** A wide page is for experts' tables; the others keep a column of 720 px. */
  wide?: boolean;
  /** Of a page that is a step of several: which one it is. It begins the h1, and a change of it is a change of page. */
  step?: string;
  /** What stands before the h1. */
  above?: ReactNode;
  children: ReactNode;
};

/** Page is the frame of one page: it names the document, holds the h1 and takes the focus after a change of page. */
export function Page({ title, wide = false, step = "", above, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const path = useLocation({ select: (l) => l.pathname }) + step;

  useEffect(() => {
    document.title = `${title} – Vaatu`;
  }, [title]);

  useEffect(() => {
    firstPath ??= path;
    if (path === firstPath) return;
    firstPath = "";
    // A page that is drawn anew at the same address takes the focus only when nothing else has it.
    if (path === focusedPath && document.activeElement !== document.body) return;
    focusedPath = path;
    heading.current?.focus();
  }, [path]);

  return (
    <div className={wide ? "vaatu-page vaatu-page--wide" : "vaatu-page"}>
      {above}
      <Heading variant="h1" tabIndex={-1} forwardedRef={heading as never} className="vaatu-page__heading">
        {step && <span className="vaatu-page__step">{step} </span>}
        <Numbered text={title} />
      </Heading>
      {children}
    </div>
  );
}

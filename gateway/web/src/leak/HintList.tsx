import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert } from "suomifi-ui-components";
import { announce } from "../ui/announce";
import { replaced, replaceIn } from "./replace";
import type { LeakHintsProps } from "./LeakHints";
import { hintsOf, keyOf, type Hint } from "./hints";
import { useHints } from "./useHints";
import { keep, useWriter } from "./writer";
import "./leak.css";

/** How many hints are shown at once: the next comes when one is done. */
const mostShown = 3;

/** HintList shows the hints of a text that has been begun. */
export default function HintList({ fieldId, text, onChange, answered }: LeakHintsProps) {
  const { t } = useTranslation("leak");
  const hints = useHints(text, answered);
  const writer = useWriter();
  useSaid(hints);
  const list = useRef<HTMLUListElement>(null);
  const looked = answered?.looked;
  useEffect(() => {
    if (looked?.size) list.current?.querySelector("button")?.focus();
  }, [looked]);
  if (hints.length === 0) return null;
  const field = () => document.getElementById(fieldId) as HTMLTextAreaElement | null;

  // The text may have changed since the guard looked.
  async function use(hint: Hint): Promise<void> {
    const input = field();
    const now = input?.value ?? text;
    const same = (await hintsOf(now, writer)).find((h) => keyOf(h) === keyOf(hint) && h.said === hint.said);
    if (!same) return input?.focus();
    if (!input || !replaceIn(input, same.places, same.suggestion)) onChange(replaced(now, same.places, same.suggestion));
    input?.focus();
    const removed = hint.kind === "IDENTITY_CODE" ? t("removed") : t("dropped");
    announce(hint.suggestion === "" ? removed : t("replaced", { what: hint.suggestion }));
  }

  function leave(hint: Hint): void {
    keep((answered?.scope ?? "") + keyOf(hint));
    field()?.focus();
    announce(t("kept"));
  }

  return (
    <InlineAlert status={hints.some((h) => h.kind === "IDENTITY_CODE") ? "error" : "neutral"} className="vaatu-leak">
      <ul ref={list} className="vaatu-leak__list">
        {hints.slice(0, mostShown).map((hint) => (
          <li key={keyOf(hint) + hint.said}>
            <HintRow hint={hint} onUse={() => void use(hint)} onKeep={() => leave(hint)} />
          </li>
        ))}
      </ul>
      {hints.length > mostShown && <p className="vaatu-leak__foot">{t("more", { count: hints.length - mostShown })}</p>}
      <p className="vaatu-leak__foot">{t("foot")}</p>
    </InlineAlert>
  );
}

function HintRow({ hint, onUse, onKeep }: { hint: Hint; onUse: () => void; onKeep: () => void }) {
  const { t } = useTranslation("leak");
  if (hint.kind === "IDENTITY_CODE") {
    return (
      <>
        <span>{t("code")}</span>
        <div className="vaatu-notice__actions">
          <Button variant="secondary" onClick={onUse}>
            {t("remove")}
          </Button>
        </div>
      </>
    );
  }
  const use = hint.suggestion === "" ? t("drop") : t("use", { what: hint.suggestion });
  return (
    <>
      <span>{t("may", { what: hint.said })}</span>
      <div className="vaatu-notice__actions">
        <Button variant="secondary" aria-label={`${use} (${hint.said})`} onClick={onUse}>
          {use}
        </Button>
        <Button variant="secondaryNoBorder" aria-label={`${t("keep")} (${hint.said})`} onClick={onKeep}>
          {t("keep")}
        </Button>
      </div>
    </>
  );
}

/** useSaid says each new hint once, politely. */
function useSaid(hints: readonly Hint[]): void {
  const { t } = useTranslation("leak");
  const said = useRef(new Set<string>());
  useEffect(() => {
    const fresh = hints.filter((hint) => !said.current.has(keyOf(hint)));
    said.current = new Set(hints.map(keyOf));
    if (fresh.length === 0) return;
    const code = fresh.some((hint) => hint.kind === "IDENTITY_CODE");
    announce(code ? t("code") : t("found", { count: fresh.length }));
  }, [hints, t]);
}

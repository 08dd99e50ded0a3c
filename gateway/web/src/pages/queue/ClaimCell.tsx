import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { useFormatting } from "../../i18n/formatting";
import { AppLink } from "../../ui/AppLink";
import type { Row } from "./rows";
import { undoButtonId, type Claims } from "./useClaims";

type ClaimCellProps = { row: Row; index: number; claims: Claims; quiet: boolean };

/** ClaimCell is the place in a row where a case is taken, and where it is told what became of that. */
export function ClaimCell({ row: { assignment, mark }, index, claims, quiet }: ClaimCellProps) {
  const { t } = useTranslation("queue");
  const { moment } = useFormatting();
  const number = assignment.card?.number ?? "";
  switch (mark?.kind) {
    case "claimed":
      return (
        <Outcome text={t("claim.done")}>
          <AppLink to="/cases/$caseId" params={{ caseId: assignment.caseId ?? "" }}>
            {t("claim.open")}
          </AppLink>
          {mark.undo && (
            <Button
              id={undoButtonId(assignment.id)}
              variant="secondary"
              aria-label={t("claim.undoNamed", { number })}
              aria-disabled={mark.undoing}
              onClick={() => !mark.undoing && void claims.undo(assignment)}
            >
              {t("claim.undo")}
            </Button>
          )}
        </Outcome>
      );
    case "lost":
      return <Outcome quiet={quiet} text={t("claim.lost", { name: mark.holder, clock: moment(mark.since) })} />;
    case "gone":
      return <Outcome text={t("claim.gone")} />;
    default:
      return (
        <ClaimButton
          number={number}
          busy={mark?.kind === "claiming"}
          back={mark?.kind === "back"}
          onClaim={() => void claims.claim(assignment, index)}
        />
      );
  }
}

type ClaimButtonProps = { number: string; busy: boolean; back: boolean; onClaim: () => void };

function ClaimButton({ number, busy, back, onClaim }: ClaimButtonProps) {
  const { t } = useTranslation("queue");
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (back && document.activeElement === document.body) button.current?.focus();
  }, [back]);
  return (
    <Button
      ref={button}
      aria-disabled={busy}
      aria-label={busy ? t("claim.busy") : t("claim.named", { number })}
      onClick={() => !busy && onClaim()}
    >
      {busy ? t("claim.busy") : t("claim.button")}
    </Button>
  );
}

/** Outcome takes the focus that the vanished button had, and only that. */
function Outcome({ text, quiet = false, children }: { text: string; quiet?: boolean; children?: ReactNode }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!quiet && document.activeElement === document.body) place.current?.focus();
  }, [quiet]);
  return (
    <span className="vaatu-outcome">
      <span ref={place} tabIndex={-1}>
        {text}
      </span>
      {children}
    </span>
  );
}

// Acting as one of several grants: the choice in the person's menu, the words in the header, the notice when it is gone.

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { IconCheck } from "suomifi-icons";
import { ActionMenuDivider, ActionMenuItem, Button, InlineAlert } from "suomifi-ui-components";
import { actAs, loseActing, useActingGrant, useActingLost } from "../api/acting";
import { keys, useWholeMe } from "../api/queries";
import { useGrantName } from "../i18n/codes";
import { announce } from "./announce";

/** useAsking answers what asks everything anew but who is there: what one role sees is not another's. */
function useAsking(): () => void {
  const client = useQueryClient();
  return () => void client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] });
}

/** useActingItems answers the choices for the person's menu: none for those with a single grant. */
export function useActingItems() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const grantName = useGrantName();
  const ask = useAsking();
  const acting = useActingGrant();
  const grants = useWholeMe().data?.grants ?? [];
  if (grants.length < 2) return [];
  const choices = [{ id: "", name: t("acting.all") }, ...grants.map((g) => ({ id: g.id ?? "", name: grantName(g) }))];
  function choose(id: string, name: string): void {
    actAs(id);
    void navigate({ to: "/" });
    ask();
    announce(t("acting.now", { role: name }));
  }
  return [
    <ActionMenuDivider key="divider" />,
    ...choices.map(({ id, name }) => (
      <ActionMenuItem key={id} icon={id === acting ? <IconCheck /> : undefined} onClick={() => choose(id, name)}>
        {t(id === acting ? "acting.now" : "acting.choose", { role: name })}
      </ActionMenuItem>
    )),
  ];
}

/** ActingRole names the role that the person has chosen; nothing while they act in all. */
export function ActingRole() {
  const { t } = useTranslation();
  const grantName = useGrantName();
  const acting = useActingGrant();
  const grant = useWholeMe().data?.grants?.find((g) => g.id === acting);
  if (!grant) return null;
  return <span className="vaatu-header__acting">{t("acting.now", { role: grantName(grant) })}</span>;
}

/** ActingNotice goes back to all grants when the chosen one is gone, and says so. */
export function ActingNotice() {
  const { t } = useTranslation();
  const ask = useAsking();
  const acting = useActingGrant();
  const lost = useActingLost();
  const me = useWholeMe().data;
  const gone = acting !== "" && me !== undefined && !(me.grants ?? []).some((g) => g.id === acting);
  useEffect(() => {
    if (!gone) return;
    loseActing();
    ask();
  });
  if (!lost) return null;
  return (
    <div role="alert" className="vaatu-notice">
      <InlineAlert status="neutral">
        <span>{t("acting.gone")}</span>
        <div className="vaatu-notice__actions">
          <Button variant="secondary" onClick={() => actAs("")}>
            {t("acting.understood")}
          </Button>
        </div>
      </InlineAlert>
    </div>
  );
}

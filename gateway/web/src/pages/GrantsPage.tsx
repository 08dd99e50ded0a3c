import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useLocation, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, InlineAlert } from "suomifi-ui-components";
import { grantsOf, useMe } from "../api/queries";
import { announce } from "../ui/announce";
import { ButtonLink } from "../ui/AppLink";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Loading } from "../ui/Loading";
import { NotFound } from "../ui/NotFound";
import { Page } from "../ui/Page";
import { isMissing } from "../ui/QueryState";
import { Filters } from "./grants/Filters";
import { GrantTable } from "./grants/GrantTable";
import { filterOf, grantsQuery, type GrantFilter } from "./grants/queries";
import "./grants/grants.css";

// Most visits only look.
const ChangeDialog = lazy(() => import("./grants/ChangeDialog"));

const route = getRouteApi("/grants");

/** The grants that the person keeps: all of an admin, those of the own unit of its head. */
export default function GrantsPage() {
  const { t } = useTranslation("grants");
  const me = useMe().data;
  const navigate = useNavigate();
  const { grantName: wanted, grantAsked: asked } = useLocation({ select: (l) => l.state });
  const filter = filterOf(route.useSearch(), wanted);
  const query = useInfiniteQuery(grantsQuery(filter));
  const [receipt, setReceipt] = useState("");
  const opener = useRef<HTMLButtonElement>(null);
  const grants = query.data?.pages.flatMap((page) => page.grants ?? []);
  const shown = grants?.length;
  const total = query.data?.pages.at(-1)?.totalSize ?? 0;

  // How many there are is said of another filter and of more rows, not over what has just been done.
  const view = JSON.stringify([filter, query.data?.pages.length]);
  const heard = useRef("");
  useEffect(() => {
    if (shown === undefined || heard.current === view) return;
    heard.current = view;
    announce(t("shown", { shown, total }));
  }, [view, shown, total, t]);

  function go({ query: grantName, ...search }: GrantFilter): void {
    setReceipt("");
    void navigate({ to: "/grants", search, state: { grantName } });
  }

  /** What is asked stands in the history, so that a sign-in on the way comes back to it. */
  function ask(grantAsked: typeof asked): void {
    void navigate({ to: "/grants", search: true, state: { grantName: wanted, grantAsked }, replace: true, resetScroll: false });
  }

  const narrowed = Object.values(filter).some((value) => value !== undefined);

  /** Closed, the dialog gives the focus back to its button; after a change that button may be gone. */
  function close(): void {
    ask(undefined);
    setTimeout(() => {
      if (document.activeElement === document.body) document.querySelector("h1")?.focus();
    });
  }

  if (isMissing(query.error)) return <NotFound />;
  return (
    <Page title={t("title")} wide>
      {receipt !== "" && (
        <div className="vaatu-notice">
          <InlineAlert status="neutral">{receipt}</InlineAlert>
        </div>
      )}
      {grantsOf(me, "ROLE_ADMIN").length > 0 && (
        <div className="vaatu-actions vaatu-actions--first">
          <ButtonLink className="vaatu-button" to="/grants/new">
            {t("give")}
          </ButtonLink>
        </div>
      )}
      <Filters filter={filter} onChange={go} />
      {query.error && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {!grants && !query.error && <Loading />}
      {shown === 0 && (
        <Empty text={narrowed ? t("noHits") : t("empty")}>
          {narrowed && (
            <Button variant="secondary" onClick={() => go({})}>
              {t("showAll")}
            </Button>
          )}
        </Empty>
      )}
      {grants && grants.length > 0 && (
        <div className="vaatu-grants">
          <GrantTable
            grants={grants}
            onAct={(grant, verb, button) => {
              opener.current = button;
              setReceipt("");
              ask({ grant, verb });
            }}
          />
          <div className="vaatu-actions">
            {query.hasNextPage && (
              <Button variant="secondary" aria-disabled={query.isFetchingNextPage} onClick={() => !query.isFetchingNextPage && void query.fetchNextPage()}>
                {t("more")}
              </Button>
            )}
            <span>{t("shown", { shown, total })}</span>
          </div>
        </div>
      )}
      <Suspense>{asked && <ChangeDialog {...asked} opener={opener} onDone={setReceipt} onClose={close} />}</Suspense>
    </Page>
  );
}

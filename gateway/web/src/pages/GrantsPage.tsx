import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "suomifi-ui-components";
import { grantsOf, useMe } from "../api/queries";
import type { KeptGrantJson } from "../api/types";
import { announce } from "../ui/announce";
import { ButtonLink } from "../ui/AppLink";
import { Empty } from "../ui/Empty";
import { ErrorNotice } from "../ui/ErrorNotice";
import { Loading } from "../ui/Loading";
import { NotFound } from "../ui/NotFound";
import { Page } from "../ui/Page";
import { isMissing } from "../ui/QueryState";
import { Filters } from "./grants/Filters";
import { GrantTable, type Verb } from "./grants/GrantTable";
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
  const filter = filterOf(route.useSearch());
  const query = useInfiniteQuery(grantsQuery(filter));
  const [asked, setAsked] = useState<{ grant: KeptGrantJson; verb: Verb }>();
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

  const go = (search: GrantFilter) => void navigate({ to: "/grants", search, replace: true });
  const narrowed = Object.values(filter).some((value) => value !== undefined);

  /** Closed, the dialog gives the focus back to its button; after a change that button may be gone. */
  function close(): void {
    setAsked(undefined);
    setTimeout(() => {
      if (document.activeElement === document.body) document.querySelector("h1")?.focus();
    });
  }

  if (isMissing(query.error)) return <NotFound />;
  return (
    <Page title={t("title")} wide>
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
              setAsked({ grant, verb });
            }}
          />
          <div className="vaatu-actions">
            {query.hasNextPage && (
              <Button variant="secondary" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t("more")}
              </Button>
            )}
            <span>{t("shown", { shown, total })}</span>
          </div>
        </div>
      )}
      <Suspense>{asked && <ChangeDialog {...asked} opener={opener} onClose={close} />}</Suspense>
    </Page>
  );
}

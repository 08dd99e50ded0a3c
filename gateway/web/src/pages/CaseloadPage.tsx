import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Paragraph } from "suomifi-ui-components";
import { grantsOf, useMe } from "../api/queries";
import { AppLink } from "../ui/AppLink";
import { NotFound } from "../ui/NotFound";
import { Page } from "../ui/Page";
import "./caseload/caseload.css";
import { ChecklistFigures } from "./caseload/ChecklistFigures";
import { CaseList } from "./caseload/CaseList";
import { FilterBar } from "./caseload/FilterBar";
import { filtersOf, type Filters } from "./caseload/filters";
import { Overview } from "./caseload/Overview";
import "./case/case.css";
import "./queue/queue.css";

/** CaseloadPage shows how the work stands, and at /caseload/cases the cards behind a figure. */
export default function CaseloadPage() {
  const { t } = useTranslation("caseload");
  const filters = filtersOf(useSearch({ strict: false }));
  const lists = useLocation({ select: (l) => l.pathname.endsWith("/cases") });
  const navigate = useNavigate();
  const me = useMe();
  if (me.data && grantsOf(me.data, "ROLE_COORDINATOR").length === 0) return <NotFound />;
  const to = lists ? "/caseload/cases" : "/caseload";
  const show = (next: Filters) => void navigate({ to, search: next });
  return (
    <Page title={lists ? t("casesTitle") : t("title")} wide>
      {lists && (
        <Paragraph mb="m">
          <AppLink to="/caseload" search={{ area: filters.area }}>
            {t("back")}
          </AppLink>
        </Paragraph>
      )}
      <FilterBar filters={filters} onChange={(part) => show({ ...filters, ...part })} />
      {lists ? (
        <CaseList filters={filters} onClear={() => show({})} />
      ) : (
        <>
          <Overview filters={filters} onClear={() => show({})} />
          <ChecklistFigures />
        </>
      )}
    </Page>
  );
}

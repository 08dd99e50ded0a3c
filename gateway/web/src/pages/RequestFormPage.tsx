import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { draftQuery } from "../api/queries";
import type { DraftJson } from "../api/types";
import { isMissing, QueryPage } from "../ui/QueryState";
import { useIsPhone } from "../ui/useIsPhone";
import { OneByOne } from "./form/OneByOne";
import { OnOnePage } from "./form/OnOnePage";
import { DraftContext, useDraftStore } from "./form/useDraft";
import "./form/form.css";

const FiledInstead = lazy(async () => ({ default: (await import("./form/FiledInstead")).FiledInstead })); // for the others who wrote it

const route = getRouteApi("/drafts/$draftId");

/** The request form, saved after each pause: a question a screen on a phone, all on one page elsewhere. */
export default function RequestFormPage() {
  const { t } = useTranslation("form");
  const { draftId } = route.useParams();
  // The latest is asked once; after that the form itself knows best.
  const query = useQuery({
    ...draftQuery(draftId),
    refetchOnMount: "always",
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (!query.data && isMissing(query.error)) {
    return (
      <Suspense fallback={null}>
        <FiledInstead draftId={draftId} title={t("title")} />
      </Suspense>
    );
  }
  if (!query.data || (!query.isFetchedAfterMount && !query.error)) return <QueryPage title={t("title")} query={query} />;
  return <Form key={draftId} draftId={draftId} draft={query.data} />;
}

function Form({ draftId, draft }: { draftId: string; draft: DraftJson }) {
  const store = useDraftStore(draftId, draft);
  return (
    <DraftContext value={store}>
      <FormPage draftId={draftId} />
    </DraftContext>
  );
}

function FormPage({ draftId }: { draftId: string }) {
  return useIsPhone() ? <OneByOne draftId={draftId} /> : <OnOnePage draftId={draftId} />;
}

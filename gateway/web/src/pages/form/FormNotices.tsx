import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { InlineAlert } from "suomifi-ui-components";
import { keys, useWholeMe } from "../../api/queries";
import type { DraftJson } from "../../api/types";
import { remaining } from "./answers";
import { lookOf } from "./autosave";
import { mayFileFor } from "./NewRequest";
import { useSaveState } from "./useDraft";
import { useEnd } from "./useEnd";

const route = getRouteApi("/drafts/$draftId");

/** Left says how many must-have questions wait for an answer. */
export function Left() {
  const { t } = useTranslation("form");
  const left = useSaveState(({ own }) => remaining(own));
  return <span>{left > 0 ? t("left", { count: left }) : t("leftNone")}</span>;
}

/**
 * Gone tells that the draft cannot be saved any more: it is no more, or the writer no longer acts for its school. What was
 * typed is still on the page.
 */
export function Gone() {
  const gone = useSaveState(lookOf) === "gone";
  return gone ? <WhyGone /> : null;
}

function WhyGone() {
  const { t } = useTranslation("form");
  const { draftId } = route.useParams();
  const schoolId = useQueryClient().getQueryData<DraftJson>(keys.draft(draftId))?.schoolId;
  const { data: me, refetch } = useWholeMe();
  useEffect(() => void refetch(), [refetch]);
  const moved = me !== undefined && !mayFileFor(me, schoolId);
  const { said } = useEnd(draftId);
  const why = moved ? t("before.noGrant") : said;
  return (
    <InlineAlert status="error" mb="l">
      {why ? `${why} ${t("goneKept")}` : t("gone")}
    </InlineAlert>
  );
}

import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys, pollIntervalRead } from "../../api/queries";
import type { ListAttachmentsResponseJson } from "../../api/types";
import { pathOf } from "./transfers";

/** A file that waits for the scanner waits for it alone. */
const everyWaiting = 15_000;

export const attachmentsQuery = (caseId: string) =>
  queryOptions({
    queryKey: keys.caseAttachments(caseId),
    queryFn: ({ signal }) => api.get<ListAttachmentsResponseJson>(pathOf(caseId), undefined, { signal }),
    refetchInterval: (query) => (query.state.data?.attachments?.some((a) => a.expireTime) ? everyWaiting : pollIntervalRead(query)),
  });

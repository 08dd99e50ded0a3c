import { infiniteQueryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys } from "../../api/queries";
import type { ListFeedbackResponseJson } from "../../api/types";

/** feedbackQuery asks page by page for what is to be answered, or was. Each look is recorded: it is not asked for again by itself. */
export const feedbackQuery = (answered: boolean) =>
  infiniteQueryOptions({
    queryKey: [...keys.feedback, answered],
    queryFn: ({ pageParam, signal }) =>
      api.get<ListFeedbackResponseJson>("/v1/feedback", { answered, pageSize: 50, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextPageToken || undefined,
  });

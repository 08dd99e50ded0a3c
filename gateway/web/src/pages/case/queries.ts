import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { keys, pollIntervalRead } from "../../api/queries";
import type { AdviceJson, CaseJson, ClockJson, EventJson, MessageJson, QuestionJson } from "../../api/types";

const path = (caseId: string, part: string) => `/v1/cases/${caseId}/${part}`;

export const messagesQuery = (caseId: string) =>
  queryOptions({
    queryKey: keys.caseMessages(caseId),
    queryFn: ({ signal }) => api.get<{ messages?: MessageJson[] }>(path(caseId, "messages"), undefined, { signal }),
    refetchInterval: pollIntervalRead,
  });

export const questionsQuery = (caseId: string) =>
  queryOptions({
    queryKey: keys.caseQuestions(caseId),
    queryFn: ({ signal }) => api.get<{ questions?: QuestionJson[] }>(path(caseId, "questions"), undefined, { signal }),
    refetchInterval: pollIntervalRead,
  });

/** lockQuery asks for a case that is locked to a person who has it. */
export const lockQuery = (caseId: string) =>
  queryOptions({
    queryKey: keys.caseLock(caseId),
    queryFn: ({ signal }) => api.get<CaseJson>(path(caseId, "lock"), undefined, { signal }),
    refetchInterval: pollIntervalRead,
  });

/** adviceQuery asks for the advice; with the case's etag it is asked anew whenever the case has changed. */
export const adviceQuery = (caseId: string, etag = "") =>
  queryOptions({
    queryKey: keys.caseAdvice(caseId, etag),
    queryFn: ({ signal }) => api.get<{ advice?: AdviceJson[] }>(path(caseId, "advice"), undefined, { signal }),
  });

/**
 * eventsQuery asks for the timeline and the clocks that follow from it; anew whenever the case has changed, or the dispute about its
 * lead, of which the case's etag says nothing.
 */
export const eventsQuery = ({ id: caseId = "", etag = "", dispute }: CaseJson) =>
  queryOptions({
    queryKey: keys.caseEvents(caseId, [etag, dispute?.etag, dispute?.outcome].join(" ")),
    queryFn: ({ signal }) => api.get<{ events?: EventJson[]; clocks?: ClockJson[] }>(path(caseId, "events"), undefined, { signal }),
  });

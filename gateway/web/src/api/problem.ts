// What went wrong, in the terms of the API's problem documents (RFC 9457).

export type FieldViolation = { field: string; description: string };

type ProblemBody = {
  title?: string;
  detail?: string;
  status?: number;
  reason?: string;
  requestId?: string;
  fieldViolations?: Partial<FieldViolation>[];
  holder?: string;
  since?: string;
};

/** Problem is any refusal or failure of a call. Status 0 means that no answer came. */
export class Problem extends Error {
  readonly status: number;
  /** An ErrorReason without its prefix; OFFLINE when no answer came. */
  readonly reason: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  readonly fieldViolations: FieldViolation[];
  /** Who holds the assignment, with ASSIGNMENT_HELD. */
  readonly holder?: string;
  readonly since?: string;

  constructor(status: number, body: ProblemBody) {
    super(body.detail || body.title || body.reason || String(status));
    this.name = "Problem";
    this.status = status;
    this.reason = body.reason ?? reasonOfStatus(status);
    this.title = body.title ?? "";
    this.detail = body.detail ?? "";
    this.requestId = body.requestId ?? "";
    this.fieldViolations = (body.fieldViolations ?? []).map((v) => ({
      field: v.field ?? "",
      description: v.description ?? "",
    }));
    this.holder = body.holder;
    this.since = body.since;
  }

  /** Whether the same call may succeed later without the person changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** offline answers the problem of a call that got no answer. */
export function offline(): Problem {
  return new Problem(0, { reason: "OFFLINE" });
}

/** problemOf reads a failed response; a body that is no problem document leaves the status alone. */
export async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get("Content-Type") ?? "";
  const fallback = { requestId: response.headers.get("X-Request-Id") ?? undefined };
  if (!type.includes("json")) return new Problem(response.status, fallback);
  try {
    const body: unknown = await response.json();
    if (typeof body !== "object" || body === null) return new Problem(response.status, fallback);
    return new Problem(response.status, { ...fallback, ...(body as ProblemBody) });
  } catch {
    return new Problem(response.status, fallback);
  }
}

/** isProblem narrows an unknown error, and optionally asks for a reason. */
export function isProblem(error: unknown, reason?: string): error is Problem {
  return error instanceof Problem && (reason === undefined || error.reason === reason);
}

function reasonOfStatus(status: number): string {
  switch (status) {
    case 0:
      return "OFFLINE";
    case 401:
      return "UNAUTHENTICATED";
    case 404:
      return "NOT_FOUND";
    case 412:
      return "ETAG_STALE";
    case 413:
      return "TOO_LARGE";
    case 429:
      return "RATE_LIMITED";
    case 502:
    case 503:
    case 504:
      return "UNAVAILABLE";
    default:
      return status >= 500 ? "INTERNAL" : "VALIDATION";
  }
}

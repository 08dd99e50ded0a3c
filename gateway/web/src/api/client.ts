// The one way to the API: JSON, problem documents, etags and idempotency keys.

import { actingGrant } from "./acting";
import { isProblem, offline, problemOf } from "./problem";
import { markSessionAlive, markSessionExpired, markSignInTooOld } from "./session";

export { isProblem, Problem } from "./problem";
export type { FieldViolation } from "./problem";

type Scalar = string | number | boolean;
export type Params = Record<string, Scalar | readonly Scalar[] | undefined>;

export type CallOptions = {
  /** The etag that the caller has seen; goes out as If-Match. */
  etag?: string;
  /** Names one intent of a person; the same for each repetition. */
  idempotencyKey?: string;
  signal?: AbortSignal;
};

/** mePath tells who is there, with all their grants: that the one they act by is gone is seen from it. */
export const mePath = "/v1/me";

/** pathWithParams appends the parameters that are set. */
export function pathWithParams(path: string, params?: Params): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value === undefined || value === "" || value === false) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return text === "" ? path : `${path}?${text}`;
}

async function call<T>(method: string, path: string, body: unknown, options: CallOptions = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (options.etag !== undefined) headers["If-Match"] = `"${options.etag}"`;
  if (options.idempotencyKey !== undefined) headers["Idempotency-Key"] = options.idempotencyKey;
  const response = await send(path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: options.signal,
  });
  const text = await response.text();
  return (text === "" ? {} : JSON.parse(text)) as T;
}

type Sent = { method: string; headers: Record<string, string>; body?: BodyInit; signal?: AbortSignal };

/** send makes one call of any kind, in the person's language and role. Every failure is a Problem. */
export async function send(path: string, { method, headers, body, signal }: Sent): Promise<Response> {
  const said: Record<string, string> = { "Accept-Language": document.documentElement.lang || "fi", ...headers };
  const acting = actingGrant();
  if (acting !== "" && path !== mePath) said["Vaatu-Acting-Grant"] = acting;
  let response: Response;
  try {
    response = await fetch(path, { method, headers: said, body, credentials: "same-origin", cache: "no-store", signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw offline();
  }
  if (!response.ok) {
    const problem = await problemOf(response);
    if (isProblem(problem, "SIGN_IN_AGAIN")) markSignInTooOld();
    else if (response.status === 401) markSessionExpired();
    throw problem;
  }
  markSessionAlive();
  return response;
}

/** api calls the service. Every failure is a Problem. */
export const api = {
  get: <T>(path: string, params?: Params, options?: CallOptions) =>
    call<T>("GET", pathWithParams(path, params), undefined, options),
  /** A POST without an idempotency key gets one of its own: no two presses of a button share it. */
  post: <T>(path: string, body: unknown, options: CallOptions = {}) =>
    call<T>("POST", path, body, { ...options, idempotencyKey: options.idempotencyKey ?? crypto.randomUUID() }),
  patch: <T>(path: string, body: unknown, options?: CallOptions) => call<T>("PATCH", path, body, options),
  delete: <T>(path: string, options?: CallOptions) => call<T>("DELETE", path, undefined, options),
};

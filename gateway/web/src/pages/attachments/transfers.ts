// Files on their way to the service: each goes on by itself when the connection was lost, and while other pages are shown.

import { send } from "../../api/client";
import { isProblem } from "../../api/problem";
import type { AttachmentJson } from "../../api/types";

/** What goes in one call: small enough to show how far a file is, and to lose little. */
const pieceSize = 512 * 1024;
const firstPause = 1000;
const longestPause = 30_000;

export type Phase = "sending" | "waiting" | "checking" | "failed";

export type Transfer = {
  readonly key: string;
  readonly file: File;
  readonly sent: number;
  readonly phase: Phase;
  readonly error?: unknown;
};

/** pathOf answers where the attachments of a case are, or one of them. */
export function pathOf(caseId: string, attachmentId?: string): string {
  const all = `/v1/cases/${caseId}/attachments`;
  return attachmentId === undefined ? all : `${all}/${attachmentId}`;
}

const json = { Accept: "application/json", "Content-Type": "application/json" };

/** Whether a failure may pass: then the same is tried again. A session that has ended may be opened in another tab. */
function passes(error: unknown): boolean {
  return isProblem(error) && (error.passing || error.reason === "UNAUTHENTICATED");
}

type Told = { arrived: (attachment: AttachmentJson) => void; failed: (file: File) => void };

/** Transfers are those of one case. */
export class Transfers {
  private list: readonly Transfer[] = [];
  private readonly stops = new Map<string, AbortController>();
  private readonly ids = new Map<string, string>();
  private readonly listeners = new Set<() => void>();
  private told: Told = { arrived: () => undefined, failed: () => undefined };

  constructor(private readonly caseId: string) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly state = (): readonly Transfer[] => this.list;

  /** hear names who is told of each file that has arrived, or has not. */
  hear(told: Told): void {
    this.told = told;
  }

  /** add begins to send a file, or goes on with an upload of it that has stopped. */
  add(file: File, stopped?: AttachmentJson): void {
    const key = crypto.randomUUID();
    this.list = [...this.list, { key, file, sent: 0, phase: "sending" }];
    if (stopped?.id) this.ids.set(key, stopped.id);
    this.start(key, file);
  }

  /** retry begins anew with a file that failed. */
  retry(key: string): void {
    const failed = this.list.find((t) => t.key === key);
    this.drop(key);
    if (failed) this.add(failed.file);
  }

  /** cancel stops a file and lets the service forget what has come of it. */
  cancel(key: string): void {
    this.stops.get(key)?.abort();
    const id = this.ids.get(key);
    this.drop(key);
    if (id) void send(pathOf(this.caseId, id), { method: "DELETE", headers: {} }).catch(() => undefined); // it is forgotten in a day
  }

  /** drop takes a file that failed off the list. */
  drop(key: string): void {
    this.list = this.list.filter((t) => t.key !== key);
    this.tell();
  }

  /** holds tells whether an attachment is on its way here. */
  holds(id: string | undefined): boolean {
    return this.list.some((t) => this.ids.get(t.key) === id && t.phase !== "failed");
  }

  private tell(): void {
    this.listeners.forEach((listener) => listener());
  }

  private set(key: string, change: Partial<Transfer>): void {
    this.list = this.list.map((t) => (t.key === key ? { ...t, ...change } : t));
    this.tell();
  }

  private start(key: string, file: File): void {
    const stop = new AbortController();
    this.stops.set(key, stop);
    this.tell();
    this.carry(key, file, stop.signal).then(
      (arrived) => {
        this.drop(key);
        this.told.arrived(arrived);
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        this.set(key, { phase: "failed", error });
        this.told.failed(file);
      },
    );
  }

  private async carry(key: string, file: File, signal: AbortSignal): Promise<AttachmentJson> {
    const begun = await this.lasting(key, signal, () => this.begin(key, file, signal));
    await this.lasting(key, signal, () => this.pieces(key, file, begun, signal));
    this.set(key, { sent: file.size, phase: "checking" });
    return this.lasting(key, signal, () => this.finish(begun, signal), "checking");
  }

  /** lasting tries again, less and less often, and at once when the network is back. */
  private async lasting<T>(key: string, signal: AbortSignal, attempt: () => Promise<T>, phase: Phase = "sending"): Promise<T> {
    for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        this.set(key, { phase });
        return await attempt();
      } catch (error) {
        if (!passes(error)) throw error;
        this.set(key, { phase: phase === "sending" ? "waiting" : phase });
        await wait(pause, signal);
      }
    }
  }

  private async begin(key: string, file: File, signal: AbortSignal): Promise<string> {
    const known = this.ids.get(key);
    if (known) return known;
    const answer = await send(pathOf(this.caseId), {
      method: "POST",
      headers: { ...json, "Idempotency-Key": key },
      body: JSON.stringify({ name: file.name, size: String(file.size) }),
      signal,
    });
    const { id = "" } = (await answer.json()) as AttachmentJson;
    this.ids.set(key, id);
    return id;
  }

  private async pieces(key: string, file: File, id: string, signal: AbortSignal): Promise<void> {
    const asked = await send(pathOf(this.caseId, id), { method: "HEAD", headers: {}, signal });
    let at = Number(asked.headers.get("Upload-Offset") ?? 0);
    while (at < file.size) {
      this.set(key, { sent: at, phase: "sending" });
      const answer = await send(pathOf(this.caseId, id), {
        method: "PATCH",
        headers: { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(at) },
        body: file.slice(at, at + pieceSize),
        signal,
      });
      at = Number(answer.headers.get("Upload-Offset") ?? at + pieceSize);
    }
  }

  private async finish(id: string, signal: AbortSignal): Promise<AttachmentJson> {
    const headers = { ...json, "Idempotency-Key": crypto.randomUUID() };
    const answer = await send(`${pathOf(this.caseId, id)}:finish`, { method: "POST", headers, body: "{}", signal });
    return (await answer.json()) as AttachmentJson;
  }
}

function wait(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener("online", end);
      if (signal.aborted) reject(new DOMException("stopped", "AbortError"));
      else resolve();
    };
    const timer = setTimeout(end, millis);
    window.addEventListener("online", end);
    signal.addEventListener("abort", end, { once: true });
  });
}

const known = new Map<string, Transfers>();

/** transfersOf answers those of a case: the same ones on every page of the tab. */
export function transfersOf(caseId: string): Transfers {
  const found = known.get(caseId) ?? new Transfers(caseId);
  known.set(caseId, found);
  return found;
}

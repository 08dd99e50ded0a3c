// Starts one Vaatu for all tests, in a folder that is removed afterwards.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const startMillis = 120_000;
const stopMillis = 20_000;

/** setup answers what ends the program and removes its data. VAATU_URL tells the tests where it is. */
export default async function setup(): Promise<() => Promise<void>> {
  const running = process.env.VAATU_URL;
  if (running) return () => Promise.resolve();
  const data = await newFolder();
  const server = await launch(data).catch(async (cause: unknown) => {
    await rm(data, { recursive: true, force: true });
    throw cause;
  });
  process.env.VAATU_URL = server.url;
  return async () => {
    await stop(server.child);
    await rm(data, { recursive: true, force: true });
  };
}

/** newFolder is for the data of one Vaatu. */
export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "vaatu-e2e-"));

/** Server is a Vaatu that runs. */
export interface Server {
  child: ChildProcess;
  url: string;
}

/** launch starts a Vaatu on a folder, at a port of its choice or at a given one, with more settings, and waits until it is ready. */
export async function launch(data: string, port = "0", ...more: string[]): Promise<Server> {
  const binary = resolve(process.env.VAATU_BINARY ?? "../../.build/vaatu");
  const child = spawn(binary, ["dev", "--demo", "0", "--data", data, "--http", `127.0.0.1:${port}`, "--grpc", "", ...more], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    const url = await address(child);
    await ready(url);
    return { child, url };
  } catch (cause) {
    await stop(child);
    throw cause;
  }
}

// The program says where it is; what it logs is shown when it ends by itself.
function address(child: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((found, failed) => {
    const listen = (part: Buffer) => {
      said = (said + part.toString()).slice(-20_000);
      const at = /Vaatu is at (http:\/\/\S+)/.exec(said)?.[1];
      if (at) found(at);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`vaatu ended with ${String(code)}:\n${said}`)));
    setTimeout(() => failed(new Error(`vaatu did not start:\n${said}`)), startMillis).unref();
  });
}

async function ready(url: string): Promise<void> {
  const deadline = Date.now() + startMillis;
  for (;;) {
    const status = await fetch(`${url}/readyz`).then((answer) => answer.status, () => 0);
    if (status === 200) return;
    if (Date.now() > deadline) throw new Error(`vaatu is not ready: /readyz answers ${status}`);
    await pause(100);
  }
}

/** stop ends a Vaatu and waits until it has. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), stopMillis);
  await ended;
  clearTimeout(force);
}

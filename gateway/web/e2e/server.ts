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
  const binary = resolve(process.env.VAATU_BINARY ?? "../../.build/vaatu");
  const data = await mkdtemp(join(tmpdir(), "vaatu-e2e-"));
  const child = spawn(binary, ["dev", "--demo", "0", "--data", data, "--http", "127.0.0.1:0", "--grpc", ""], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const end = async () => {
    await stop(child);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const url = await address(child);
    await ready(url);
    process.env.VAATU_URL = url;
  } catch (cause) {
    await end();
    throw cause;
  }
  return end;
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

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), stopMillis);
  await ended;
  clearTimeout(force);
}

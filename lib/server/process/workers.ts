import cluster from "node:cluster";
import { setTimeout as wait } from "node:timers/promises";
import { log } from "#lib/server/log";
import { MetricsGatherer } from "./worker-metrics.ts";

/** The delay before a worker that died is replaced, in milliseconds. */
const RESTART_PAUSE_MS = 1_000;

/** Reports that this process accepts requests: on standard output, or to the primary process. */
export function announceReady(line: string): void {
  if (cluster.isWorker) process.send?.(line);
  else process.stdout.write(`${line}\n`);
}

/** Reports why this process cannot start, once for all workers, and exits with code 1. */
export function announceRefusal(line: string): void {
  const end = () => process.exit(1);
  if (cluster.isWorker && process.send) process.send({ refusal: line }, end);
  else process.stderr.write(`${line}\n`, end);
}

export const STOP_SIGNALS = ["SIGTERM", "SIGINT"] as const;
export type StopSignal = (typeof STOP_SIGNALS)[number];

/** The message from the primary process that stops a worker. */
const isStopRequest = (message: unknown): message is { stop: StopSignal } =>
  typeof message === "object" && message !== null && "stop" in message;

/**
 * Calls `stop` when the primary process stops this worker. Signals are ignored: a terminal and systemd send them to every
 * process, so the worker would receive two.
 */
export function onStopRequest(stop: (signal: StopSignal) => void): void {
  for (const signal of STOP_SIGNALS) process.on(signal, () => {});
  process.on("message", (message: unknown) => {
    if (isStopRequest(message)) stop(message.stop);
  });
}

/** The message from a worker that cannot start. */
const isRefusal = (message: unknown): message is { refusal: string } =>
  typeof message === "object" && message !== null && "refusal" in message;

/**
 * Runs `count` workers on one port and one database until a signal ends them. A worker that dies is
 * replaced; one that cannot start ends them all. After a signal each worker stops as it would alone; a second signal ends
 * them at once.
 * @param afterLast runs when no worker is left after a signal
 */
export function superviseWorkers(count: number, afterLast: () => Promise<void>): void {
  let ready = 0;
  /** `cluster.workers` may still hold one that has exited. */
  let alive = 0;
  let isStopping = false;
  let isRefused = false;

  function stop(signal: StopSignal): void {
    if (isStopping) {
      kill();
      return;
    }
    isStopping = true;
    if (alive === 0) void afterLast();
    // A worker that is still starting receives it once it listens for messages.
    for (const worker of Object.values(cluster.workers ?? {})) worker?.send({ stop: signal }, () => {});
  }

  function kill(): void {
    isStopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGKILL");
  }

  const metrics = new MetricsGatherer();
  cluster.on("message", (worker, line: unknown) => {
    if (metrics.take(worker, line)) return;
    if (isRefusal(line)) {
      // All workers fail for the same reason, which is printed once.
      if (!isRefused || ready >= count) process.stderr.write(`${line.refusal}\n`);
      isRefused = true;
      return;
    }
    ready += 1;
    if (ready === count) process.stdout.write(`${line}\n`);
  });
  cluster.on("fork", () => {
    alive += 1;
  });
  cluster.on("exit", async (worker, code, signal) => {
    alive -= 1;
    metrics.remove(worker, !isStopping);
    if (code !== 0 && !isStopping && ready < count) {
      process.exitCode = 1;
      kill();
    }
    if (isStopping) {
      if (alive === 0 && process.exitCode !== 1) await afterLast();
      return;
    }
    log.error({ worker: worker.process.pid, code, signal }, "a worker died and is replaced");
    await wait(RESTART_PAUSE_MS);
    if (!isStopping) cluster.fork();
  });
  for (const signal of STOP_SIGNALS) process.on(signal, () => stop(signal));
  for (let n = 0; n < count; n++) cluster.fork();
}

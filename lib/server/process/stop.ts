import cluster from "node:cluster";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { closeDatabase } from "#lib/server/db/database";
import { log } from "#lib/server/log";
import { setStopping } from "./stopping.ts";
import { onStopRequest, STOP_SIGNALS, type StopSignal } from "./workers.ts";

/** How long requests that are under way may take to finish: longer than the longest wait for a database that is away. */
const DRAIN_MS = 10_000;
/** How long a database that does not answer may hold up the end. Nothing that was answered depends on it. */
const CLOSE_MS = 2_000;
/** How often connections that have become idle are looked for. */
const SWEEP_MS = 100;

/** Connections that browsers open ahead of need: Node counts them as busy until they have carried a request. */
function unusedConnections(server: Server): Set<Socket> {
  const unused = new Set<Socket>();
  server.on("connection", (socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  server.on("request", (req) => unused.delete(req.socket));
  return unused;
}

/** Takes no more connections and waits for the requests under way. @returns whether all of them were answered */
async function drain(server: Server, unused: Set<Socket>): Promise<boolean> {
  const closed = new Promise<true>((resolve) => server.close(() => resolve(true)));
  // A client that asks without pause on one connection is told to make another one, which it cannot.
  server.prependListener("request", (_req, res) => res.setHeader("Connection", "close"));
  for (const socket of unused) socket.destroy();
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const isDone = await Promise.race([closed, wait(DRAIN_MS, false)]);
  clearInterval(sweep);
  server.closeAllConnections();
  return isDone;
}

/**
 * Ends the process cleanly on SIGTERM or SIGINT: says that it is not ready, goes on serving for `delay` milliseconds so
 * that load balancers can notice, lets the requests under way finish, closes the database, exits with 0. Ctrl+C (SIGINT)
 * does without the delay. A second signal ends the process at once. A worker stops when its primary process says so.
 */
export function stopOnSignals(server: Server, delay: number): void {
  const unused = unusedConnections(server);

  async function stop(signal: StopSignal): Promise<void> {
    setStopping(true);
    log.info({ signal }, "stopping");
    if (signal === "SIGTERM") await wait(delay);
    if (!(await drain(server, unused))) log.warn("stopped before every request was answered");
    await Promise.race([closeDatabase(), wait(CLOSE_MS)]);
    process.exit(0);
  }

  if (cluster.isWorker) {
    onStopRequest((signal) => void stop(signal));
    return;
  }
  const onSignal = (signal: StopSignal) => {
    for (const each of STOP_SIGNALS) process.off(each, onSignal);
    void stop(signal);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, onSignal);
}

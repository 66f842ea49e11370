import cluster from "node:cluster";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { closeDatabase } from "#lib/server/db/database";
import { log } from "#lib/server/log";
import { setStopping } from "./stopping.ts";
import { onStopRequest, STOP_SIGNALS, type StopSignal } from "./workers.ts";

/** How long requests in flight may take to finish, in milliseconds: longer than the longest wait for an unavailable database. */
const DRAIN_MS = 10_000;
/** How long closing a database that does not respond may take, in milliseconds. No acknowledged write depends on it. */
const CLOSE_MS = 2_000;
/** How often idle connections are closed while draining, in milliseconds. */
const SWEEP_MS = 100;

/** Connections that browsers opened speculatively: Node counts them as busy until their first request. */
function unusedConnections(server: Server): Set<Socket> {
  const unused = new Set<Socket>();
  server.on("connection", (socket) => {
    unused.add(socket);
    socket.once("close", () => unused.delete(socket));
  });
  server.on("request", (req) => unused.delete(req.socket));
  return unused;
}

/** Accepts no more connections and waits for the requests in flight. @returns whether all of them were responded to */
async function drain(server: Server, unused: Set<Socket>): Promise<boolean> {
  const closed = new Promise<true>((resolve) => server.close(() => resolve(true)));
  // A client that keeps sending requests on one connection has to open another one, which is refused.
  server.prependListener("request", (_req, res) => res.setHeader("Connection", "close"));
  for (const socket of unused) socket.destroy();
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const isDone = await Promise.race([closed, wait(DRAIN_MS, false)]);
  clearInterval(sweep);
  server.closeAllConnections();
  return isDone;
}

/**
 * Stops the process gracefully on SIGTERM or SIGINT: reports not ready, goes on serving for `delay` milliseconds so that
 * load balancers notice, lets the requests in flight finish, closes the database, exits with 0. Ctrl+C (SIGINT) skips the
 * delay. A second signal ends the process at once. A worker stops when its primary process sends a message.
 */
export function stopOnSignals(server: Server, delay: number): void {
  const unused = unusedConnections(server);

  async function stop(signal: StopSignal): Promise<void> {
    setStopping(true);
    log.info({ signal }, "stopping");
    if (signal === "SIGTERM") await wait(delay);
    if (!(await drain(server, unused))) log.warn("stopped before every request was responded to");
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

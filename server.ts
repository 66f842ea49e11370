import "./start/environment.ts";
import "./start/settings.ts";

import cluster from "node:cluster";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setupAnnouncement } from "#lib/server/accounts/setup-announcement";
import { currentVersion } from "#lib/server/cache/current-version";
import { withResponseCache } from "#lib/server/cache/response-cache";
import { withBuiltApi } from "#lib/server/next/built-api";
import "#lib/server/cpu/run";
import { database } from "#lib/server/db/database";
import { DatabaseError } from "#lib/server/db/database-error";
import { isOutOfFiles } from "#lib/server/db/errors";
import { checkpointDatabase } from "#lib/server/db/sqlite/checkpoint";
import { env } from "#lib/server/env";
import { logMalformed, logRequest } from "#lib/server/http/access-log";
import { withFailureResponses } from "#lib/server/http/failures";
import { refuseMalformedRequests, withWellFormedRequests } from "#lib/server/http/malformed-requests";
import { withRequestRecords } from "#lib/server/http/request-record";
import { withSecurityHeaders } from "#lib/server/http/security-headers";
import { log } from "#lib/server/log";
import { withBuiltPages } from "#lib/server/next/built-pages";
import { logErrorsOnce } from "#lib/server/next/log-errors-once";
import { type Manifests, readManifests } from "#lib/server/next/manifests";
import { lazyNext } from "#lib/server/next/next-app";
import { withPageMethods } from "#lib/server/next/page-methods";
import { afterFirstResponse } from "#lib/server/process/after-first-response";
import { checkStorage } from "#lib/server/process/check-storage";
import { setClientTimeouts } from "#lib/server/process/client-timeouts";
import { connectionLimit, limitConnections } from "#lib/server/process/connection-limit";
import { housekeepRegularly } from "#lib/server/process/housekeeping-timer";
import { listenError } from "#lib/server/process/listen-error";
import { stopOnSignals } from "#lib/server/process/stop";
import { announceReady, announceRefusal, superviseWorkers } from "#lib/server/process/workers";
import { replacePageRenderer } from "./lib/server/next/page-renderer.ts";

const isDevelopment = process.argv.includes("--dev");

/** Ends the process with one line that says why. */
function refuse(reason: string): void {
  announceRefusal(`Octavo cannot start: ${reason}`);
}

function fail(error: unknown): void {
  refuse(error instanceof Error ? error.message : String(error));
}

/**
 * How long after the start what the first response does not need is loaded, in milliseconds: housekeeping, and Next, so that no reader waits
 * for it.
 */
const LOAD_AFTER_MS = 200;

/** Counts what METRICS_TOKEN lets a monitoring system read. Lazy-loaded: few servers have it. */
async function countRequests(server: Server, manifests: Manifests | undefined) {
  const { malformedCounter, requestCounter, startMetrics } = await import("#lib/server/metrics/start");
  const { findRoutes } = await import("#lib/server/metrics/routes");
  const { takeSnapshot } = await import("#lib/server/metrics/snapshot");
  const { connectMetrics } = await import("#lib/server/process/worker-metrics");
  const routes = findRoutes(manifests);
  const state = startMetrics(routes, server);
  if (cluster.isWorker) state.gather = connectMetrics(() => takeSnapshot(state));
  return { onEnd: requestCounter(state, routes), onRefused: malformedCounter(state) };
}

async function start(): Promise<void> {
  const { HOST, KEEP_ALIVE, METRICS_TOKEN, PORT, RESPONSE_CACHE, STOP_DELAY } = env();
  if (!isDevelopment && !existsSync(".next/BUILD_ID"))
    throw new Error("there is no build yet; run `npm run build` first");
  // A request without Host is refused by withWellFormedRequests, with the headers that all responses have.
  const server = createServer({ requireHostHeader: false });
  if (!isDevelopment) {
    setClientTimeouts(server, KEEP_ALIVE * 1000);
    limitConnections(server, connectionLimit(env()));
  }
  // Next listens for upgrades on the server it is given: in production that is one without connections.
  const httpServer = isDevelopment ? server : createServer();
  const options = { dev: isDevelopment, hostname: HOST, port: PORT, httpServer };
  const prepareNext = () => {
    logErrorsOnce();
    replacePageRenderer();
  };
  const next = lazyNext(options, isDevelopment ? undefined : prepareNext);
  const db = await database().catch((error: unknown) => {
    throw new Error(`DATABASE_URL=${new DatabaseError(env().DATABASE_URL, error).message}`, { cause: error });
  });
  if (isDevelopment) await next.load();
  const manifests = isDevelopment ? undefined : readManifests();
  const handle = isDevelopment
    ? withSecurityHeaders(next.handle)
    : withPageMethods(
        withResponseCache(withSecurityHeaders(withBuiltApi(withBuiltPages(next.handle, manifests), manifests)), {
          maxBytes: RESPONSE_CACHE * 1024 * 1024,
          currentVersion: () => currentVersion(db),
        }),
        manifests,
      );
  const metrics = METRICS_TOKEN === undefined ? undefined : await countRequests(server, manifests);
  const observers = [...(metrics ? [metrics.onEnd] : []), ...(log.isLevelEnabled("info") ? [logRequest] : [])];
  server.on("request", withRequestRecords(withFailureResponses(withWellFormedRequests(handle)), observers));
  refuseMalformedRequests(server, isDevelopment, (...refused) => {
    metrics?.onRefused(...refused);
    logMalformed(...refused);
  });
  server.on("error", (error) => {
    // Once listening, an error means that one connection could not be accepted.
    if (server.listening) log.error({ err: error }, "no connection accepted");
    else refuse(listenError({ HOST, PORT }, error));
  });
  const setup = await setupAnnouncement(db);
  server.listen(PORT, HOST, () => {
    const { port } = server.address() as AddressInfo;
    const url = `http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${port}`;
    announceReady([`Octavo is ready on ${url}`, ...(setup ? [setup.line(url)] : [])].join("\n"));
    // Once for all workers.
    if (setup && (cluster.worker?.id ?? 1) === 1) {
      log.info({ event: "setup-code", code: setup.code }, "the owner's account is created with this setup code");
    }
    void checkStorage();
    afterFirstResponse(server, LOAD_AFTER_MS)
      .then(() => {
        void housekeepRegularly(db);
        return next.load();
      })
      // Without a file descriptor left, the next request for a page tries again.
      .catch((error: unknown) =>
        isOutOfFiles(error) ? log.error({ err: error }, "Next was not loaded") : fail(error),
      );
  });
  stopOnSignals(server, STOP_DELAY * 1000);
}

const { DATABASE_URL, WORKERS } = env();
if (WORKERS > 1 && cluster.isPrimary && !isDevelopment) {
  superviseWorkers(WORKERS, () => checkpointDatabase(DATABASE_URL));
} else {
  start().catch(fail);
}

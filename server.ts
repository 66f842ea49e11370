import "./scripts/environment.ts";
import "./scripts/settings.ts";

import cluster from "node:cluster";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { withBuiltApi } from "#lib/server/built-api";
import { currentVersion } from "#lib/server/cache/current-version";
import { withResponseCache } from "#lib/server/cache/response-cache";
import { completeDatabaseFile } from "#lib/server/db/complete-file";
import { database } from "#lib/server/db/current";
import { DatabaseError } from "#lib/server/db/database-error";
import { env } from "#lib/server/env";
import { limitGreedyClients } from "#lib/server/greedy-clients";
import { listenFault } from "#lib/server/listen-fault";
import { lazyNext } from "#lib/server/next-app";
import { limitSlowClients } from "#lib/server/slow-clients";
import { stopOnSignals } from "#lib/server/stop";
import { announceReady, announceRefusal, superviseWorkers } from "#lib/server/workers";
import { renderForNode } from "./scripts/render-for-node.ts";

const isDevelopment = process.argv.includes("--dev");

/** Ends the program with one line that says why. */
function refuse(reason: string): void {
  announceRefusal(`Octavo cannot start: ${reason}`);
}

function fail(error: unknown): void {
  refuse(error instanceof Error ? error.message : String(error));
}

/** Where nobody has asked for a page by then, Next is loaded all the same, so that no reader waits for it. In milliseconds. */
const NEXT_AFTER_MS = 200;

async function start(): Promise<void> {
  const { HOST, PORT, RESPONSE_CACHE, STOP_DELAY, TRUST_PROXY } = env();
  if (!isDevelopment && !existsSync(".next/BUILD_ID"))
    throw new Error("there is no build yet; run `npm run build` first");
  const server = createServer();
  if (!isDevelopment) limitSlowClients(server);
  // A proxy is one client that speaks for all.
  if (!isDevelopment && !TRUST_PROXY) limitGreedyClients(server);
  const options = { dev: isDevelopment, hostname: HOST, port: PORT, httpServer: server };
  const next = lazyNext(options, isDevelopment ? undefined : renderForNode);
  const db = await database().catch((error: unknown) => {
    throw new Error(`DATABASE_URL=${new DatabaseError(env().DATABASE_URL, error).message}`, { cause: error });
  });
  if (isDevelopment) await next.load();
  const handle = isDevelopment
    ? next.handle
    : withResponseCache(withBuiltApi(next.handle), {
        maxBytes: RESPONSE_CACHE * 1024 * 1024,
        currentVersion: () => currentVersion(db),
      });
  server.on("request", (req, res) => {
    // Next takes `*`, which OPTIONS may ask for, as an address and fails on it.
    if (req.url === "*") res.writeHead(req.method === "OPTIONS" ? 204 : 400).end();
    else void handle(req, res);
  });
  server.on("error", (error) => refuse(listenFault({ HOST, PORT }, error)));
  server.listen(PORT, HOST, () => {
    const { port } = server.address() as AddressInfo;
    announceReady(`Octavo is ready on http://${HOST.includes(":") ? `[${HOST}]` : HOST}:${port}`);
    wait(NEXT_AFTER_MS).then(next.load).catch(fail);
  });
  stopOnSignals(server, STOP_DELAY * 1000);
}

const { DATABASE_URL, WORKERS } = env();
if (WORKERS > 1 && cluster.isPrimary && !isDevelopment) {
  superviseWorkers(WORKERS, () => completeDatabaseFile(DATABASE_URL));
} else {
  start().catch(fail);
}

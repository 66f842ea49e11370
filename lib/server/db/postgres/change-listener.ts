import pg from "pg";
import { log } from "#lib/server/log";

/** The channel for notifications of a new content version. */
export const CONTENT_CHANNEL = "octavo_content";

/**
 * How long a process trusts the absence of notifications, in milliseconds: a connection can be lost without either end
 * noticing. Half of the second within which every process must see a change.
 */
const TRUST_MS = 500;
/** The delay before reconnecting, in milliseconds. */
const RETRY_MS = 1_000;
/** How often a query checks the connection, in milliseconds: a connection lost silently is detected only by a timeout. */
const KEEPALIVE_MS = 10_000;

/** Receives a notification of every change of the content version, on a connection of its own. */
export type ChangeListener = {
  /** See Engine.changeMarker. */
  marker(): string | undefined;
  /** See Engine.notifiedState. */
  notifiedState(): unknown;
  /** Changes the marker after a commit of this process, without waiting for the notification. */
  markChanged(): void;
  close(): Promise<void>;
};

/**
 * Starts listening at the first call of `marker`. While disconnected there is no marker, and so no cache hit.
 * @param config its `query_timeout` is how long the server may not respond
 */
export function listenForChanges(config: pg.ClientConfig): ChangeListener {
  let count = 0;
  /** The payload of the latest notification, and the marker at that time. */
  let lastNotification: { marker: string | undefined; payload: string } | undefined;
  /** The connection, open or opening; none while waiting to reconnect. */
  let connection: pg.Client | undefined;
  let isStarted = false;
  let isListening = false;
  let isClosed = false;

  function handleDisconnect(client: pg.Client, error?: Error): void {
    if (connection !== client) return;
    connection = undefined;
    isListening = false;
    void client.end().catch(() => {});
    if (isClosed) return;
    log.warn({ reason: error?.message }, "LISTEN connection lost; reconnecting");
    setTimeout(start, RETRY_MS).unref();
  }

  async function listen(client: pg.Client): Promise<void> {
    await client.connect();
    await client.query(`listen ${CONTENT_CHANNEL}`);
    if (connection !== client) return;
    // Commits before listening were not notified.
    count++;
    isListening = true;
    const keepalive = setInterval(() => {
      if (connection !== client) clearInterval(keepalive);
      else void client.query("").catch((error: Error) => handleDisconnect(client, error));
    }, KEEPALIVE_MS).unref();
  }

  function start(): void {
    if (isClosed) return;
    const client = new pg.Client(config);
    connection = client;
    client.on("notification", ({ payload = "" }) => {
      count++;
      lastNotification = { marker: marker(), payload };
    });
    client.on("error", (error) => handleDisconnect(client, error));
    client.on("end", () => handleDisconnect(client));
    listen(client).catch((error: Error) => handleDisconnect(client, error));
  }

  function marker(): string | undefined {
    if (!isStarted) start();
    isStarted = true;
    // A monotonic clock, so that no marker repeats.
    return isListening ? `${count}.${Math.floor(performance.now() / TRUST_MS)}` : undefined;
  }

  return {
    marker,
    // An older Octavo notifies without a payload.
    notifiedState: () =>
      lastNotification?.payload && lastNotification.marker === marker()
        ? JSON.parse(lastNotification.payload)
        : undefined,
    markChanged() {
      count++;
    },
    async close() {
      isClosed = true;
      if (connection) handleDisconnect(connection);
    },
  };
}

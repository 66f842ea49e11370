import pg from "pg";
import { log } from "#lib/server/log";

/** The channel on which a transaction that moves the content version says so. */
export const CONTENT_CHANNEL = "octavo_content";

/**
 * How long a process trusts that it would have been told, in milliseconds: a line can be cut without either end noticing.
 * Half of the second within which every process has to know.
 */
const TRUST_MS = 500;
/** How long to wait before listening again after the line was cut. */
const RETRY_MS = 1_000;
/** How often the line is tried. One that was cut silently is only known by what does not come back. */
const KEEPALIVE_MS = 10_000;

/** Hears of every change of the content version, on a connection of its own. */
export type ChangeListener = {
  /** See Engine.changeMarker. */
  marker(): string | undefined;
  /** See Engine.announced. */
  notifiedState(): unknown;
  /** This process has changed something itself, and does not wait to be told. */
  markChanged(): void;
  close(): Promise<void>;
};

/**
 * Listens from the first time a marker is asked for. While the line is down no marker is given: nobody trusts what they
 * have.
 * @param config its `query_timeout` says how long the server may be silent
 */
export function listenForChanges(config: pg.ClientConfig): ChangeListener {
  let count = 0;
  /** What was said of the newest change, and the marker from then. */
  let lastNotification: { marker: string | undefined; payload: string } | undefined;
  /** The connection that stands or is being made; none while waiting to try again. */
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
    log.warn({ reason: error?.message }, "no longer told of changes");
    setTimeout(start, RETRY_MS).unref();
  }

  async function listen(client: pg.Client): Promise<void> {
    await client.connect();
    await client.query(`listen ${CONTENT_CHANNEL}`);
    if (connection !== client) return;
    // What was committed before the line stood was told to nobody.
    count++;
    isListening = true;
    const pulse = setInterval(() => {
      if (connection !== client) clearInterval(pulse);
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
    // By a clock that is never set back, so that no marker comes twice.
    return isListening ? `${count}.${Math.floor(performance.now() / TRUST_MS)}` : undefined;
  }

  return {
    marker,
    // An older Octavo announces a change without a word.
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

import pg from "pg";
import { log } from "#lib/server/log";

/** The channel on which a transaction that moves the content version says so. */
export const CONTENT_CHANNEL = "octavo_content";

/** How long a process trusts that it would have been told, in milliseconds: a line can be cut without either end noticing. */
const TRUST_MS = 500;
/** How long to wait before listening again after the line was cut. */
const RETRY_MS = 1_000;

/** Hears of every change of the content version, on a connection of its own. */
export type ChangeListener = {
  /** See Engine.changeMarker. */
  marker(): string | undefined;
  /** This process has changed something itself, and does not wait to be told. */
  move(): void;
  close(): Promise<void>;
};

/** Listens from the first time a marker is asked for. While the line is down no marker is given: nobody trusts what they have. */
export function listenForChanges(config: pg.ClientConfig): ChangeListener {
  let count = 0;
  let client: pg.Client | undefined;
  let isListening = false;
  let isClosed = false;

  function lost(error: Error | undefined): void {
    if (isClosed || client === undefined) return;
    log.warn({ reason: error?.message }, "no longer told of changes");
    void client.end().catch(() => {});
    client = undefined;
    isListening = false;
    setTimeout(start, RETRY_MS).unref();
  }

  function start(): void {
    if (isClosed || client !== undefined) return;
    const mine = new pg.Client(config);
    client = mine;
    mine.on("notification", () => {
      count++;
    });
    mine.on("error", lost);
    mine.on("end", () => {
      if (client === mine) lost(undefined);
    });
    mine
      .connect()
      .then(() => mine.query(`listen ${CONTENT_CHANNEL}`))
      .then(() => {
        count++;
        isListening = client === mine;
      })
      .catch(lost);
  }

  return {
    marker() {
      if (client === undefined) start();
      return isListening ? `${count}.${Math.floor(Date.now() / TRUST_MS)}` : undefined;
    },
    move() {
      count++;
    },
    async close() {
      isClosed = true;
      isListening = false;
      await client?.end().catch(() => {});
    },
  };
}

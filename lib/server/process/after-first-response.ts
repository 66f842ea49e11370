import type { Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Waits for `ms` milliseconds, and then for the response to the first request, if that came meanwhile: modules that are loaded before
 * it has ended delay it by all the time that they take.
 */
export async function afterFirstResponse(server: Server, ms: number): Promise<void> {
  let responding: Promise<unknown> | undefined;
  server.once("request", (_req, res) => {
    // "close" follows every response: sent, or cut off with its connection.
    responding = new Promise<void>((resolve) => res.once("close", resolve));
  });
  await wait(ms);
  await responding;
}

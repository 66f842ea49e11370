import type { Server } from "node:http";
import type { Socket } from "node:net";
import { networkOf } from "./client-address.ts";

/**
 * How many connections one client may hold open at once, in one process. A browser opens six, and many people may share an
 * address; but nobody may take all that the operating system gives out.
 */
const CONNECTIONS_MAX = 500;

/** Ends a connection as it is made where its client, told by its address or IPv6 network, holds `max` of them already. */
export function limitGreedyClients(server: Server, max = CONNECTIONS_MAX): void {
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const client = networkOf(socket.remoteAddress ?? "");
    const count = (open.get(client) ?? 0) + 1;
    if (count > max) {
      socket.destroy();
      return;
    }
    open.set(client, count);
    socket.once("close", () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left > 0) open.set(client, left);
      else open.delete(client);
    });
  });
}

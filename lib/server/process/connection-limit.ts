import type { Server } from "node:http";
import type { Socket } from "node:net";
import { networkOfIp } from "#lib/server/client-ip";
import type { Env } from "#lib/server/env";

/**
 * How many connections one client may hold open at once, in one process. A browser opens six, and many people may share an
 * IP address; but no client may exhaust the file descriptors of the process.
 */
const CLIENT_CONNECTIONS_MAX = 500;
/** The same for a reverse proxy (TRUST_PROXY), which is the one client that connects. */
const PROXY_CONNECTIONS_MAX = 5_000;

/** The setting CONNECTION_LIMIT, or its default. 0 is no limit. */
export function connectionLimit({
  CONNECTION_LIMIT,
  TRUST_PROXY,
}: Pick<Env, "CONNECTION_LIMIT" | "TRUST_PROXY">): number {
  return CONNECTION_LIMIT ?? (TRUST_PROXY ? PROXY_CONNECTIONS_MAX : CLIENT_CONNECTIONS_MAX);
}

/** Closes a new connection whose client, identified by its IP address or IPv6 network, already has `max` open. */
export function limitConnections(server: Server, max: number): void {
  if (max === 0) return;
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const client = networkOfIp(socket.remoteAddress ?? "");
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

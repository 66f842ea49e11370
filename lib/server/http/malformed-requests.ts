import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Handle } from "#lib/server/next/capture";
import { refuse, refuseSocket } from "./refusals.ts";

/** What Node's parser reports, with the status that Node itself would send; 400 for everything else. */
const STATUS_BY_CODE: Record<string, [status: number, detail: string]> = {
  HPE_HEADER_OVERFLOW: [431, "The header section is too large"],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, "The chunk extensions are too large"],
  ERR_HTTP_REQUEST_TIMEOUT: [408, "The request took too long to arrive"],
};

/** Node's reference to the response in flight on a connection. Undocumented, see docs/upgrading.md: without it, no response counts as begun. */
type WithResponse = { _httpMessage?: ServerResponse | null };

/** Is called for each request that `refuseMalformedRequests` refuses. @param code Node's reason, or the name of what was requested */
export type OnRefused = (socket: Duplex, status: number, code: string | undefined) => void;

function refuseUnparsed(error: NodeJS.ErrnoException, socket: Duplex, onRefused: OnRefused): void {
  const hasResponse = (socket as Duplex & WithResponse)._httpMessage?.headersSent === true;
  if (!socket.writable || hasResponse || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const [status, detail] = STATUS_BY_CODE[error.code ?? ""] ?? [400, "The request is not well-formed HTTP/1.1"];
  onRefused(socket, status, error.code);
  refuseSocket(socket, status, detail);
}

/** Next's WebSocket for hot module replacement in development. */
const isHotReload = ({ url }: IncomingMessage) => url?.startsWith("/_next/") === true;

/**
 * Refuses, with the headers of every other response, what Node would refuse by itself or ignore: bytes that are no request,
 * an unknown `Expect`, `CONNECT`, and every request to upgrade the connection (RFC 9110, section 7.8), which is closed.
 */
export function refuseMalformedRequests(server: Server, isDevelopment: boolean, onRefused: OnRefused = () => {}): void {
  server.on("clientError", (error, socket) => refuseUnparsed(error, socket, onRefused));
  server.on("checkExpectation", (req, res) => {
    onRefused(req.socket, 417, "Expect");
    refuse(res, 417, "Only `Expect: 100-continue` is supported");
  });
  server.on("connect", (_req, socket) => {
    onRefused(socket, 400, "CONNECT");
    refuseSocket(socket, 400, "No `CONNECT` is supported: this is no proxy");
  });
  server.on("upgrade", (req, socket) => {
    if (isDevelopment && isHotReload(req)) return;
    onRefused(socket, 400, "Upgrade");
    refuseSocket(socket, 400, "No protocol upgrade is supported; send the request without `Upgrade`");
  });
}

/** The number of Host headers; in the raw headers, as Node parses only the first. */
function hostCount({ rawHeaders }: IncomingMessage): number {
  let count = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i];
    if (name?.length === 4 && name.toLowerCase() === "host") count += 1;
  }
  return count;
}

/** How many parameters a query may have: Next takes quadratic time for those of one name. */
const PARAMETERS_MAX = 100;

const hasManyParameters = (url = "") => url.length > PARAMETERS_MAX && url.split("&").length > PARAMETERS_MAX;

/** Refuses requests that Node's parser accepts but Next or a handler cannot process. */
export function withWellFormedRequests(handle: Handle): Handle {
  return (req, res) => {
    const hosts = hostCount(req);
    // RFC 9112, section 3.2. HTTP/1.0 has no Host.
    if (hosts > 1 || (hosts === 0 && req.httpVersion !== "1.0")) {
      return refuse(res, 400, `The request has ${hosts} \`Host\` headers instead of one`, { Connection: "close" });
    }
    if (hasManyParameters(req.url)) {
      return refuse(res, 400, `The query has more than ${PARAMETERS_MAX} parameters`);
    }
    // Next fails on the request target `*` of OPTIONS, which it treats as a path.
    if (req.url !== "*") return handle(req, res);
    return req.method === "OPTIONS" ? refuse(res, 204) : refuse(res, 400, "`*` is for OPTIONS only");
  };
}

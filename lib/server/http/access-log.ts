import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import { log, logStream } from "#lib/server/log";
import { SESSION_VIEWER } from "#lib/server/viewer";
import { loggedUrl } from "./logged-url.ts";
import type { OnRefused } from "./malformed-requests.ts";
import { requestId } from "./request-id.ts";
import { requestPath } from "./request-path.ts";
import { type RequestRecord, sentStatus } from "./request-record.ts";
import { parseTraceparent } from "./traceparent.ts";

/** How much of what a client sends is logged, in characters: with escapes, no line is longer than LINE_MAX. */
const URL_MAX = 1_000;
const USER_AGENT_MAX = 200;
export const LINE_MAX = 8 * 1024;

/** Requested by supervisors and load balancers, every few seconds: logged at the level `debug`. */
const PROBES = new Set(["/api/health", "/api/ready", "/api/metrics"]);

const DEBUG = log.levels.values.debug ?? 20;
const INFO = log.levels.values.info ?? 30;

/** Text that JSON shows as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;
/** Control characters that JSON allows in a string, and terminals execute. */
const CONTROLS = /\p{Cc}/gu;

const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Text as a JSON string of printable characters. */
function quote(text: string, max: number): string {
  if (text.length > max) return quote(`${text.slice(0, max)}…`, max + 1);
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text).replace(CONTROLS, escaped);
}

/** An IP address as it is written; empty for text that is none. */
const ips = new LRUCache<string, string>({
  max: 1_000,
  memoMethod: (text) => (ipaddr.isValid(text) ? ipaddr.process(text).toString() : ""),
});

let timestamp = { time: 0, text: "" };

/** The time now, formatted once for all lines of a millisecond. */
function now(): string {
  const time = Date.now();
  if (time !== timestamp.time) timestamp = { time, text: new Date(time).toISOString() };
  return timestamp.text;
}

/** The key of the number of bytes that earlier responses on a connection have sent. */
const COUNTED = Symbol("octavo.counted-bytes");
type Counted = Socket & { [COUNTED]?: number };

/** The bytes that a response has sent, headers included. Responses to pipelined requests may share theirs differently. */
function sentBytes(socket: Counted): number {
  const all = socket.bytesWritten ?? 0;
  const bytes = all - (socket[COUNTED] ?? 0);
  socket[COUNTED] = all;
  return bytes;
}

/** The account of a viewer with a session, or the id of the key; that in the setting API_KEY has the id `site`. */
function viewerField(viewer: string | null): string {
  if (viewer === null) return "";
  const isAccount = viewer.startsWith(SESSION_VIEWER);
  const id = isAccount ? viewer.slice(SESSION_VIEWER.length) : viewer.replace(/^key /, "");
  return `,"${isAccount ? "account" : "key"}":"${id}"`;
}

/** The line of a request; pino is not used, as it takes several times as long. */
function line(level: string, record: RequestRecord, req: IncomingMessage, res: ServerResponse): string {
  const { cache, ip, method, started, url, viewer } = record;
  const { traceparent, "user-agent": userAgent } = req.headers;
  const ms = Math.round((performance.now() - started) * 10) / 10;
  const trace = traceparent === undefined ? undefined : parseTraceparent(traceparent);
  const agent = userAgent === undefined ? "" : `,"userAgent":${quote(userAgent, USER_AGENT_MAX)}`;
  return (
    `{"level":"${level}","time":"${now()}","id":"${requestId(req)}","ip":"${ips.memo(ip)}"${viewerField(viewer)}` +
    `,"method":"${method}","url":${quote(loggedUrl(url), URL_MAX)},"status":${sentStatus(res) || null}` +
    `,"bytes":${sentBytes(req.socket)},"cache":"${cache}","ms":${ms}${agent}` +
    `${trace === undefined ? "" : `,"traceparent":"${trace}"`}${res.writableFinished ? "" : ',"aborted":true'},"msg":"request"}\n`
  );
}

/** Logs a request whose response has ended. */
export function logRequest(record: RequestRecord, req: IncomingMessage, res: ServerResponse): void {
  const isProbe = PROBES.has(requestPath(record.url));
  if (log.levelVal > (isProbe ? DEBUG : INFO)) return;
  logStream.queue(line(isProbe ? "debug" : "info", record, req, res));
}

/** Logs a request that never reached a handler. */
export const logMalformed: OnRefused = (socket, status, code) => {
  log.info({ ip: ips.memo((socket as Socket).remoteAddress ?? ""), status, code }, "malformed request");
};

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

/** URLs as they are logged. */
const urls = new LRUCache<string, string>({ max: 1_000, memoMethod: (url) => quote(loggedUrl(url), URL_MAX) });
/** Up to this length, in characters, they are cached. */
const CACHED_URL_MAX = 200;

const urlText = (url: string) => (url.length > CACHED_URL_MAX ? quote(loggedUrl(url), URL_MAX) : urls.memo(url));

/** The time of the latest lines, and until when it is right to a millisecond, by the clock of `performance.now`. */
let time = { text: "", until: 0 };

/** The time when a request has ended, read and formatted once for all lines of a millisecond. */
function timeText(ended: number): string {
  if (ended >= time.until) time = { text: new Date().toISOString(), until: ended + 1 };
  return time.text;
}

/** What the lines of one connection have in common. */
type Connection = {
  /** The bytes that earlier responses have sent. */
  bytes: number;
  /** The latest address and user agent, and their texts in a line. */
  ip: string;
  ipText: string;
  agent: string | undefined;
  agentText: string;
};
const CONNECTION = Symbol("octavo.logged-connection");

function connectionOf(socket: Socket & { [CONNECTION]?: Connection }): Connection {
  socket[CONNECTION] ??= { bytes: 0, ip: "", ipText: "", agent: undefined, agentText: "" };
  return socket[CONNECTION];
}

/** The bytes that a response has sent, headers included. Responses to pipelined requests may share theirs differently. */
function sentBytes(socket: Socket, connection: Connection): number {
  const all = socket.bytesWritten ?? 0;
  const bytes = all - connection.bytes;
  connection.bytes = all;
  return bytes;
}

function ipText(ip: string, connection: Connection): string {
  if (ip !== connection.ip) {
    connection.ip = ip;
    connection.ipText = ips.memo(ip);
  }
  return connection.ipText;
}

function agentText(agent: string | undefined, connection: Connection): string {
  if (agent === undefined) return "";
  if (agent.length > USER_AGENT_MAX) return `,"userAgent":${quote(agent, USER_AGENT_MAX)}`;
  if (agent !== connection.agent) {
    connection.agent = agent;
    connection.agentText = `,"userAgent":${quote(agent, USER_AGENT_MAX)}`;
  }
  return connection.agentText;
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
  const { cache, ended, ip, method, started, url, viewer } = record;
  const { traceparent, "user-agent": userAgent } = req.headers;
  const connection = connectionOf(req.socket);
  const ms = Math.round((ended - started) * 10) / 10;
  const trace = traceparent === undefined ? undefined : parseTraceparent(traceparent);
  return (
    `{"level":"${level}","time":"${timeText(ended)}","id":"${requestId(req)}","ip":"${ipText(ip, connection)}"${viewerField(viewer)}` +
    `,"method":"${method}","url":${urlText(url)},"status":${sentStatus(res) || null}` +
    `,"bytes":${sentBytes(req.socket, connection)},"cache":"${cache}","ms":${ms}${agentText(userAgent, connection)}` +
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

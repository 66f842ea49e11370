import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { makeReleasable } from "#lib/server/http/direct-response";
import { encodeUtf8 } from "#lib/server/utf8";

export type Handle = (req: IncomingMessage, res: ServerResponse) => unknown;

/** A response as its handler wrote it, before any of it is sent. */
export type CapturedResponse = { status: number; headers: OutgoingHttpHeaders; body: Buffer };

type Callback = () => void;

function bytesOf(chunk: unknown, encoding: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (typeof chunk !== "string") return Buffer.from(chunk as Uint8Array);
  return typeof encoding === "string" ? Buffer.from(chunk, encoding as BufferEncoding) : encodeUtf8(chunk);
}

function setHeaders(res: ServerResponse, headers: unknown): void {
  const flat = Array.isArray(headers) ? headers : Object.entries(headers ?? {}).flat();
  for (let i = 0; i + 1 < flat.length; i += 2) if (flat[i + 1] !== undefined) res.setHeader(flat[i], flat[i + 1]);
}

/** Headers that stay set on `res` after capturing: connection handling and the request id. */
const PRESERVED_HEADERS = ["connection", "x-request-id"];

/**
 * Buffers the response of a handler instead of sending it. Afterwards `res` is reset, except for PRESERVED_HEADERS, and the
 * real response can be sent with it.
 * @returns undefined where the client disconnected before the response was complete, or the handler sends it itself (`sendDirectly`)
 */
export async function captureResponse(
  handle: Handle,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<CapturedResponse | undefined> {
  const { writeHead, write, end, flushHeaders } = res;
  const restore = () => Object.assign(res, { writeHead, write, end, flushHeaders });
  const chunks: Buffer[] = [];
  const isComplete = new Promise<boolean>((resolve, reject) => {
    res.once("close", () => resolve(false));
    makeReleasable(res, () => {
      restore();
      resolve(false);
    });
    const buffer = (rest: unknown[]) => {
      const [chunk, encoding] = rest;
      if (chunk != null && typeof chunk !== "function") chunks.push(bytesOf(chunk, encoding));
      const done = rest.find((argument) => typeof argument === "function") as Callback | undefined;
      if (done) process.nextTick(done);
    };
    Object.assign(res, {
      flushHeaders() {},
      writeHead(status: number, ...rest: unknown[]) {
        res.statusCode = status;
        setHeaders(res, typeof rest[0] === "string" ? rest[1] : rest[0]);
        return res;
      },
      write(...rest: unknown[]) {
        buffer(rest);
        return true;
      },
      end(...rest: unknown[]) {
        buffer(rest);
        // Handlers check `finished` to see whether there is more to do: it is set although nothing has been sent.
        const sendEnd = (...sent: Parameters<typeof end>) => Object.assign(res, { finished: false, end }).end(...sent);
        Object.assign(restore(), { end: sendEnd, finished: true });
        resolve(true);
        return res;
      },
    });
    const call = async () => handle(req, res);
    // Not awaited: what serves files waits for the real end of the response.
    call().catch((error: unknown) => {
      restore();
      reject(error);
    });
  });
  if (!(await isComplete)) return undefined;
  const headers = res.getHeaders();
  for (const name in headers) if (!PRESERVED_HEADERS.includes(name)) res.removeHeader(name);
  const [first, ...more] = chunks;
  return { status: res.statusCode, headers, body: first && more.length === 0 ? first : Buffer.concat(chunks) };
}

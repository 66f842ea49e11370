import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";

export type Handle = (req: IncomingMessage, res: ServerResponse) => unknown;

/** A response as its handler made it, before anything of it was sent. */
export type CapturedResponse = { status: number; headers: OutgoingHttpHeaders; body: Buffer };

type Callback = () => void;

function bytesOf(chunk: unknown, encoding: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (typeof chunk !== "string") return Buffer.from(chunk as Uint8Array);
  return Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
}

function setHeaders(res: ServerResponse, headers: unknown): void {
  const flat = Array.isArray(headers) ? headers : Object.entries(headers ?? {}).flat();
  for (let at = 0; at + 1 < flat.length; at += 2) if (flat[at + 1] !== undefined) res.setHeader(flat[at], flat[at + 1]);
}

/** What stays set for what is really sent: how the connection goes on, and the name that the request has in the log. */
const PRESERVED_HEADERS = ["connection", "x-request-id"];

/**
 * Has a handler write its response to nobody. `res` is then as it was, but for STAYING, for what is really to be sent.
 * @returns undefined where the client went away before the response was whole
 */
export async function captureResponse(
  handle: Handle,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<CapturedResponse | undefined> {
  const { writeHead, write, end, flushHeaders } = res;
  const restore = () => Object.assign(res, { writeHead, write, end, flushHeaders });
  const chunks: Buffer[] = [];
  const isWhole = new Promise<boolean>((resolve, reject) => {
    res.once("close", () => resolve(false));
    const take = (rest: unknown[]) => {
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
        take(rest);
        return true;
      },
      end(...rest: unknown[]) {
        take(rest);
        // Until it is really sent it is finished all the same, for a handler that looks whether there is more to do.
        const sendEnd = (...sent: Parameters<typeof end>) => Object.assign(res, { finished: false, end }).end(...sent);
        Object.assign(restore(), { end: sendEnd, finished: true });
        resolve(true);
        return res;
      },
    });
    const call = async () => handle(req, res);
    // Not awaited: files are sent by code that waits for the real end.
    call().catch((error: unknown) => {
      restore();
      reject(error);
    });
  });
  if (!(await isWhole)) return undefined;
  const headers = res.getHeaders();
  for (const name in headers) if (!PRESERVED_HEADERS.includes(name)) res.removeHeader(name);
  const [first, ...more] = chunks;
  return { status: res.statusCode, headers, body: first && more.length === 0 ? first : Buffer.concat(chunks) };
}

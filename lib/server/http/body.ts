import type { NextApiRequest } from "next";
import { Problem } from "#lib/server/problem";

const BODY_MAX = 1024 * 1024;
/** How much more of a body that is too large is read and dropped, so that the client hears the answer. */
const DRAIN_MAX = 8 * BODY_MAX;

const JSON_TYPES = ["application/json", "application/merge-patch+json"];
const FORM_TYPE = "application/x-www-form-urlencoded";

/** The chunks of a request's body. A client that hangs up in the middle of it is no fault of ours. */
async function* chunksOf(req: NextApiRequest): AsyncGenerator<Buffer> {
  try {
    yield* req as AsyncIterable<Buffer>;
  } catch {
    throw new Problem("malformed-body", { detail: "The body was cut short." });
  }
}

/** The bytes of a request, at most BODY_MAX of them. */
async function readBytes(req: NextApiRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunksOf(req)) {
    size += chunk.length;
    if (size > BODY_MAX) chunks.length = 0;
    else chunks.push(chunk);
    if (size > DRAIN_MAX) break;
  }
  if (size > BODY_MAX) throw new Problem("payload-too-large", { headers: { Connection: "close" } });
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Problem("malformed-body", { detail: "The body is not UTF-8 text." });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("malformed-body", { detail: "The body is not well-formed JSON." });
  }
}

function requireObject(value: unknown): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new Problem("malformed-body", { detail: "The body must be a JSON object." });
}

/**
 * The object a client sent, as JSON or as a form's fields. An empty body is an empty object.
 * A `req.body` that is there already (a unit test's mocked request) is taken as it is.
 * Endpoints that read bodies export `config = { api: { bodyParser: false } }`, so that what is wrong with one is said in JSON.
 * @throws {Problem} 400, 413, 415
 */
export async function readBody(req: NextApiRequest): Promise<object> {
  if (req.body !== undefined) return requireObject(req.body);
  const type = req.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  const known = type === undefined || type === FORM_TYPE || JSON_TYPES.includes(type);
  const { "content-encoding": encoding = "identity" } = req.headers;
  if (!known || encoding !== "identity") throw new Problem("unsupported-media-type");
  const bytes = await readBytes(req);
  if (bytes.length === 0) return {};
  if (type === undefined) throw new Problem("unsupported-media-type");
  const text = decode(bytes);
  return type === FORM_TYPE ? Object.fromEntries(new URLSearchParams(text)) : requireObject(parseJson(text));
}

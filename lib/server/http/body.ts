import type { NextApiRequest } from "next";
import { Problem } from "#lib/server/problem";
import { BODY_MAX } from "#lib/shared/body";
import { FORM_TYPE, requireReadable } from "./media-types.ts";

/** How much of a body that is too large is read and discarded, so that the client can read the response. */
const DRAIN_MAX = 8 * BODY_MAX;
/** How many values a body may hold, nested ones included: each may become an error that the response names. */
const VALUES_MAX = 1_000;
/** How deeply values may be nested: JSON.stringify and others fail at some thousands. */
const DEPTH_MAX = 32;

export const malformed = (detail: string) => new Problem("malformed-body", { detail });

/** The chunks of a request's body. A client that disconnects before its end is no server error. */
export async function* chunksOf(req: NextApiRequest): AsyncGenerator<Buffer> {
  try {
    yield* req as AsyncIterable<Buffer>;
  } catch {
    throw malformed("The body was cut short.");
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
    throw malformed("The body is not UTF-8 text.");
  }
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed("The body is not well-formed JSON.");
  }
  requireFewValues(value);
  return value;
}

const tooMany = () => malformed(`The body holds more than ${VALUES_MAX.toLocaleString("en")} values.`);

/** @throws {Problem} 400 where there are more values, or deeper ones, than any endpoint accepts */
function requireFewValues(root: unknown): void {
  let level = [root];
  let count = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_MAX) throw malformed(`The body is nested more than ${DEPTH_MAX} levels deep.`);
    count += level.length;
    if (count > VALUES_MAX) throw tooMany();
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
}

function requireObject(value: unknown): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw malformed("The body must be a JSON object.");
}

/** The fields of a form. @param lists the names of list fields, which a form repeats */
function parseForm(text: string, lists: readonly string[]): object {
  const params = new URLSearchParams(text);
  if (params.size > VALUES_MAX) throw tooMany();
  const sent = lists.filter((name) => params.has(name));
  return {
    ...Object.fromEntries(params),
    ...Object.fromEntries(sent.map((name) => [name, params.getAll(name).filter((value) => value !== "")])),
  };
}

/**
 * Reads a request's body as an object: JSON, which a body without Content-Type counts as, or a form. An empty body is an
 * empty object. A parsed `req.body` (a unit test's mocked request) is returned as it is.
 * Every endpoint exports `config = { api: { bodyParser: false } }`, so that errors of a body are reported in JSON.
 * @param lists the names of list fields, which a form repeats: `tags=a&tags=b`
 * @throws {Problem} 400, 413, 415
 */
export async function readBody(req: NextApiRequest, lists: readonly string[] = []): Promise<object> {
  if (req.body !== undefined) return requireObject(req.body);
  const type = requireReadable(req);
  const bytes = await readBytes(req);
  if (bytes.length === 0) return {};
  const text = decode(bytes);
  return type === FORM_TYPE ? parseForm(text, lists) : requireObject(parseJson(text));
}

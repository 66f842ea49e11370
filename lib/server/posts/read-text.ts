import type { NextApiRequest } from "next";
import { readBody } from "#lib/server/http/body";
import { parseCover } from "#lib/shared/cover";
import { LIST_FIELDS } from "#lib/shared/post-fields";

/** Reads a body with the text of a post. A form sends a cover as text. @throws {Problem} 400, 413, 415 */
export async function readTextBody(req: NextApiRequest): Promise<object> {
  const body: { cover?: unknown } = await readBody(req, LIST_FIELDS);
  return typeof body.cover === "string" ? { ...body, cover: parseCover(body.cover) } : body;
}

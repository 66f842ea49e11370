import busboy, { type BusboyHeaders } from "@fastify/busboy";
import type { NextApiRequest } from "next";
import { malformed } from "./body.ts";

export const MULTIPART = "multipart/form-data";

/** A form's other fields beside its files: few, and short. */
const FIELDS_MAX = 20;
const FIELD_BYTES_MAX = 10_000;
/** The most bytes that the other fields of a form have together. */
export const FIELDS_BYTES_MAX = FIELDS_MAX * FIELD_BYTES_MAX;

/** A form that cannot be parsed, as a Problem. */
export const unreadableForm = (error: unknown) =>
  malformed(`The form could not be read: ${error instanceof Error ? error.message : String(error)}.`);

/** Creates a parser of a request's form (RFC 7578). @param filesMax further files are not read. @throws {Problem} 400 */
export function createFormParser(req: NextApiRequest, filesMax: number) {
  const limits = {
    ...{ files: filesMax, fields: FIELDS_MAX, parts: filesMax + FIELDS_MAX },
    ...{ fieldSize: FIELD_BYTES_MAX, headerPairs: FIELDS_MAX },
  };
  try {
    return busboy({ headers: req.headers as BusboyHeaders, limits });
  } catch (error) {
    // Such as a media type without a boundary.
    throw unreadableForm(error);
  }
}

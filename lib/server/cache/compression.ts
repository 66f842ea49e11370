import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** How the bytes of a response are written (RFC 9110, section 8.4.1). */
export type ContentCoding = "br" | "gzip" | "identity";

const CODED = ["br", "gzip"] as const;

/** How much a client wants a coding, from 0 (not at all) to 1, as its Accept-Encoding says. */
function qValue(coding: string, header: string): number {
  let any = 0;
  for (const part of header.split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const weight = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? 1) || 0;
    if (name === coding) return weight;
    if (name === "*") any = weight;
  }
  return any;
}

/** Browsers say the same each time, and there are few of them: what some headers came to. */
const cache = new Map<string, ContentCoding>();
const SETTLED_MAX = 100;

/** The coding that a client wants most; of two that it wants as much, the one that makes fewer bytes (RFC 9110, 12.5.3). */
export function negotiateCoding(header: string | string[] | undefined): ContentCoding {
  const wanted = String(header ?? "");
  if (wanted === "") return "identity";
  const known = cache.get(wanted);
  if (known) return known;
  const [best = "identity"] = CODED.filter((coding) => qValue(coding, wanted) > 0).sort(
    (one, other) => qValue(other, wanted) - qValue(one, wanted),
  );
  if (cache.size >= SETTLED_MAX) cache.clear();
  cache.set(wanted, best);
  return best;
}

const COMPRESSIBLE = /^(?:text\/|application\/(?:[\w.+-]+\+)?(?:json|xml)\b|application\/javascript|image\/svg)/;
/** Shorter texts grow more by the headers than they shrink, in bytes. */
const MIN_COMPRESS_BYTES = 512;

export const isCompressible = (type: string, body: Buffer) =>
  COMPRESSIBLE.test(type) && body.length >= MIN_COMPRESS_BYTES;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** 5 takes about as long as gzip and makes less; 11 takes fifty times as long, for what is made once and never again. */
const BROTLI_QUALITY = 5;

/** @param isForEver whether the bytes never change, so that all the time it takes is well spent */
export function compress(
  body: Buffer,
  coding: Exclude<ContentCoding, "identity">,
  isForEver: boolean,
): Promise<Buffer> {
  if (coding === "gzip") return zip(body);
  const quality = isForEver ? constants.BROTLI_MAX_QUALITY : BROTLI_QUALITY;
  return brotli(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}

const TAG_END = /\.(?:br|gzip)"/g;

/** The tag of the same response in another coding: other bytes have another strong tag (RFC 9110, section 8.8.3.3). */
export const etagFor = (etag: string, coding: ContentCoding) =>
  coding === "identity" || etag.startsWith("W/") ? etag : etag.replace(/"$/, `.${coding}"`);

/** Tags as the handlers know them, who see nothing of codings. */
export const stripCodings = (tags: string) => tags.replace(TAG_END, '"');

import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { LRUCache } from "lru-cache";

/** RFC 9110, section 8.4.1. */
export type ContentCoding = "br" | "gzip" | "identity";

const COMPRESSED = ["br", "gzip"] as const;

/** The quality value of a content coding in an Accept-Encoding header, from 0 (not acceptable) to 1. */
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

/** Content codings by Accept-Encoding: browsers send only a few different ones. */
const codings = new LRUCache<string, ContentCoding>({
  max: 100,
  memoMethod: (accepted) => {
    const [best = "identity"] = COMPRESSED.filter((coding) => qValue(coding, accepted) > 0).sort(
      (a, b) => qValue(b, accepted) - qValue(a, accepted),
    );
    return best;
  },
});

/** The content coding with the highest quality value; of equal ones, the smaller result (RFC 9110, section 12.5.3). */
export const negotiateCoding = (header: string | string[] | undefined) => codings.memo(String(header ?? ""));

const COMPRESSIBLE = /^(?:text\/|application\/(?:[\w.+-]+\+)?(?:json|xml)\b|application\/javascript|image\/svg)/;
/** Below this, headers cost more bytes than compression saves. */
const MIN_COMPRESS_BYTES = 512;

export const isCompressible = (type: string, body: Buffer) =>
  COMPRESSIBLE.test(type) && body.length >= MIN_COMPRESS_BYTES;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** 5 takes about as long as gzip for a smaller result; 11 takes fifty times as long: for immutable responses. */
const BROTLI_QUALITY = 5;

/** @param isImmutable whether the bytes never change, which makes the highest quality worth its time */
export function compress(
  body: Buffer,
  coding: Exclude<ContentCoding, "identity">,
  isImmutable: boolean,
): Promise<Buffer> {
  if (coding === "gzip") return zip(body);
  const quality = isImmutable ? constants.BROTLI_MAX_QUALITY : BROTLI_QUALITY;
  return brotli(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}

const TAG_END = /\.(?:br|gzip)"/g;

/** The ETag of a response in a content coding: other bytes need another strong ETag (RFC 9110, section 8.8.3.3). */
export const etagFor = (etag: string, coding: ContentCoding) =>
  coding === "identity" || etag.startsWith("W/") ? etag : etag.replace(/"$/, `.${coding}"`);

/** ETags as handlers know them, without suffixes of content codings. */
export const stripCodings = (tags: string) => tags.replace(TAG_END, '"');

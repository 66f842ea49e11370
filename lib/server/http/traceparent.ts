/** Version, trace id, parent id, flags. A later version may have more fields, each after a dash. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;
const LENGTH = 55;

/**
 * The value of a `traceparent` header, without what a later version adds to it; undefined where it is invalid (W3C Trace Context,
 * section 3.2).
 */
export function parseTraceparent(header: string | string[] | undefined): string | undefined {
  if (typeof header !== "string") return undefined;
  const [, version, more] = TRACEPARENT.exec(header) ?? [];
  if (version === undefined || (version === "00" && more !== undefined)) return undefined;
  return header.slice(0, LENGTH);
}

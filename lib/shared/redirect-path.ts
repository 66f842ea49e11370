import { isTrackingParameter } from "./params.ts";
import { withoutForbidden } from "./text.ts";

/** The longest path of a redirect, encoded. */
export const REDIRECT_PATH_MAX = 1_000;
/** The longest path that is looked at. */
const RAW_MAX = 4_000;

const [isStorable] = withoutForbidden("Path");

/** @throws {URIError} for a lone surrogate */
const encode = (text: string) => encodeURIComponent(text.normalize("NFC"));

/** @throws {URIError} for a malformed percent-encoding */
function normalizeSegment(segment: string): string | undefined {
  const decoded = decodeURIComponent(segment);
  const isDots = decoded === "." || decoded === "..";
  return isDots || /[\t\n]/.test(decoded) || !isStorable(decoded) ? undefined : encode(decoded);
}

function normalizeQuery(query: string): string {
  return [...new URLSearchParams(query)]
    .filter(([name]) => !isTrackingParameter(name))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
}

/**
 * The one spelling of a path with its query, by which redirects are stored and found: percent-encoded as UTF-8 with
 * upper-case digits (RFC 3986, section 6.2.2), in Unicode's NFC, without empty segments and a slash at the end, the query in
 * alphabetical order and without the parameters that analytics add. Case is left as it is. A fragment is dropped.
 * @param raw a path, encoded or not, such as `/2019/05/Grüße/?b=2&a=1`
 * @returns undefined for what is no path: malformed, with `..` or control characters, or longer than REDIRECT_PATH_MAX
 */
export function normalizePath(raw: string): string | undefined {
  if (!raw.startsWith("/") || raw.length > RAW_MAX) return undefined;
  const [withoutFragment = ""] = raw.split("#", 1);
  const [path = "", query = ""] = withoutFragment.split(/\?(.*)/s, 2);
  try {
    const segments = path.split("/").filter((segment) => segment !== "");
    const normalized = segments.map(normalizeSegment);
    if (normalized.includes(undefined)) return undefined;
    const search = normalizeQuery(query);
    const whole = `/${normalized.join("/")}${search && `?${search}`}`;
    return whole.length <= REDIRECT_PATH_MAX ? whole : undefined;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** The paths whose redirects apply to a normalized path, the first one first: with its query, then without. `/` is a page. */
export function lookupPaths(normalized: string): string[] {
  const [path = ""] = normalized.split("?", 1);
  return path === normalized || path === "/" ? [normalized] : [normalized, path];
}

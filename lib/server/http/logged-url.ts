/** Query parameters whose values are logged. Any other one may be a secret: a token, or a path with one (`next`). */
const LOGGED = new Set([
  "after",
  "author",
  "fields",
  "for",
  "limit",
  "page",
  "pages",
  "q",
  "sort",
  "status",
  "tag",
  "view",
]);

/** Those of links that Octavo makes. The name of any other one may be a secret, too. */
const NAMED = new Set(["token", "invitation", "next"]);

/**
 * What follows a segment `preview`, but for that of a post's page of its links: the token of a preview link. Next redirects a path with
 * backslashes to that with slashes.
 */
const PREVIEW = /(?<!\/blog\/\d{1,20})([/\\]preview[/\\]+).+?(\.json)?$/is;

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path.replace(/%/g, "");
  }
}

/** A path without tokens. One that hides a token behind percent-encoding is decoded. */
function withoutTokens(path: string): string {
  if (path.search(/preview|%/i) < 0) return path;
  const plain = decoded(path);
  return PREVIEW.test(plain) ? plain.replace(PREVIEW, "$1…$2") : path;
}

function loggedParameter(pair: string): string {
  const [name = ""] = pair.split("=", 1);
  if (LOGGED.has(name)) return pair;
  return NAMED.has(name) ? `${name}=…` : "…";
}

/** A URL for the log, without secrets: query parameters keep their values only where those are known to be none. */
export function loggedUrl(url: string): string {
  const at = url.search(/[?#]/);
  if (at < 0) return withoutTokens(url);
  const query = url
    .slice(at + 1)
    .replace(/#.*$/s, "&#")
    .split("&");
  return `${withoutTokens(url.slice(0, at))}?${url[at] === "?" ? query.map(loggedParameter).join("&") : "…"}`;
}

/** The path in an SQLite connection string (`file:…`); undefined for PostgreSQL. */
export const sqliteFile = (url: string) => (url.startsWith("file:") ? url.slice("file:".length) : undefined);

/** A connection string without its password, for messages; also where it cannot be parsed. */
export function withoutPassword(url: string): string {
  if (sqliteFile(url) !== undefined) return url;
  const shown = url
    .replace(/^([a-z\d+]+:\/\/)?([^:@/?#]*):(?!\/\/).*@/is, "$1$2:***@")
    .replace(/([?&](?:ssl)?password=)[^&]*/gi, "$1***");
  // Without an @, what follows the user name parses as a port, but may be a password.
  return shown.includes("@") || URL.canParse(shown) ? shown : shown.replace(/:\/\/.*/s, "://…");
}

/** The characters that end a part of a URL and so have to be percent-encoded in a user name or password (RFC 3986). */
const DELIMITERS = /[#/?@[\]]/g;

/**
 * What keeps a PostgreSQL connection string from being parsed as it was meant, such as an unencoded `#` in its password;
 * undefined where nothing does.
 */
export function encodingError(url: string): string | undefined {
  if (!/^postgres(ql)?:\/\//.test(url)) return undefined;
  // node-postgres takes `user@/database`, without a host, for a local socket.
  const parsed = URL.parse(url.replace("@/", "@localhost/"));
  const isCut = url.includes("#") || (parsed?.username === "" && url.includes("@"));
  if (parsed && !isCut) return undefined;
  const userInfo = url.slice(url.indexOf("://") + 3, Math.max(0, url.lastIndexOf("@")));
  const found = [...new Set(userInfo.match(DELIMITERS))];
  if (found.length === 0) return "is not a URL; must be postgres://user:password@host:port/database";
  const encoded = found.map((character) => encodeURIComponent(character));
  return `has an unencoded ${found.join(" ")} in user name or password; must be written ${encoded.join(" ")}`;
}

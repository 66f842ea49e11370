import { env, isDevelopment } from "#lib/server/env";
import { memoize } from "#lib/server/memoize";
import type { Handle } from "#lib/server/next/capture";
import { PLAYER_ORIGINS } from "#lib/server/rendering/video-player";

/**
 * What a page may load and do. No inline script or style, and so no nonces, which would make every response different. Images in posts may come from any https URL, and players of videos from their hosts: on every page, as a link within the site leads from any page to a post, and the policy stays. Development needs `eval`, inline styles and a WebSocket.
 * @param origins of scripts that may run and send data, besides our own
 */
export const contentSecurityPolicy = (...origins: string[]) =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...origins, ...(isDevelopment ? ["'unsafe-eval'", "'unsafe-inline'"] : [])].join(" "),
    `style-src 'self'${isDevelopment ? " 'unsafe-inline'" : ""}`,
    "img-src 'self' https: data:",
    "font-src 'self'",
    `frame-src ${[...PLAYER_ORIGINS, ...env().PEERTUBE_HOSTS.map((host) => `https://${host}`)].join(" ")}`,
    ["connect-src 'self'", ...origins, ...(isDevelopment ? ["ws:"] : [])].join(" "),
    "form-action 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");

/** The headers of every response, also those that Next or Node send by themselves. */
export const securityHeaders = memoize(
  (): Readonly<Record<string, string>> => ({
    "Content-Security-Policy": contentSecurityPolicy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    // Concerns embedding only (no-cors requests): CORS governs the API, and next.config.js lets other sites show the icons.
    "Cross-Origin-Resource-Policy": "same-origin",
    // Browsers ignore it on HTTP (RFC 6797, section 8.1).
    "Strict-Transport-Security": "max-age=31536000",
  }),
);

/** Sets the security headers before `handle`. */
export function withSecurityHeaders(handle: Handle): Handle {
  const headers = securityHeaders();
  return (req, res) => {
    for (const name in headers) res.setHeader(name, headers[name] ?? "");
    return handle(req, res);
  };
}

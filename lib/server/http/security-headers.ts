import { isDevelopment } from "#lib/server/env";
import type { Handle } from "#lib/server/next/capture";

/**
 * What a page may load and do. No inline script or style, and so no nonces, which would make every response different. Images in posts may come from any https URL. Development needs `eval`, inline styles and a WebSocket.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src 'self'${isDevelopment ? " 'unsafe-eval' 'unsafe-inline'" : ""}`,
  `style-src 'self'${isDevelopment ? " 'unsafe-inline'" : ""}`,
  "img-src 'self' https: data:",
  "font-src 'self'",
  `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
  "form-action 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join("; ");

/** The headers of every response, also those that Next or Node send by themselves. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "Content-Security-Policy": CONTENT_SECURITY_POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  // Concerns embedding only (no-cors requests): CORS governs the API, and next.config.js lets other sites show the icons.
  "Cross-Origin-Resource-Policy": "same-origin",
  // Browsers ignore it on HTTP (RFC 6797, section 8.1).
  "Strict-Transport-Security": "max-age=31536000",
};

/** Sets SECURITY_HEADERS before `handle`: Next responds to redirects and undecodable paths before it applies its own `headers`. */
export function withSecurityHeaders(handle: Handle): Handle {
  return (req, res) => {
    for (const name in SECURITY_HEADERS) res.setHeader(name, SECURITY_HEADERS[name] ?? "");
    return handle(req, res);
  };
}

import { securityHeaders } from "#lib/server/http/security-headers";

/** The headers of every response; only images that other sites may show have another Cross-Origin-Resource-Policy. */
export const EXPECTED_HEADERS = Object.fromEntries(
  Object.entries(securityHeaders()).map(([name, value]) => [name.toLowerCase(), value]),
);

/** The header section of a raw HTTP/1.1 response. */
export function headersIn(response: string): Record<string, string> {
  const [head = ""] = response.split("\r\n\r\n", 1);
  const fields = head.split("\r\n").slice(1);
  return Object.fromEntries(
    fields.map((field) => [field.split(":", 1)[0]?.toLowerCase(), field.replace(/^[^:]*:\s*/, "")]),
  );
}

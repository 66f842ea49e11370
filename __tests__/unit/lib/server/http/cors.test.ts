import { requireAllowedOrigin } from "#lib/server/http/cors";
import { Problem } from "#lib/server/problem";
import { withSettings } from "#support/settings";

const writing = (headers: Record<string, string>, method = "POST") =>
  requireAllowedOrigin({ method, headers: { host: "octavo.test", ...headers } } as never);

describe.each<[string, string[], Record<string, string>, boolean]>([
  ["the site's own origin", [], { origin: "http://octavo.test" }, true],
  ["own host, another scheme", [], { origin: "https://octavo.test" }, false],
  ["own host, another port", [], { origin: "http://octavo.test:81" }, false],
  ["neither Origin nor Sec-Fetch-Site", [], {}, true],
  ["Origin: null", [], { origin: "null" }, false],
  ["an unlisted origin", [], { origin: "https://a.example" }, false],
  ["an origin in CORS_ORIGINS", ["https://a.example"], { origin: "https://a.example" }, true],
  ["a subdomain of an origin in CORS_ORIGINS", ["https://a.example"], { origin: "https://b.a.example" }, false],
  ["any origin with CORS_ORIGINS=*", ["*"], { origin: "https://b.example" }, true],
  ["Sec-Fetch-Site: cross-site without Origin", ["*"], { "sec-fetch-site": "cross-site" }, false],
  ["Sec-Fetch-Site: same-site without Origin", [], { "sec-fetch-site": "same-site" }, false],
  ["Sec-Fetch-Site: same-origin without Origin", [], { "sec-fetch-site": "same-origin" }, true],
  ["Sec-Fetch-Site: none without Origin", [], { "sec-fetch-site": "none" }, true],
])("requireAllowedOrigin — %s", (_who, CORS_ORIGINS, headers, may) => {
  withSettings({ CORS_ORIGINS });

  test(`POST — ${may ? "allowed" : "refused"}`, () => {
    if (may) expect(() => writing(headers)).not.toThrow();
    else expect(() => writing(headers)).toThrow(Problem);
  });

  test.each(["GET", "HEAD", "OPTIONS"])("%s — allowed", (method) => {
    expect(() => writing(headers, method)).not.toThrow();
  });
});

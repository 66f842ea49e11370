import { requireAllowedOrigin } from "#lib/server/http/cors";
import { Problem } from "#lib/server/problem";
import { withSettings } from "#support/settings";

const writing = (headers: Record<string, string>, method = "POST") =>
  requireAllowedOrigin({ method, headers: { host: "octavo.test", ...headers } } as never);

describe.each<[string, string[], Record<string, string>, boolean]>([
  ["our own page", [], { origin: "http://octavo.test" }, true],
  ["our own page over another scheme", [], { origin: "https://octavo.test" }, false],
  ["our own host at another port", [], { origin: "http://octavo.test:81" }, false],
  ["no page at all", [], {}, true],
  ["an origin withheld", [], { origin: "null" }, false],
  ["a foreign page", [], { origin: "https://a.example" }, false],
  ["a listed page", ["https://a.example"], { origin: "https://a.example" }, true],
  ["a page next to a listed one", ["https://a.example"], { origin: "https://b.a.example" }, false],
  ["any page where all are listed", ["*"], { origin: "https://b.example" }, true],
  ["a foreign page that only says its site", ["*"], { "sec-fetch-site": "cross-site" }, false],
  ["a page of a sister site", [], { "sec-fetch-site": "same-site" }, false],
  ["our own page that only says its site", [], { "sec-fetch-site": "same-origin" }, true],
  ["a person's own doing", [], { "sec-fetch-site": "none" }, true],
])("%s", (_who, CORS_ORIGINS, headers, may) => {
  withSettings({ CORS_ORIGINS });

  test(`${may ? "may" : "may not"} write`, () => {
    if (may) expect(() => writing(headers)).not.toThrow();
    else expect(() => writing(headers)).toThrow(Problem);
  });

  test.each(["GET", "HEAD", "OPTIONS"])("may %s", (method) => {
    expect(() => writing(headers, method)).not.toThrow();
  });
});

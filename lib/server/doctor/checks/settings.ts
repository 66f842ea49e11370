import { type Env, env, isProduction } from "#lib/server/env";
import { type Check, type Finding, unfixable } from "../finding.ts";

const warning = (what: string, remedy: string) => unfixable(what, remedy, "warning");

const isLoopback = (host: string) => /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/.test(host);

/** Settings that endanger a site, most of them only together. Each alone is valid, or the process does not start. */
function* findRisks(settings: Env): Generator<Finding> {
  const { API_KEY, HOST, METRICS_TOKEN, POSTING, SIGN_UP, SITE_URL, SMTP_URL, TRUST_PROXY, WRITE_LIMIT } = settings;
  if (API_KEY !== undefined && API_KEY === METRICS_TOKEN) {
    yield warning(
      "METRICS_TOKEN is the same as API_KEY: who may read metrics has the owner's permissions",
      "set another METRICS_TOKEN",
    );
  }
  // In development everyone may post, and a test may do so quickly.
  if (isProduction && WRITE_LIMIT === 0 && (SIGN_UP === "open" || POSTING === "open")) {
    const open = SIGN_UP === "open" ? "SIGN_UP=open" : "POSTING=open";
    yield warning(`${open} with WRITE_LIMIT=0: everyone may write, without any limit`, "remove WRITE_LIMIT=0");
  }
  if (SITE_URL?.startsWith("http:") && !isLoopback(new URL(SITE_URL).hostname)) {
    yield warning(
      `SITE_URL=${SITE_URL} is no https address: passwords and sessions are sent in plain text, and passkeys do not work`,
      "serve the site over https, by a reverse proxy, and name that in SITE_URL",
    );
  }
  if (SITE_URL === undefined && TRUST_PROXY) {
    yield warning(
      "TRUST_PROXY=true without SITE_URL: links and feeds have the host that the header X-Forwarded-Host names",
      "set SITE_URL to the URL that readers use",
    );
  }
  if (SITE_URL === undefined && SMTP_URL !== undefined) {
    yield warning(
      `SMTP_URL without SITE_URL: links to a new password lead to http://${HOST}:${settings.PORT}`,
      "set SITE_URL to the URL that readers use",
    );
  }
  if (TRUST_PROXY && !isLoopback(HOST)) {
    const what = `not checked: whether others than the proxy reach ${HOST}:${settings.PORT}. With TRUST_PROXY=true they choose the IP address that limits count`;
    yield unfixable(what, "let only the proxy reach it, such as by HOST=127.0.0.1 or a network of its own", "note");
  }
}

/** Whether the settings of this process are dangerous in production. */
export const settings: Check = {
  name: "settings",
  needsSchema: false,
  find: async () => [...findRisks(env())],
};

import { settings } from "#lib/server/doctor/checks/settings";
import type { Context } from "#lib/server/doctor/finding";
import { type Env, env, readEnv } from "#lib/server/env";

jest.mock("#lib/server/env", () => ({
  ...jest.requireActual<typeof import("#lib/server/env")>("#lib/server/env"),
  isProduction: true,
}));

/** What the check finds with these settings, as `severity: what`. */
async function found(changed: Partial<Env>): Promise<string[]> {
  const before = { ...env() };
  Object.assign(env(), readEnv({ POSTING: "members" }), changed);
  try {
    return (await settings.find({} as Context)).map(({ severity, what }) => `${severity}: ${what}`);
  } finally {
    for (const name of Object.keys(env()) as (keyof Env)[]) delete env()[name];
    Object.assign(env(), before);
  }
}

const KEY = "k".repeat(16);
const SITE_URL = "https://example.org";

test.each<[Partial<Env>]>([
  [{}],
  [{ SITE_URL, TRUST_PROXY: true, SMTP_URL: "smtps://mail.example.org", API_KEY: KEY, METRICS_TOKEN: "m".repeat(16) }],
  [{ SITE_URL: "http://localhost:3000" }],
  [{ SITE_URL: "http://127.0.0.1:3000" }],
  [{ WRITE_LIMIT: 0 }],
  [{ SIGN_UP: "open" }],
  [{ HOST: "0.0.0.0" }],
])("doctor, settings — %j — nothing", async (changed) => {
  expect(await found(changed)).toEqual([]);
});

test.each<[Partial<Env>, string]>([
  [{ API_KEY: KEY, METRICS_TOKEN: KEY }, "warning: METRICS_TOKEN is the same as API_KEY"],
  [{ SIGN_UP: "open", WRITE_LIMIT: 0 }, "warning: SIGN_UP=open with WRITE_LIMIT=0"],
  [{ POSTING: "open", WRITE_LIMIT: 0 }, "warning: POSTING=open with WRITE_LIMIT=0"],
  [{ SITE_URL: "http://example.org" }, "warning: SITE_URL=http://example.org is no https address"],
  [{ TRUST_PROXY: true }, "warning: TRUST_PROXY=true without SITE_URL"],
  [{ SMTP_URL: "smtps://mail.example.org" }, "warning: SMTP_URL without SITE_URL"],
  [
    { HOST: "0.0.0.0", SITE_URL, TRUST_PROXY: true },
    "note: not checked: whether others than the proxy reach 0.0.0.0:3000",
  ],
])("doctor, settings — %j — %s, and no secret", async (changed, beginning) => {
  const findings = await found(changed);
  expect(findings).toEqual([expect.stringContaining(beginning)]);
  expect(findings[0]).not.toContain(KEY);
});

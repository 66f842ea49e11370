import { readEnv, SettingError } from "#lib/server/env";

/** The one line that refuses `settings`. */
function refusal(settings: Record<string, string>): string {
  try {
    readEnv(settings);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
  throw new Error("They were taken.");
}

test("every setting has a default", () => {
  expect(readEnv({})).toMatchObject({
    DATABASE_URL: "file:./data/octavo.db",
    HOST: "127.0.0.1",
    PORT: 3000,
    SITE_TITLE: "Octavo",
    SAMPLE_POSTS: true,
    TRUST_PROXY: false,
    STOP_DELAY: 1,
    LOG_LEVEL: "warn",
  });
  expect(readEnv({}).SITE_URL).toBeUndefined();
});

test.each([
  ["production", { SAMPLE_POSTS: false, LOG_LEVEL: "info" }],
  ["development", { SAMPLE_POSTS: true, LOG_LEVEL: "warn" }],
])("in %s the defaults are %j", async (mode, defaults) => {
  const before = process.env.NODE_ENV;
  Object.assign(process.env, { NODE_ENV: mode });
  try {
    await jest.isolateModulesAsync(async () => {
      const fresh = await import("#lib/server/env");
      expect(fresh.readEnv({})).toMatchObject(defaults);
    });
  } finally {
    Object.assign(process.env, { NODE_ENV: before });
  }
});

test.each([
  ["DATABASE_URL", "file:/srv/octavo.db", "file:/srv/octavo.db"],
  ["DATABASE_URL", "file::memory:", "file::memory:"],
  ["HOST", "0.0.0.0", "0.0.0.0"],
  ["HOST", "::", "::"],
  ["PORT", "0", 0],
  ["PORT", "65535", 65535],
  ["SITE_URL", "https://example.org/", "https://example.org"],
  ["SITE_URL", "http://localhost:8080/blog//", "http://localhost:8080/blog"],
  ["SITE_TITLE", "My Site", "My Site"],
  ["SAMPLE_POSTS", "false", false],
  ["SAMPLE_POSTS", "true", true],
  ["TRUST_PROXY", "true", true],
  ["STOP_DELAY", "0", 0],
  ["STOP_DELAY", "99", 99],
  ["LOG_LEVEL", "silent", "silent"],
] as const)("%s=%s is taken", (name, value, meaning) => {
  expect(readEnv({ [name]: value })[name]).toBe(meaning);
});

test.each([
  ["DATABASE_URL", "data/octavo.db"],
  ["DATABASE_URL", "mysql://localhost/octavo"],
  ["DATABASE_URL", "file:"],
  ["PORT", "http"],
  ["PORT", "65536"],
  ["PORT", "-1"],
  ["PORT", "3000.5"],
  ["PORT", " 3000"],
  ["SITE_URL", "example.org"],
  ["SITE_URL", "ftp://example.org"],
  ["SITE_URL", "javascript:alert(1)"],
  ["SAMPLE_POSTS", "yes"],
  ["SAMPLE_POSTS", "1"],
  ["TRUST_PROXY", "TRUE"],
  ["STOP_DELAY", "1.5"],
  ["STOP_DELAY", "soon"],
  ["LOG_LEVEL", "loud"],
])("%s=%s is refused in one line that names the setting", (name, value) => {
  const line = refusal({ [name]: value });
  expect(line).toMatch(new RegExp(`^${name} must be [^\\n;]+$`));
});

test("several wrong settings are all named in one line", () => {
  expect(refusal({ PORT: "x", TRUST_PROXY: "maybe", LOG_LEVEL: "loud", HOST: "127.0.0.1" })).toBe(
    "PORT must be a port number; TRUST_PROXY must be true or false; LOG_LEVEL must be a log level such as info",
  );
});

test("the line does not repeat what was set, which may be a secret", () => {
  expect(refusal({ DATABASE_URL: "mysql://me:hunter2@localhost/octavo" })).not.toContain("hunter2");
});

test("an empty value counts as none", () => {
  expect(readEnv({ PORT: "", SITE_URL: "", SAMPLE_POSTS: "" })).toEqual(readEnv({}));
});

test("what else stands in the environment is left alone", () => {
  expect(readEnv({ PATH: "/usr/bin", HOME: "/root" })).toEqual(readEnv({}));
});

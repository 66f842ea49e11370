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

test("readEnv — nothing set — the defaults", () => {
  expect(readEnv({})).toMatchObject({
    DATABASE_URL: "file:./data/octavo.db",
    HOST: "127.0.0.1",
    PORT: 3000,
    SAMPLE_POSTS: true,
    TRUST_PROXY: false,
    STOP_DELAY: 1,
    KEEP_ALIVE: 65,
    LOG_LEVEL: "warn",
  });
  // The owner may set the others on the page Site.
  for (const name of ["SITE_URL", "SITE_TITLE", "SITE_LANGUAGE", "SITE_TIME_ZONE"] as const) {
    expect(readEnv({})[name]).toBeUndefined();
  }
});

test.each([
  ["production", { SAMPLE_POSTS: false, LOG_LEVEL: "info" }],
  ["development", { SAMPLE_POSTS: true, LOG_LEVEL: "warn" }],
])("readEnv — NODE_ENV=%s — defaults %j", async (mode, defaults) => {
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
  ["PEERTUBE_HOSTS", "tube.example, peertube.test:8443", ["tube.example", "peertube.test:8443"]],
  ["SITE_TITLE", "My Site", "My Site"],
  ["ANALYTICS_SCRIPT", "https://count.example/count.js", "https://count.example/count.js"],
  ["ANALYTICS_SCRIPT", "https://zähler.example:8443/count.js", "https://zähler.example:8443/count.js"],
  ["SITE_LANGUAGE", "PT-br", "pt-BR"],
  ["SITE_LANGUAGE", "zh-hant", "zh-Hant"],
  ["SITE_TIME_ZONE", "Asia/Tokyo", "Asia/Tokyo"],
  ["SITE_TIME_ZONE", "Etc/GMT-9", "Etc/GMT-9"],
  ["SAMPLE_POSTS", "false", false],
  ["SAMPLE_POSTS", "true", true],
  ["TRUST_PROXY", "true", true],
  ["CONNECTION_LIMIT", "0", 0],
  ["CONNECTION_LIMIT", "20000", 20_000],
  ["KEEP_ALIVE", "5", 5],
  ["STOP_DELAY", "0", 0],
  ["STOP_DELAY", "99", 99],
  ["LOG_LEVEL", "silent", "silent"],
] as const)("readEnv — %s=%s — accepted", (name, value, meaning) => {
  expect(readEnv({ [name]: value })[name]).toEqual(meaning);
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
  ["ANALYTICS_SCRIPT", "http://count.example/count.js"],
  ["ANALYTICS_SCRIPT", "/count.js"],
  ["ANALYTICS_SCRIPT", "https://*/count.js"],
  ["ANALYTICS_SCRIPT", "https://count.example;script-src/count.js"],
  ["ANALYTICS_SCRIPT", "https://count.example,x/count.js"],
  ["ANALYTICS_SCRIPT", "https://'none'/count.js"],
  ["SITE_LANGUAGE", "English"],
  ["SITE_LANGUAGE", "en_US"],
  ["SITE_TIME_ZONE", "Mars/Olympus"],
  ["SITE_TIME_ZONE", "+09:00"],
  ["SITE_TIME_ZONE", "JST-9"],
  ["SITE_URL", "example.org"],
  ["SITE_URL", "ftp://example.org"],
  ["SITE_URL", "javascript:alert(1)"],
  ["PEERTUBE_HOSTS", "https://tube.example"],
  ["PEERTUBE_HOSTS", "tube.example/w tube.test"],
  ["PEERTUBE_HOSTS", "*.example:x"],
  ["PEERTUBE_HOSTS", "*"],
  ["PEERTUBE_HOSTS", "tube.example;sandbox"],
  ["SAMPLE_POSTS", "yes"],
  ["SAMPLE_POSTS", "1"],
  ["TRUST_PROXY", "TRUE"],
  ["STOP_DELAY", "1.5"],
  ["STOP_DELAY", "soon"],
  ["LOG_LEVEL", "loud"],
])("readEnv — %s=%s — refused in one line that names the setting", (name, value) => {
  const line = refusal({ [name]: value });
  expect(line).toMatch(new RegExp(`^${name}=${RegExp.escape(value)}: must be [^\\n;]+$`));
});

test("readEnv — several invalid settings — all named in one line", () => {
  expect(refusal({ PORT: "x", TRUST_PROXY: "maybe", LOG_LEVEL: "loud", HOST: "127.0.0.1" })).toBe(
    "PORT=x: must be a port number; TRUST_PROXY=maybe: must be true or false; LOG_LEVEL=loud: must be a log level such as info",
  );
});

test.each([
  ["DATABASE_URL", "mysql://me:hunter2@localhost/octavo", "DATABASE_URL=mysql://me:***@localhost/octavo: must be"],
  ["DATABASE_URL", "me:hunter2@localhost/octavo", "DATABASE_URL=me:***@localhost/octavo: must be"],
  ["DATABASE_URL", "postgres://me:hunter2", "DATABASE_URL=postgres://…: is not a URL"],
  ["DATABASE_URL", "mysql://me@localhost/hunter3", "DATABASE_URL=mysql://me@localhost/hunter3: must be"],
  [
    "DATABASE_URL",
    "mysql://localhost?password=hunter2&a=b",
    "DATABASE_URL=mysql://localhost?password=***&a=b: must be",
  ],
  ["SMTP_URL", "http://me:hunter2@mail.test", "SMTP_URL=http://me:***@mail.test: must be"],
  ["API_KEY", "hunter2", "API_KEY: must be"],
  ["AUTH_SECRET", "hunter2", "AUTH_SECRET: must be"],
])("readEnv — %s=%s — refused without the secret", (name, value, beginning) => {
  const line = refusal({ [name]: value });
  expect(line).not.toContain("hunter2");
  expect(line).toContain(beginning);
});

test.each(["API_KEY", "METRICS_TOKEN"])("readEnv — %s that no header can have — refused without it", (name) => {
  for (const secret of [
    "hunter2 with some spaces",
    "hunter2-with-ümläuts",
    "hunter2-with-a-line\n",
    "hunter2-\u{1f511}-of-the-site",
  ]) {
    const line = refusal({ [name]: secret });
    expect(line).toBe(
      `${name}: must have no other characters than A-Z a-z 0-9 and ASCII punctuation, which a header can have`,
    );
  }
  expect(readEnv({ [name]: "~!\"#$%&'()*+,-./:;<=>?@[]^_`{|}" })).toBeDefined();
});

test("readEnv — a value of several lines — refused in one line", () => {
  expect(refusal({ PORT: "1\n2" })).toBe("PORT=1 2: must be a port number");
});

test.each([
  ["postgres://me:pa#ss@db.test/octavo", "postgres://me:***@db.test/octavo", "# in", "%23"],
  ["postgres://me:12#34@db.test/octavo", "postgres://me:***@db.test/octavo", "# in", "%23"],
  ["postgres://me:pa/ss?@db.test/octavo", "postgres://me:***@db.test/octavo", "/ ? in", "%2F %3F"],
  ["postgres://me:12/34@db.test/octavo", "postgres://me:***@db.test/octavo", "/ in", "%2F"],
])(
  "readEnv — DATABASE_URL=%s, password not encoded — names the character and its encoding",
  (url, shown, character, right) => {
    expect(refusal({ DATABASE_URL: url })).toBe(
      `DATABASE_URL=${shown}: has an unencoded ${character} user name or password; must be written ${right}`,
    );
  },
);

test.each([
  "postgres://db.test/octavo",
  "postgresql://me@db.test:5433/octavo?sslmode=require",
  "postgres://me:pa%23ss%2F@db.test/octavo",
  "postgres://me@/octavo?host=/var/run/postgresql",
  "postgres:///octavo?host=/var/run/postgresql",
  "postgres://me:p@ss@db.test/octavo",
])("readEnv — DATABASE_URL=%s, well-formed — accepted", (url) => {
  expect(readEnv({ DATABASE_URL: url }).DATABASE_URL).toBe(url);
});

test("readEnv — empty values — the defaults", () => {
  expect(readEnv({ PORT: "", SITE_URL: "", SAMPLE_POSTS: "" })).toEqual(readEnv({}));
});

test("readEnv — unknown environment variables — ignored", () => {
  expect(readEnv({ PATH: "/usr/bin", HOME: "/root" })).toEqual(readEnv({}));
});

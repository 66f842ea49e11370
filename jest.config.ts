import "./start/require-node.js";
import type { Config } from "jest";
import nextJest from "next/jest.js";

// For the workers of Jest and what tests start: Node caches compiled modules, which of a command is half of its time.
process.env.NODE_COMPILE_CACHE ??= `${import.meta.dirname}/node_modules/.cache/octavo/compiled`;

const withNext = nextJest({ dir: "./" });

/** Of the packages that each test file loads again (`shared-packages.ts`), those in ES modules: Jest makes CommonJS of them. */
const ES_MODULES = ["htmlparser2", "domhandler", "domutils", "dom-serializer", "domelementtype", "entities"];

/** The environment of tests that wait for the build, which the setup starts. */
export const BUILT = "<rootDir>/__tests__/support/jest/built.ts";

/** Whether `npm run test:long` runs, which defines the tests of `#support/long` too. */
const isLong = () => process.env.OCTAVO_LONG_TESTS === "true";

/** The end-to-end tests that the database has a part in. What only a browser can tell is the same on every engine. */
const endToEndOnBothEngines = () => [
  "conformance-{idempotency,members,races}",
  "durability",
  ...(isLong()
    ? [
        "bad-input",
        "conformance{,-injection,-limits,-scheduled}",
        "first-contract",
        "first-run",
        "images",
        "instances",
        "no-word-lost",
        "site-settings",
        "start",
        "workers",
      ]
    : []),
];

/**
 * Tests that execute no statement on PostgreSQL that others do not, and are about something else: only test:long runs
 * them there too.
 */
const SAME_STATEMENTS = [
  "api/(database-away|imports|legacy-posts|openapi-accounts|preview|query-parameters)",
  "api/auth/(guessing|reset|sign-in|passkeys/(add|sign-in))",
  "api/images/(files|in-posts|s3|upload)",
  "api/keys/use",
  "api/machines/(feeds|html-in-posts|last-modified|long-feeds)",
  "api/posts/(canonical-url|cover|dates|excerpt|five-lines|long-markdown|long-pages|markdown-extensions|one|search-limit|slug|text-fields)",
  "api/users/(roles|suspension)",
  "lib/server/(accounts/pages/own-pages|doctor/images|pagination|backup/(hostile|targets)|copy/image-files|export/(hostile|round-trip)|import/(download|hostile|images|sources)|posts/(read|row|pages/(form-actions|next-steps))|users/pages/users-pages)",
  "properties/(any-request|tampering|valid-input)",
  "scripts/(doctor|users)",
  "security/(log|origins|posting|walk)",
];

/** A Jest project as Next.js wants its code compiled. */
export async function project(name: string, config: Config): Promise<Config> {
  const made = await withNext({
    displayName: name,
    clearMocks: true,
    modulePathIgnorePatterns: ["<rootDir>/.next/"],
    runtime: "<rootDir>/__tests__/support/jest/shared-packages.ts",
    ...config,
  })();
  const skip = `/node_modules/(?!(${ES_MODULES.join("|")})/)`;
  return { ...made, transformIgnorePatterns: [skip, "^.+\\.module\\.(css|sass|scss)$"] };
}

export default async (): Promise<Config> => ({
  projects: [
    await project("unit", {
      testEnvironment: "node",
      testMatch: ["<rootDir>/__tests__/unit/**/*.test.ts"],
      setupFiles: ["<rootDir>/__tests__/support/setup-unit.ts"],
    }),
    await project("sqlite", {
      testEnvironment: "node",
      testMatch: ["<rootDir>/__tests__/{api,lib/server,properties,scripts,security}/**/*.test.ts"],
      testPathIgnorePatterns: ["/lib/server/db/postgres/"],
      globalSetup: "<rootDir>/__tests__/support/sqlite-up.ts",
      globalTeardown: "<rootDir>/__tests__/support/sqlite-down.ts",
      setupFiles: ["<rootDir>/__tests__/support/setup-server.ts"],
    }),
    await project("postgres", {
      testEnvironment: "node",
      testMatch: [
        "<rootDir>/__tests__/{api,properties,security,lib/server/accounts,lib/server/backup,lib/server/copy,lib/server/doctor,lib/server/housekeeping,lib/server/images,lib/server/import,lib/server/export,lib/server/posts,lib/server/search,lib/server/users,lib/server/db/postgres}/**/*.test.ts",
        "<rootDir>/__tests__/lib/server/{content-version,pagination,quotas,db/{query-cache,foreign-schema}}.test.ts",
        "<rootDir>/__tests__/scripts/{doctor,migrate,seed,users}.test.ts",
      ],
      testPathIgnorePatterns: isLong() ? [] : SAME_STATEMENTS.map((files) => `/__tests__/${files}\\.test\\.ts$`),
      globalSetup: "<rootDir>/__tests__/support/postgres-up.ts",
      globalTeardown: "<rootDir>/__tests__/support/postgres-down.ts",
      setupFiles: ["<rootDir>/__tests__/support/setup-postgres.ts"],
    }),
    await project("browser", {
      testEnvironment: "jsdom",
      testMatch: ["<rootDir>/__tests__/{components,pages,lib/client}/**/*.test.tsx"],
      globalSetup: "<rootDir>/__tests__/support/sqlite-up.ts",
      globalTeardown: "<rootDir>/__tests__/support/sqlite-down.ts",
      setupFilesAfterEnv: ["<rootDir>/__tests__/support/setup-browser.ts"],
    }),
    await project("e2e", {
      testEnvironment: BUILT,
      testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts"],
      // On SQLite, several instances share one machine: only test:long plays their history there.
      testPathIgnorePatterns: ["/e2e/postgres/", ...(isLong() ? [] : ["/e2e/instances"])],
      globalSetup: "<rootDir>/__tests__/support/e2e-up.ts",
      globalTeardown: "<rootDir>/__tests__/support/e2e-down.ts",
      setupFilesAfterEnv: ["<rootDir>/__tests__/support/setup-e2e.ts"],
    }),
    await project("e2e-postgres", {
      testEnvironment: BUILT,
      testMatch: [
        `<rootDir>/__tests__/e2e/{${endToEndOnBothEngines().join(",")}}.test.ts`,
        "<rootDir>/__tests__/e2e/postgres/**/*.test.ts",
      ],
      globalSetup: "<rootDir>/__tests__/support/e2e-postgres-up.ts",
      globalTeardown: "<rootDir>/__tests__/support/e2e-postgres-down.ts",
      setupFiles: ["<rootDir>/__tests__/support/setup-e2e-postgres.ts"],
      setupFilesAfterEnv: ["<rootDir>/__tests__/support/setup-e2e.ts"],
    }),
  ],
  collectCoverageFrom: ["{components,lib,pages}/**/*.{ts,tsx}"],
  coverageReporters: ["text-summary", "lcov"],
  coverageProvider: "v8",
  testSequencer: "<rootDir>/__tests__/support/jest/order.ts",
  /** One more than the cores of a small machine: a seventh of the time, a test waits for a timer or an answer, not for a core. */
  maxWorkers: 3,
  /** A worker process that has grown is replaced. */
  workerIdleMemoryLimit: "600MB",
  /** Milliseconds that a worker process may take to exit: on a busy machine, half a second is too short to free its heap. */
  workerGracefulExitTimeout: 10_000,
  /** Milliseconds: short enough to show that a test hangs. A test that needs longer sets its own. */
  testTimeout: 30_000,
});

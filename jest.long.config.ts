import type { Config } from "jest";
import base, { BUILT, project } from "./jest.config.ts";

/** What is too slow for every run: `npm run test:long`, before an issue is resolved. It runs everything else too. */
export default async (): Promise<Config> => {
  process.env.OCTAVO_LONG_TESTS = "true";
  const { projects = [], ...config } = await base();
  const long = await project("long", {
    testEnvironment: BUILT,
    testMatch: ["<rootDir>/__tests__/long/**/*.test.ts"],
    globalSetup: "<rootDir>/__tests__/support/e2e-postgres-up.ts",
    globalTeardown: "<rootDir>/__tests__/support/e2e-postgres-down.ts",
    setupFiles: ["<rootDir>/__tests__/support/setup-server.ts"],
    setupFilesAfterEnv: ["<rootDir>/__tests__/support/setup-long.ts"],
  });
  return { ...config, projects: [...(projects as Config[]), long], maxWorkers: 1 } as Config;
};

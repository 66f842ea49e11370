import type { Config } from "jest";
import { project } from "./jest.config.ts";

/** What is too slow for every run: `npm run test:long`, before an issue is resolved. */
export default async (): Promise<Config> => ({
  projects: [
    await project("long", {
      testEnvironment: "node",
      testMatch: ["<rootDir>/__tests__/long/**/*.test.ts"],
      globalSetup: "<rootDir>/__tests__/support/e2e-postgres-up.ts",
      globalTeardown: "<rootDir>/__tests__/support/postgres-down.ts",
      setupFiles: ["<rootDir>/__tests__/support/setup-server.ts"],
    }),
  ],
  maxWorkers: 1,
  testTimeout: 600_000,
});

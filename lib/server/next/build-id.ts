import { readFileSync } from "node:fs";
import { isProduction } from "#lib/server/env";
import { memoize } from "#lib/server/memoize";

const readBuildId = memoize(() => readFileSync(".next/BUILD_ID", "utf8"));

/** The id that `next build` gave the build this process runs; undefined in development. */
export const buildId = (): string | undefined => (isProduction ? readBuildId() : undefined);

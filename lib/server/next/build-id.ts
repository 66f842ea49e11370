import { readFileSync } from "node:fs";
import { isProduction } from "#lib/server/env";

let known: string | undefined;

/** Which build this process runs, as `next build` named it; none in development, where the source is run as it is. */
export function buildId(): string | undefined {
  if (isProduction) known ??= readFileSync(".next/BUILD_ID", "utf8");
  return known;
}

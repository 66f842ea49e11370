import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { log } from "#lib/server/log";

/** Next's prefix for the names of path parameters in `namedRegex`. */
export const PARAM_PREFIX = "nxtP";

const GROUP_NAMES = /\(\?<(?![=!])([^>]+)>/g;

const Pattern = z.string().transform((source, context) => {
  try {
    return new RegExp(source);
  } catch (error) {
    context.addIssue(`not a regular expression: ${error}`);
    return z.NEVER;
  }
});
const NamedPattern = z
  .string()
  .refine((source) => [...source.matchAll(GROUP_NAMES)].every(([, name]) => name?.startsWith(PARAM_PREFIX)), {
    error: `has a group whose name does not begin with ${PARAM_PREFIX}`,
  })
  .pipe(Pattern);

/** The file of each page, relative to the folder `server`. */
const PagesManifest = z.record(z.string(), z.string());
/** Each list in the order in which Next tries it. */
const RoutesManifest = z.object({
  redirects: z.array(z.object({ regex: Pattern })),
  rewrites: z.object({
    beforeFiles: z.array(z.object({ regex: Pattern })),
    afterFiles: z.array(z.object({ source: z.string(), regex: Pattern })),
  }),
  staticRoutes: z.array(z.object({ page: z.string(), regex: Pattern })),
  dynamicRoutes: z.array(z.object({ page: z.string(), regex: Pattern, namedRegex: NamedPattern })),
});

/** What `next build` writes about the paths it serves; undocumented, see docs/upgrading.md. */
export type Manifests = {
  folder: string;
  files: z.output<typeof PagesManifest>;
  routes: z.output<typeof RoutesManifest>;
};

/**
 * Reads the manifests of a build. Logs one warning and returns undefined where one cannot be read or has another shape:
 * Next then routes every request itself.
 * @param folder the build, `.next`
 */
export function readManifests(folder = ".next"): Manifests | undefined {
  const read = (name: string): unknown => JSON.parse(readFileSync(path.join(folder, name), "utf8"));
  try {
    const files = PagesManifest.parse(read("server/pages-manifest.json"));
    return { folder, files, routes: RoutesManifest.parse(read("routes-manifest.json")) };
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    log.warn({ event: "manifests-unusable", folder, reason }, "build manifests unusable; Next routes every request");
    return undefined;
  }
}

import { readdirSync } from "node:fs";
import { LRUCache } from "lru-cache";
import { requestPath } from "#lib/server/http/request-path";
import type { Manifests } from "#lib/server/next/manifests";

/** The routes that are no page or endpoint. */
const UNKNOWN = "unknown";
const PUBLIC_FILE = "/[public file]";
const NEXT_STATIC = "/_next/static/[...path]";
const NEXT_DATA = "/_next/data/[...path]";

/** How many paths are looked up without matching them again, and how long they may be. */
const PATHS_MAX = 1_000;
const PATH_LENGTH_MAX = 200;

/** The routes of a build: pages, endpoints and rewrites as patterns, such as `/blog/[id]`. There are no others. */
export type Routes = {
  names: readonly string[];
  /** The index of the route that serves a URL. */
  indexOf(url: string): number;
};

/** @param manifests without them, all requests have the route `unknown` */
export function findRoutes(manifests: Manifests | undefined, publicFolder = "public"): Routes {
  if (!manifests) return { names: [UNKNOWN], indexOf: () => 0 };
  const { dynamicRoutes, rewrites, staticRoutes } = manifests.routes;
  const files = new Set(readdirSync(publicFolder).map((name) => `/${name}`));
  const pages = new Set(staticRoutes.map(({ page }) => page));
  // As Next tries them.
  const patterns = [
    ...rewrites.afterFiles.map(({ regex, source }) => ({ name: source, regex })),
    ...dynamicRoutes.map(({ page, regex }) => ({ name: page, regex })),
  ];
  const names = [
    ...new Set([UNKNOWN, PUBLIC_FILE, NEXT_STATIC, NEXT_DATA, ...pages, ...patterns.map(({ name }) => name)]),
  ];
  const indexes = new Map(names.map((name, index) => [name, index]));

  function nameOf(path: string): string {
    if (path.startsWith("/_next/static/")) return NEXT_STATIC;
    if (path.startsWith("/_next/data/")) return NEXT_DATA;
    if (files.has(path)) return PUBLIC_FILE;
    if (pages.has(path)) return path;
    return patterns.find(({ regex }) => regex.test(path))?.name ?? UNKNOWN;
  }
  const match = (path: string) => indexes.get(nameOf(path)) ?? 0;
  const matched = new LRUCache<string, number>({ max: PATHS_MAX, memoMethod: match });

  return {
    names,
    indexOf(url) {
      const path = requestPath(url);
      return path.length > PATH_LENGTH_MAX ? match(path) : matched.memo(path);
    },
  };
}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { parse } from "node:querystring";
import type { NextApiHandler, NextApiRequest, NextApiResponse } from "next";
import type { Handle } from "./capture.ts";

const require = createRequire(import.meta.url);

/** What `next build` writes down of what it made, as far as it is read here. */
type Routes = {
  /** In the order in which Next tries them. */
  dynamicRoutes: { page: string; namedRegex: string }[];
};
type Files = Record<string, string>;

type Endpoint = { page: string; params: Record<string, string> };

/** Addresses without a character that would have to be decoded, a slash too many, or dots that lead elsewhere. */
const PLAIN = /^\/api(?:\/[\w-][\w.-]*)+$/;
/** Next's prefix of the names of parameters. */
const PREFIX = "nxtP";

/**
 * Calls the endpoints of the build as Next does, without the work that Next does for pages: it takes longer than most of
 * our replies. Which file answers where is read from what `next build` wrote down. Whatever is not plainly the address of an
 * endpoint is left to `next`.
 * @param folder where the build is
 */
export function withBuiltApi(next: Handle, folder = ".next"): Handle {
  const read = <T>(name: string) => JSON.parse(readFileSync(path.join(folder, name), "utf8")) as T;
  const files = read<Files>("server/pages-manifest.json");
  const { dynamicRoutes } = read<Routes>("routes-manifest.json");
  const dynamic = dynamicRoutes.map(({ page, namedRegex }) => ({ page, pattern: new RegExp(namedRegex) }));
  const handlers = new Map<string, Promise<NextApiHandler>>();

  function find(address: string): Endpoint | undefined {
    if (!PLAIN.test(address)) return undefined;
    if (files[address]) return { page: address, params: {} };
    for (const { page, pattern } of dynamic) {
      const groups = pattern.exec(address)?.groups;
      // An endpoint for all that there is no endpoint for.
      if (groups && page.includes("[...")) return undefined;
      if (groups) {
        const params = Object.entries(groups).map(([name, value]) => [name.slice(PREFIX.length), value]);
        return { page, params: Object.fromEntries(params) };
      }
    }
    return undefined;
  }

  async function load(page: string): Promise<NextApiHandler> {
    // A module that waits for others is a promise of itself.
    const built: { default: NextApiHandler } = await require(path.resolve(folder, "server", files[page] ?? ""));
    return built.default;
  }

  function handlerOf(page: string): Promise<NextApiHandler> {
    const known = handlers.get(page);
    if (known) return known;
    const handler = load(page);
    handlers.set(page, handler);
    // What failed for want of a file descriptor may load the next time.
    handler.catch(() => handlers.delete(page));
    return handler;
  }

  async function call({ page, params }: Endpoint, search: string, ...[req, res]: Parameters<Handle>) {
    const handler = await handlerOf(page);
    const asked = Object.assign(req, { query: { ...parse(search), ...params } });
    await handler(asked as unknown as NextApiRequest, res as NextApiResponse);
  }

  return (req, res) => {
    const [address = "", search = ""] = (req.url ?? "").split(/\?(.*)/s, 2);
    const endpoint = find(address);
    return endpoint ? call(endpoint, search, req, res) : next(req, res);
  };
}

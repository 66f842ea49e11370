import type { NextApiHandler } from "next";
import unknownAddress from "../../pages/api/[...path]";
import health from "../../pages/api/health";
import legacyPosts from "../../pages/api/legacy-posts";
import openapi from "../../pages/api/openapi.json";
import post from "../../pages/api/posts/[id]";
import restore from "../../pages/api/posts/[id]/restore";
import revision from "../../pages/api/posts/[id]/revisions/[version]";
import revisions from "../../pages/api/posts/[id]/revisions/index";
import posts from "../../pages/api/posts/index";
import preview from "../../pages/api/preview";
import ready from "../../pages/api/ready";
import tag from "../../pages/api/tags/[slug]";
import tags from "../../pages/api/tags/index";
import trashed from "../../pages/api/trash/[id]";

const ROUTES: [string, NextApiHandler][] = [
  ["/api/posts", posts],
  ["/api/posts/:id", post],
  ["/api/posts/:id/restore", restore],
  ["/api/posts/:id/revisions", revisions],
  ["/api/posts/:id/revisions/:version", revision],
  ["/api/preview", preview],
  ["/api/tags", tags],
  ["/api/tags/:slug", tag],
  ["/api/trash/:id", trashed],
  ["/api/legacy-posts", legacyPosts],
  ["/api/openapi.json", openapi],
  ["/api/health", health],
  ["/api/ready", ready],
];

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The path parameters of a route; undefined if the path does not match. */
function paramsOf(route: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [route.split("/"), path.split("/")];
  if (wanted.length !== given.length) return undefined;
  const pairs = wanted.map((name, at) => [name, decode(given[at] ?? "")] as const);
  const isOfRoute = pairs.every(([name, value]) => (name.startsWith(":") ? value !== "" : name === value));
  return isOfRoute
    ? Object.fromEntries(pairs.filter(([name]) => name[0] === ":").map(([name, value]) => [name.slice(1), value]))
    : undefined;
}

/** Calls the endpoint of a path with the query that Next would pass. */
export const router: NextApiHandler = (req, res) => {
  const [path = "", search = ""] = (req.url ?? "").split(/\?(.*)/s);
  const query: Record<string, string | string[]> = Object.create(null);
  for (const [name, value] of new URLSearchParams(search)) {
    const before = query[name];
    query[name] = before === undefined ? value : [before, value].flat();
  }
  for (const [route, handler] of ROUTES) {
    const params = paramsOf(route, path);
    if (params) return handler(Object.assign(req, { query: { ...query, ...params } }), res);
  }
  return unknownAddress(Object.assign(req, { query }), res);
};

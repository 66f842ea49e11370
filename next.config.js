import "./start/require-node.js";
import { SECURITY_HEADERS } from "./lib/server/http/security-headers.ts";

/** The addresses that programs know, in front of the endpoints that answer there. */
const FOR_MACHINES = [
  { source: "/feed.xml", destination: "/api/feeds/rss" },
  { source: "/atom.xml", destination: "/api/feeds/atom" },
  { source: "/feed.json", destination: "/api/feeds/json" },
  { source: "/sitemap.xml", destination: "/api/sitemap" },
  { source: "/sitemap/:part.xml", destination: "/api/sitemap/:part" },
  { source: "/robots.txt", destination: "/api/robots" },
  { source: "/llms.txt", destination: "/api/llms" },
  { source: "/manifest.webmanifest", destination: "/api/manifest" },
  { source: "/blog/:id(\\d+).md", destination: "/api/posts/:id/markdown" },
];

/** Paths that people and programs guess, in front of those that exist. `/feed/` becomes `/feed` first, by Next itself. */
const GUESSED = [
  ...["/feed", "/rss", "/rss.xml", "/index.xml"].map((source) => ({ source, destination: "/feed.xml" })),
  { source: "/atom", destination: "/atom.xml" },
  { source: "/openapi.json", destination: "/api/openapi.json" },
];

/** Images that other sites may show: what stands for this one in a link's preview, a feed reader or a list of bookmarks. */
const IMAGES_FOR_OTHER_SITES = "/(favicon.ico|icon.svg|icon-192.png|icon-512.png|apple-touch-icon.png|og.png)";

/** SWR brings along, for older versions of React, a copy of what React itself has had since 18. */
const IN_REACT = { "use-sync-external-store/shim": "react" };

const HAS_REWRITES = "process.env.__NEXT_HAS_REWRITES";

/** Our rewrites lead programs to endpoints, and none leads to a page: the browser's router need not know them. 3 KB less. */
function withoutRewrites({ plugins }) {
  const define = plugins.find(({ definitions }) => definitions?.[HAS_REWRITES]);
  if (!define) throw new Error("Next no longer tells the browser's router of rewrites in the way that we know");
  define.definitions[HAS_REWRITES] = "false";
}

/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Next takes a tag from a page's bytes, when it is made; ours tells before (lib/server/http/page-caching.ts).
  generateEtags: false,
  agentRules: false,
  devIndicators: false,
  headers: async () => [
    {
      // A pattern without a name: with one, Next works every value out anew for each request.
      source: "/(.*)",
      headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
    },
    { source: IMAGES_FOR_OTHER_SITES, headers: [{ key: "Cross-Origin-Resource-Policy", value: "cross-origin" }] },
    // Every page waits for them, the first paint for one, the rest for the other: an hour without asking for them again.
    { source: "/(theme|start).js", headers: [{ key: "Cache-Control", value: "public, max-age=3600" }] },
  ],
  redirects: async () => GUESSED.map((path) => ({ ...path, permanent: true })),
  rewrites: async () => ({
    // Next serves the page of failures at its own path too, with its status: nobody's request is a failure.
    beforeFiles: [{ source: "/500", destination: "/404" }],
    // Tried before the pages whose address holds something, which would take `3.md` for the id of a post.
    afterFiles: FOR_MACHINES,
  }),
  webpack(config, { isServer }) {
    Object.assign(config.resolve.alias, IN_REACT);
    if (!isServer) withoutRewrites(config);
    return config;
  },
  turbopack: { resolveAlias: IN_REACT },
  experimental: {
    // Pages and endpoints are loaded when first asked for: a start does not wait for what it takes to sign in or to write.
    preloadEntriesOnStart: false,
    // Back leads to the place in a list where one left it, also when its posts have to be fetched first.
    scrollRestoration: true,
    // It tells addresses of an App Router, which there is none of here, from ours: code on every page.
    clientRouterFilter: false,
    // What /blog-static keeps is kept in memory: it belongs to this process and its database, not to the build.
    isrFlushToDisk: false,
    // The shared runtime is started by an inline script; without it every page holds under `script-src 'self'`.
    turbopackSharedRuntime: false,
  },
};

import "./start/require-node.js";
import { fileURLToPath } from "node:url";

// Octavo sends nothing to anybody; `NEXT_TELEMETRY_DISABLED=` (empty) turns Next's anonymous statistics on again.
process.env.NEXT_TELEMETRY_DISABLED ??= "1";

/** Well-known paths, with the endpoints that serve them. */
const FOR_MACHINES = [
  { source: "/feed.xml", destination: "/api/feeds/rss" },
  { source: "/atom.xml", destination: "/api/feeds/atom" },
  { source: "/feed.json", destination: "/api/feeds/json" },
  { source: "/sitemap.xml", destination: "/api/sitemap" },
  { source: "/sitemap/:part.xml", destination: "/api/sitemap/:part" },
  { source: "/robots.txt", destination: "/api/robots" },
  { source: "/llms.txt", destination: "/api/llms" },
  { source: "/manifest.webmanifest", destination: "/api/manifest" },
  { source: "/accent-:name.css", destination: "/api/accent/:name" },
  { source: "/images/:file", destination: "/api/images/files/:file" },
  { source: "/blog/:id(\\d+).md", destination: "/api/posts/:id/markdown" },
];

/** Redirects from paths that people and programs guess. Next itself redirects `/feed/` to `/feed` first. */
const GUESSED = [
  ...["/feed", "/rss", "/rss.xml", "/index.xml"].map((source) => ({ source, destination: "/feed.xml" })),
  { source: "/atom", destination: "/atom.xml" },
  { source: "/openapi.json", destination: "/api/openapi.json" },
];

/** Where the pages for drafts, scheduled posts and the trash were, with their query. */
const FORMER = [
  {
    source: "/blog/drafts",
    missing: [{ type: "query", key: "status" }],
    destination: "/account/posts?status=draft",
  },
  { source: "/blog/drafts", destination: "/account/posts" },
];

/** Images that other sites may embed, in link previews, feed readers and bookmarks. */
const IMAGES_FOR_OTHER_SITES = "/(favicon.ico|icon.svg|icon-192.png|icon-512.png|apple-touch-icon.png|og.png)";

/** SWR bundles a shim of `useSyncExternalStore`, which React has had since 18. */
const IN_REACT = { "use-sync-external-store/shim": "react" };

/** In bytes of source. Code that a few pages share compresses better in each of them than in a chunk of its own. */
const SHARED_MIN = 40_000;

const HAS_REWRITES = "process.env.__NEXT_HAS_REWRITES";

const NO_REWRITES = { beforeFiles: [], afterFiles: [], fallback: [] };

/**
 * No rewrite leads to a page, so the browser needs neither the router's code for them (3 KB) nor their list in the client's
 * build manifest (0.2 KB). See docs/upgrading.md.
 */
function withoutRewrites({ plugins }) {
  const manifest = plugins.find(({ rewrites }) => rewrites?.afterFiles);
  if (manifest) manifest.rewrites = NO_REWRITES;
  else console.warn("Next no longer has its rewrites in a plugin: the client's build manifest lists them (0.2 KB)");
  const define = plugins.find(({ definitions }) => definitions?.[HAS_REWRITES]);
  if (define) define.definitions[HAS_REWRITES] = "false";
  else console.warn(`Next no longer defines ${HAS_REWRITES}: the client bundle includes the code for rewrites (3 KB)`);
}

/** In hexadecimal digits, in the names of scripts, of which the build manifest and webpack's runtime list all. Next's are of 16. */
const HASH_LENGTH = 8;

/** Next's polyfills are for browsers older than those it compiles for, which need one of them. See docs/upgrading.md. */
const POLYFILLS = {
  "../build/polyfills/polyfill-module": fileURLToPath(new URL("lib/client/polyfills.ts", import.meta.url)),
};

/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  // Next hashes the rendered page; our ETag is known before rendering (lib/server/http/page-caching.ts).
  generateEtags: false,
  agentRules: false,
  // Octavo is deployed with its `node_modules`: nobody needs lists of the files that each page requires, which would take 40 %
  // of a build's CPU time.
  outputFileTracingExcludes: { "**": ["**/*"] },
  // `npm run types` checks them, in the tests and scripts too.
  typescript: { ignoreBuildErrors: true },
  devIndicators: false,
  headers: async () => [
    { source: IMAGES_FOR_OTHER_SITES, headers: [{ key: "Cross-Origin-Resource-Policy", value: "cross-origin" }] },
    // On the critical path of every page, or of its first use: cached for an hour without revalidation.
    {
      source: "/(head|choose-theme|leave|search).js",
      headers: [{ key: "Cache-Control", value: "public, max-age=3600" }],
    },
  ],
  redirects: async () => [...GUESSED, ...FORMER].map((path) => ({ ...path, permanent: true })),
  rewrites: async () => ({
    // Next also serves the error page at /500, with status 500: a client must not be able to request a server error.
    beforeFiles: [{ source: "/500", destination: "/404" }],
    // Tried before dynamic pages, which would take `3.md` for a post's id.
    afterFiles: FOR_MACHINES,
  }),
  webpack(config, { isServer }) {
    Object.assign(config.resolve.alias, IN_REACT);
    if (!isServer) {
      withoutRewrites(config);
      Object.assign(config.resolve.alias, POLYFILLS);
      config.output.hashDigestLength = HASH_LENGTH;
      if (config.optimization.splitChunks) config.optimization.splitChunks.minSize = SHARED_MIN;
    }
    return config;
  },
  turbopack: { resolveAlias: IN_REACT },
  experimental: {
    // Pages and endpoints are loaded on their first request, so that starting does not wait for all of them.
    preloadEntriesOnStart: false,
    // Back restores the scroll position in a list even when its posts have to be fetched first.
    scrollRestoration: true,
    // Needed only beside an App Router; it would be code on every page.
    clientRouterFilter: false,
    // The page cache of /blog-static stays in memory: it belongs to this process and its database, not to the build.
    isrFlushToDisk: false,
    // The shared runtime starts from an inline script, which `script-src 'self'` forbids.
    turbopackSharedRuntime: false,
  },
};

import { FEEDS } from "#lib/shared/feeds";
import { PAGES_OF_A_POST } from "#lib/shared/slug";

/** The first segments of pages, endpoints and files below which Octavo serves everything. */
const FOLDERS = ["_next", "account", "api", "authors", "docs", "images", "preview", "sitemap"];

/** The pages, the files and the well-known paths of next.config.js. */
const PATHS = [
  ...[
    "/",
    "/404",
    "/500",
    "/about",
    "/about/edit",
    "/confirm-email",
    "/contact",
    "/login",
    "/reset-password",
    "/signup",
  ],
  ...["/blog", "/blog/create", "/blog/drafts", "/blog-dynamic", "/blog-static"],
  ...Object.values(FEEDS).map(({ path }) => path),
  ...["/feed", "/rss", "/rss.xml", "/index.xml", "/atom", "/openapi.json"],
  ...["/sitemap.xml", "/robots.txt", "/llms.txt", "/manifest.webmanifest"],
  ...["/favicon.ico", "/icon.svg", "/icon-192.png", "/icon-512.png", "/apple-touch-icon.png", "/og.png"],
  ...["/choose-theme.js", "/head.js", "/leave.js", "/search.js"],
];

/** Style sheets of accent colours. */
const ACCENT = /^\/accent-[^/]+\.css$/;

/** Previews of unfinished texts. */
const OF_DRAFTS = /^\/blog\/drafts\/[^/]+$/;

/** The pages of a post's preview links. */
const OF_PREVIEW_LINKS = /^\/blog\/[^/]+\/preview\/links$/;

/** Posts, which are found by the id in their path, and the pages of each. */
const OF_POSTS = new RegExp(`^/blog/(?:\\d+(?:\\.md|/[^/]+)?|[^/]+/(?:${PAGES_OF_A_POST.join("|")}))$`);

/**
 * Whether Octavo itself serves a path, or will once the post with its id exists: a redirect from it would never be used. The
 * home page is served without a query only, because WordPress has its posts at `/?p=123`.
 * @param path as `normalizePath` returns it
 */
export function isReserved(path: string): boolean {
  const [pathname = "", query = ""] = path.split("?", 2);
  if (pathname === "/" && query !== "") return false;
  if (PATHS.includes(pathname) || FOLDERS.includes(pathname.split("/")[1] ?? "")) return true;
  return [OF_POSTS, OF_DRAFTS, OF_PREVIEW_LINKS, ACCENT].some((pattern) => pattern.test(pathname));
}

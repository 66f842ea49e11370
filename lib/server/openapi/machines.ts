import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { JsonFeed } from "#lib/server/feeds/json-feed";
import { FEEDS } from "#lib/shared/feeds";
import { FeedQuery, PostParams, SitemapParams } from "#lib/shared/post-query";
import { AccentParams } from "#lib/shared/site-settings";
import { operation, requestHeaders, success, successText } from "./parts.ts";

const tags = ["Machines"];
const ifNoneMatch = z.object({ "If-None-Match": requestHeaders["If-None-Match"] });
const ifChanged = ifNoneMatch.extend({ "If-Modified-Since": requestHeaders["If-Modified-Since"] });
const unchanged = success("What you have is the newest", undefined, ["ETag", "Last-Modified"]);

function feed(format: keyof typeof FEEDS, operationId: string, schema?: z.ZodType) {
  const { name, path, type } = FEEDS[format];
  return operation({
    operationId,
    tags,
    summary: `Follow the site by ${name}`,
    description: `Also at \`${path}\`. The twenty newest posts, whole.`,
    requestParams: { query: FeedQuery, header: ifChanged },
    replies: { "200": successText("The feed", type, ["ETag", "Last-Modified"], schema), "304": unchanged },
    problems: ["not-found"],
  });
}

/** Paths of feeds, sitemap and other formats for programs; each has a path outside /api too. */
export const machinePaths: ZodOpenApiPathsObject = {
  "/api/feeds/rss": { get: feed("rss", "getRss") },
  "/api/feeds/atom": { get: feed("atom", "getAtom") },
  "/api/feeds/json": { get: feed("json", "getJsonFeed", JsonFeed) },
  "/api/sitemap": {
    get: operation({
      operationId: "getSitemap",
      tags,
      summary: "The sitemap index",
      description: "Also at `/sitemap.xml`.",
      requestParams: { header: ifChanged },
      replies: { "200": successText("The index", "application/xml", ["ETag", "Last-Modified"]), "304": unchanged },
    }),
  },
  "/api/sitemap/{part}": {
    get: operation({
      operationId: "getSitemapPart",
      tags,
      summary: "One sitemap",
      description:
        "Also at `/sitemap/<part>.xml`. Part 0 lists the pages that are not posts, such as those of authors, the others the posts of 1,000 ids each.",
      requestParams: { path: SitemapParams, header: ifChanged },
      replies: { "200": successText("The part", "application/xml", ["ETag", "Last-Modified"]), "304": unchanged },
      problems: ["not-found"],
    }),
  },
  "/api/robots": {
    get: operation({
      operationId: "getRobots",
      tags,
      summary: "Rules for crawlers",
      description: "Also at `/robots.txt`.",
      requestParams: { header: ifNoneMatch },
      replies: {
        "200": successText("RFC 9309", "text/plain", ["ETag"]),
        "304": success("What you have is the newest", undefined, ["ETag"]),
      },
    }),
  },
  "/api/llms": {
    get: operation({
      operationId: "getLlms",
      tags,
      summary: "A summary of the site for language models",
      description: "Also at `/llms.txt`, in the form of llmstxt.org.",
      requestParams: { header: ifChanged },
      replies: { "200": successText("Markdown", "text/plain", ["ETag", "Last-Modified"]), "304": unchanged },
    }),
  },
  "/api/manifest": {
    get: operation({
      operationId: "getManifest",
      tags,
      summary: "The site's name and icons, for a home screen",
      description: "Also at `/manifest.webmanifest`.",
      requestParams: { header: ifNoneMatch },
      replies: {
        "200": successText(
          "Web Application Manifest",
          "application/manifest+json",
          ["ETag"],
          z.looseObject({ name: z.string() }),
        ),
        "304": success("What you have is the newest", undefined, ["ETag"]),
      },
    }),
  },
  "/api/accent/{name}": {
    get: operation({
      operationId: "getAccent",
      tags,
      summary: "The style sheet of an accent colour",
      description: "Also at `/accent-<name>.css`, which the site's pages name if it has an accent colour of its own.",
      requestParams: { path: AccentParams, header: ifNoneMatch },
      replies: {
        "200": successText("CSS", "text/css", ["ETag"]),
        "304": success("What you have is the newest", undefined, ["ETag"]),
      },
      problems: ["not-found"],
    }),
  },
  "/api/posts/{id}/markdown": {
    get: operation({
      operationId: "getPostMarkdown",
      tags,
      summary: "Read a post as one Markdown file",
      description: "Also at `/blog/<id>.md`. Title, dates, author, tags and URL are in YAML front matter.",
      requestParams: { path: PostParams, header: ifNoneMatch },
      replies: {
        "200": successText("The post", "text/markdown", ["ETag"]),
        "304": success("The post you have is the newest", undefined, ["ETag"]),
      },
      problems: ["unauthenticated", "not-found"],
    }),
  },
};

import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { EXPORT_TYPE, ExportQuery } from "#lib/shared/export";
import { EXPORT_PATH } from "#lib/shared/owner-paths";
import { operation, successText } from "./parts.ts";

/** The path of exports. */
export const exportPaths: ZodOpenApiPathsObject = {
  [EXPORT_PATH]: {
    get: operation({
      tags: ["Site"],
      security: [{ apiKey: [] }, { session: [] }],
      operationId: "exportSite",
      summary: "Export everything as a zip",
      description:
        "For the owner: all posts as Markdown, with revisions, images, tags, redirects, accounts and settings, as `npx octavo export` writes them; for an author: their own posts. It is streamed, and its last file is `octavo/manifest.json`; a connection that ends before is no whole export. One at a time, and 20 an hour.",
      requestParams: { query: ExportQuery },
      replies: { "200": successText("The export", EXPORT_TYPE, [], z.string().meta({ format: "binary" })) },
      problems: ["unauthenticated", "forbidden", "too-many-requests", "storage-unavailable"],
    }),
  },
};

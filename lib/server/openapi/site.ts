import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";
import { PageQuery, ReadyQuery } from "#lib/shared/params";
import { LegacyPost } from "#lib/shared/posts";
import { operation, requestHeaders, success, successText } from "./parts.ts";

const ifNoneMatch = z.object({ "If-None-Match": requestHeaders["If-None-Match"] });

/** Paths of the site: what belongs to no other file. */
export const sitePaths: ZodOpenApiPathsObject = {
  "/api/legacy-posts": {
    get: operation({
      operationId: "listLegacyPosts",
      tags: ["Posts"],
      deprecated: true,
      summary: "List posts as the first contract did",
      description: "The oldest first, at most 100 a page. New programs use `/api/posts`.",
      requestParams: { query: PageQuery, header: ifNoneMatch },
      replies: {
        "200": success("A page of posts", z.array(LegacyPost), ["Deprecation", "Link", "ETag"]),
        "304": success("The list you have is the newest", undefined, ["ETag", "Deprecation"]),
      },
    }),
  },
  "/api/openapi.json": {
    get: operation({
      operationId: "getOpenApi",
      tags: ["Service"],
      summary: "This document",
      description: "OpenAPI 3.1, generated from the schemas that validate requests.",
      requestParams: { header: ifNoneMatch },
      replies: {
        "200": success("OpenAPI 3.1", z.record(z.string(), z.unknown()), ["ETag"]),
        "304": success("The document you have is the newest", undefined, ["ETag"]),
      },
    }),
  },
  "/api/health": {
    get: operation({
      operationId: "getHealth",
      tags: ["Service"],
      summary: "Whether the process is alive",
      description: "Does not use the database: a process that is alive but cannot serve says so at `/api/ready`.",
      replies: { "200": success("It is", z.strictObject({ status: z.literal("ok") })) },
    }),
  },
  "/api/ready": {
    get: operation({
      operationId: "getReady",
      tags: ["Service"],
      summary: "Whether requests can be served",
      description:
        "503 while the database cannot be read, its schema is not up to date, it accepts no writes (read-only database or file, full disk, hot standby, missing privilege, corruption, file removed), or the server is stopping. Probes share one check, at most half a second old.",
      requestParams: { query: ReadyQuery },
      replies: {
        "200": success(
          "Requests can be served",
          z.strictObject({
            status: z.literal("ready"),
            reads: z.literal(true),
            writes: z.literal(true).optional().meta({ description: "Absent with `for=reads`" }),
          }),
        ),
      },
    }),
  },
  "/api/metrics": {
    get: operation({
      operationId: "getMetrics",
      tags: ["Service"],
      security: [{ metricsToken: [] }],
      summary: "What a monitoring system collects",
      description:
        "In Prometheus' text format, summed over all worker processes. Needs the token in the setting `METRICS_TOKEN`; without the setting, 404.",
      replies: { "200": successText("The metrics", "text/plain") },
      problems: ["unauthenticated", "not-found"],
    }),
  },
};

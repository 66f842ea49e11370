import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from "zod-openapi";
import { About, AboutReplacement } from "#lib/shared/about";
import { Message, MessageParams, MessagePatch, NewMessage } from "#lib/shared/messages";
import { PageQuery } from "#lib/shared/params";
import { SitePatch, SiteSettings } from "#lib/shared/site-settings";
import { BODY, IF_MATCH, jsonOrForm, LIMITS, operation, requestHeaders, success, WRITE } from "./parts.ts";

const tags = ["Site"];
const forOwner: Pick<ZodOpenApiOperationObject, "tags" | "security"> = {
  tags,
  security: [{ apiKey: [] }, { session: [] }],
};

/** Paths for the owner: the about text, the settings of the site, and messages. */
export const ownerPaths: ZodOpenApiPathsObject = {
  "/api/about": {
    get: operation({
      tags,
      operationId: "getAbout",
      summary: "Read the text about the site",
      description: "The Markdown of the page `/about`: the text that Octavo comes with until the owner saves another.",
      requestParams: { header: z.object({ "If-None-Match": requestHeaders["If-None-Match"] }) },
      replies: {
        "200": success("The text", About, ["ETag"]),
        "304": success("The text you have is the newest", undefined, ["ETag"]),
      },
    }),
    put: operation({
      ...forOwner,
      operationId: "replaceAbout",
      summary: "Replace the text about the site",
      description: "For the owner and editors.",
      requestParams: {
        header: z.object({
          "If-Match": requestHeaders["If-Match"],
          "Octavo-Account": requestHeaders["Octavo-Account"],
        }),
      },
      requestBody: jsonOrForm(AboutReplacement),
      replies: { "200": success("The text as it is now", About, ["ETag", ...LIMITS]) },
      problems: [...WRITE, ...BODY, "forbidden", "account-changed", ...IF_MATCH],
    }),
  },
  "/api/site": {
    get: operation({
      tags,
      operationId: "getSite",
      summary: "Read the settings of the site",
      description:
        "Its title, texts, language, look and links, as they apply: what the owner has not set has its default.",
      requestParams: { header: z.object({ "If-None-Match": requestHeaders["If-None-Match"] }) },
      replies: {
        "200": success("The settings", SiteSettings, ["ETag"]),
        "304": success("The settings you have are the newest", undefined, ["ETag"]),
      },
    }),
    patch: operation({
      ...forOwner,
      operationId: "changeSite",
      summary: "Change settings of the site",
      description:
        "For the owner. Settings that are left out stay; null resets one. Pages and feeds follow at once; those of other processes within a second.",
      requestParams: {
        header: z.object({
          "If-Match": requestHeaders["If-Match"],
          "Octavo-Account": requestHeaders["Octavo-Account"],
        }),
      },
      requestBody: { required: true, content: { "application/json": { schema: SitePatch } } },
      replies: { "200": success("All settings as they are now", SiteSettings, ["ETag", ...LIMITS]) },
      problems: [...WRITE, ...BODY, "forbidden", "account-changed", ...IF_MATCH],
    }),
  },
  "/api/messages": {
    get: operation({
      ...forOwner,
      operationId: "listMessages",
      summary: "List the messages to the owner",
      description: "For the owner. The newest first; follow `Link` for more.",
      requestParams: { query: PageQuery },
      replies: { "200": success("A page of messages", z.array(Message), ["Link"]) },
      problems: ["unauthenticated", "forbidden"],
    }),
    post: operation({
      tags,
      security: [{}],
      operationId: "leaveMessage",
      summary: "Send a message to the owner",
      description:
        "Five an hour for one client. For the site's own pages and for programs, not for pages of other sites.",
      requestBody: jsonOrForm(NewMessage),
      replies: { "204": success("Stored for the owner", undefined, LIMITS) },
      problems: [...BODY, "foreign-origin", "too-many-requests"],
    }),
  },
  "/api/messages/{id}": {
    patch: operation({
      ...forOwner,
      operationId: "changeMessage",
      summary: "Mark a message as read or unread",
      description: "For the owner.",
      requestParams: { path: MessageParams },
      requestBody: { required: true, content: { "application/json": { schema: MessagePatch } } },
      replies: { "200": success("The message as it is now", Message, ["Cache-Control", ...LIMITS]) },
      problems: [...WRITE, ...BODY, "forbidden", "not-found"],
    }),
    delete: operation({
      ...forOwner,
      operationId: "deleteMessage",
      summary: "Delete a message permanently",
      description: "For the owner.",
      requestParams: { path: MessageParams },
      replies: { "204": success("The message is deleted", undefined, LIMITS) },
      problems: [...WRITE, "forbidden", "not-found"],
    }),
  },
};

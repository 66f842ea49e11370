import { createDocument } from "zod-openapi";
import { memoize } from "#lib/server/memoize";
import { accountPaths } from "./accounts.ts";
import { autosavePaths } from "./autosaves.ts";
import { exportPaths } from "./export.ts";
import { imagePaths } from "./images.ts";
import { importPaths } from "./imports.ts";
import { keyPaths } from "./keys.ts";
import { machinePaths } from "./machines.ts";
import { ownerPaths } from "./owner.ts";
import { passkeyPaths } from "./passkeys.ts";
import { postPaths } from "./posts.ts";
import { previewPaths } from "./preview.ts";
import { previewLinkPaths } from "./preview-links.ts";
import { redirectPaths } from "./redirects.ts";
import { sitePaths } from "./site.ts";
import { tagPaths } from "./tags.ts";
import { userPaths } from "./users.ts";

const DESCRIPTION = `JSON over HTTP, standards only.

Every path that supports GET supports HEAD too, and OPTIONS with \`Allow\`; any other method is 405. Failures are
\`application/problem+json\` (RFC 9457); \`type\` leads to an explanation. A key goes into \`Authorization: Bearer …\`.`;

/** Built once: converting the schemas takes most of a tenth of a second. */
const getDocument = memoize(() =>
  createDocument(
    {
      openapi: "3.1.1",
      info: { title: "Octavo", version: "1", description: DESCRIPTION, license: { name: "MIT", identifier: "MIT" } },
      servers: [],
      tags: [
        { name: "Posts", description: "Reading and writing posts" },
        { name: "Images", description: "Uploading images for posts, and their files" },
        { name: "Imports", description: "Importing posts from other systems" },
        { name: "Tags", description: "Tags of public posts" },
        {
          name: "Accounts",
          description: "Accounts and sessions, for the site's own pages, which send a session cookie",
        },
        { name: "Users", description: "Who writes here, and invitations" },
        { name: "Keys", description: "API keys for programs" },
        { name: "Site", description: "The text about the site, its settings, and messages to the owner" },
        { name: "Machines", description: "Posts in other formats: feeds, sitemaps, Markdown" },
        { name: "Service", description: "The API itself" },
      ],
      security: [{}, { apiKey: [] }, { session: [] }],
      components: {
        securitySchemes: {
          apiKey: { type: "http", scheme: "bearer" },
          metricsToken: { type: "http", scheme: "bearer", description: "The token in the setting `METRICS_TOKEN`." },
          session: {
            type: "apiKey",
            in: "cookie",
            name: "octavo",
            description: "Set by sign-in; `__Host-octavo` where the site is served over https.",
          },
        },
      },
      paths: {
        ...postPaths,
        ...previewLinkPaths,
        ...autosavePaths,
        ...imagePaths,
        ...importPaths,
        ...previewPaths,
        ...tagPaths,
        ...accountPaths,
        ...passkeyPaths,
        ...keyPaths,
        ...userPaths,
        ...ownerPaths,
        ...redirectPaths,
        ...exportPaths,
        ...machinePaths,
        ...sitePaths,
      },
    },
    // A date's format is enough; its pattern is a page long.
    {
      override: ({ jsonSchema }) => {
        if (jsonSchema.format === "date-time") delete jsonSchema.pattern;
      },
    },
  ),
);

/** The OpenAPI 3.1 document, from the schemas that validate requests. @param origin the origin of the site's URLs */
export const openApiDocument = (origin: string) => ({ ...getDocument(), servers: [{ url: origin }] });

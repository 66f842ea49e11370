import { z } from "zod";
import { BODY_MAX, BODY_MAX_TEXT } from "./body.ts";

/**
 * Every problem type of the API: its status, its general title and what a client can do about it. The responses, the OpenAPI
 * document and the page /docs/errors are generated from this table.
 */
export const problemTypes = {
  validation: {
    status: 400,
    title: "The request is not valid",
    help: "A field or a query parameter is missing, wrong or unknown. `fields` names every one of them and says why.",
  },
  "malformed-body": {
    status: 400,
    title: "The body could not be read",
    help: "The body is not well-formed JSON in UTF-8, or not the object that this endpoint takes.",
  },
  unauthenticated: {
    status: 401,
    title: "Authentication required",
    help: "This needs a session or an API key: `Authorization: Bearer <key>`. The session may have ended, or the key expired or been revoked.",
  },
  forbidden: {
    status: 403,
    title: "You may not do that",
    help: "This viewer is authenticated, but not allowed to do this.",
  },
  "foreign-origin": {
    status: 403,
    title: "A page of another site may not write here",
    help: "A browser sent this from a page of another origin. Origins that may write are listed in the setting `CORS_ORIGINS`.",
  },
  "not-found": {
    status: 404,
    title: "Not found",
    help: "Nothing public has this URL. Drafts, scheduled posts and posts in the trash get this response too, unless the viewer may edit them.",
  },
  "method-not-allowed": {
    status: 405,
    title: "Method Not Allowed",
    help: "The URL exists, but does not support this method. `Allow` lists those it does.",
  },
  "request-in-progress": {
    status: 409,
    title: "The first request with this Idempotency-Key is still running",
    help: "Wait for the seconds in `Retry-After` and send the same request again: it will get the first one's response.",
  },
  "account-changed": {
    status: 409,
    title: "Another account is signed in now",
    help: "`Octavo-Account` names the account that the text was written by, and the session belongs to another one. Sign in with the first account, or send the request without the header.",
  },
  "account-suspended": {
    status: 403,
    title: "This account is suspended",
    help: "The owner of the site has suspended the account: it cannot sign in, and its sessions and API keys have ended. Its posts stay. The owner can reinstate it.",
  },
  "passkey-only": {
    status: 403,
    title: "This account signs in with a passkey only",
    help: "The account's user has chosen that its password opens no session. Sign in with a passkey. If none is left, the person who runs the server can allow the password again: `npx octavo reset-password --allow-password`.",
  },
  "passkey-needed": {
    status: 409,
    title: "The account needs a passkey",
    help: "An account that signs in with passkeys only has one at least. Add a passkey first, or allow the password again before you delete the last one.",
  },
  "email-taken": {
    status: 409,
    title: "Another account has this email address",
    help: "Only one account can have an email address. Nothing was changed. Use another address, or delete the other account first, if it is yours.",
  },
  "no-email": {
    status: 409,
    title: "This site does not send email",
    help: "A new email address is confirmed with a link that is sent there, for which `SMTP_URL` has to be set. Without it, the person who runs the server can change the address: `npx octavo change-email`.",
  },
  "setup-code": {
    status: 403,
    title: "The first account needs the setup code",
    help: "In production, only the person who runs the server can become the owner: `setupCode` is the code that Octavo prints when it starts, and that `npx octavo setup-code` prints again.",
  },
  "last-owner": {
    status: 409,
    title: "The site would have no owner",
    help: "This is the only owner who can sign in. Make another account an owner first.",
  },
  "user-unavailable": {
    status: 409,
    title: "This account cannot take over the posts",
    help: "`to` names an account that is suspended or deleted, or the one that is to be deleted. Choose another one.",
  },
  "invitation-used": {
    status: 409,
    title: "The invitation has been used",
    help: "Somebody has created an account with it. `acceptedBy` of the invitation says who; suspend or delete that user instead.",
  },
  "too-many-autosaves": {
    status: 409,
    title: "This account has 500 autosaves, which is the most",
    help: "Save or delete some of the texts under Drafts first.",
  },
  "too-many-preview-links": {
    status: 409,
    title: "The post has 20 preview links, which is the most",
    help: "Revoke one that nobody needs any more, or wait until one ends.",
  },
  "too-many-posts": {
    status: 409,
    title: "The tag is on too many posts to be changed",
    help: "A tag that more than 10,000 posts have is not renamed, merged or deleted, because each of them would be changed. Change the tags of some posts first.",
  },
  "too-many-redirects": {
    status: 409,
    title: "There are 100,000 redirects, which is the most",
    help: "Delete some that are no longer used first.",
  },
  "image-in-use": {
    status: 409,
    title: "The image is in use",
    help: "A post, a revision of one, an autosave or a page shows it; `current.uses` names them. An image that nothing uses is deleted by itself after 30 days.",
  },
  "import-open": {
    status: 409,
    title: "Another import is not finished",
    help: "One source is imported at a time. Wait for the import that is running, or start, cancel or delete the one that `current.import` names.",
  },
  "import-state": {
    status: 409,
    title: "The import cannot do that now",
    help: "`current.import` is the import with its state. One that is running can be cancelled only; one that is done, has failed or has expired needs a new upload.",
  },
  "precondition-failed": {
    status: 412,
    title: "The post has changed since",
    help: "`If-Match` names a version that is not the newest. `current` holds the newest: merge your change into it and send its `ETag`.",
  },
  "weak-etag": {
    status: 412,
    title: "If-Match holds a weak ETag, which never matches",
    help: "`If-Match` takes strong tags only (RFC 9110, section 13.1.1). A tag that begins with `W/` was weakened on its way, usually by a proxy that compressed the response although `Cache-Control: no-transform` forbids it. Send the tag in `ETag` of this reply, once `current` is what your change was made from.",
  },
  "payload-too-large": {
    status: 413,
    title: `The body is larger than ${BODY_MAX_TEXT}`,
    help: `Send at most ${BODY_MAX.toLocaleString("en")} bytes; an image may be as large as the setting \`IMAGE_BYTES_LIMIT\` says, the source of an import as \`IMPORT_BYTES_LIMIT\`.`,
  },
  "unsupported-media-type": {
    status: 415,
    title: "The media type is not supported",
    help: "`detail` names what was sent, and a header what is accepted: `Accept-Post`, `Accept-Patch` or `Accept` the media types, `Accept-Encoding` the content encodings. Send `Content-Type: application/json` (PATCH also takes `application/merge-patch+json`), without `Content-Encoding`. A body without `Content-Type` is read as JSON.",
  },
  "key-reused": {
    status: 422,
    title: "This Idempotency-Key was used for another body",
    help: "Create a new key for each new request; send a key again only with the same body.",
  },
  "invalid-image": {
    status: 422,
    title: "The image cannot be processed",
    help: "`detail` says why: the file is damaged, or has more pixels than the setting `IMAGE_PIXELS_LIMIT` allows.",
  },
  "invalid-source": {
    status: 422,
    title: "The file is no source of an import",
    help: "A source is an XML file exported by WordPress, a JSON file or zip exported by Ghost, or a zip with Markdown files. `detail` names what was found.",
  },
  "too-many-requests": {
    status: 429,
    title: "Too many writes",
    help: "Wait for the seconds in `Retry-After`. `RateLimit-Policy` says how much is allowed, `RateLimit` what is left.",
  },
  "storage-full": {
    status: 507,
    title: "There is no space left for files",
    help: "The disk or the bucket that stores images and uploads is full. Nothing was stored. The owner of the server has to make room.",
  },
  "storage-unavailable": {
    status: 503,
    title: "The file storage does not respond",
    help: "The folder or the bucket in the setting `FILES_URL` cannot be used; the log of the server says why. Posts are not affected. Try again after the seconds in `Retry-After`.",
  },
  unavailable: {
    status: 503,
    title: "Service Unavailable",
    help: "The database does not respond, or accepts no writes. Try again after the seconds in `Retry-After`. A connection that was lost at the last moment leaves open whether a write was stored: a POST sent again under the same `Idempotency-Key` creates one post, and a change with `If-Match` is applied once.",
  },
  internal: {
    status: 500,
    title: "Internal Server Error",
    help: "A bug in Octavo. The log has the details under the id in `X-Request-Id`.",
  },
} as const satisfies Record<string, { status: number; title: string; help: string }>;

/** The last part of a problem's `type` URL. */
export type ProblemType = keyof typeof problemTypes;

/** Every wrong field or parameter, each with what is wrong about it. */
export type FieldErrors = Record<string, string[]>;

/** The body of an error response: RFC 9457, with the first contract's `error` in it, which repeats `title`. */
export const ProblemBody = z
  .strictObject({
    type: z.string().meta({ description: "Stable; the URL of an explanation", example: "/docs/errors#validation" }),
    title: z.string(),
    status: z.int(),
    error: z.string().meta({ description: "Repeats `title`" }),
    detail: z.string().optional(),
    fields: z.record(z.string(), z.array(z.string())).optional().meta({ description: "Every wrong field, and why" }),
    current: z.record(z.string(), z.unknown()).optional().meta({ description: "With 412: the newest post" }),
    reads: z.boolean().optional().meta({ description: "From `/api/ready`: whether the database can be read" }),
    writes: z.boolean().optional().meta({ description: "From `/api/ready`: whether it can be written" }),
  })
  .meta({ id: "Problem" });
export type ProblemBody = z.infer<typeof ProblemBody>;

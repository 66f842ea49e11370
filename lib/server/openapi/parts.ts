import { z } from "zod";
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from "zod-openapi";
import { ProblemBody, type ProblemType, problemTypes } from "#lib/shared/problems";

type Responses = ZodOpenApiResponsesObject;
const header = (description: string, example: string) => z.string().meta({ description, example });

/** Response headers. */
export const headers = {
  ETag: header("A strong entity tag; send it in `If-Match` or `If-None-Match`", '"3-1-v-mTq-LU"'),
  "Last-Modified": header(
    "When it became what it is, once the second of that is over; send it in `If-Modified-Since`",
    "Sun, 22 Nov 2026 09:30:01 GMT",
  ).optional(),
  "Cache-Control": header(
    "Who may cache the response, and for how long",
    "public, max-age=0, must-revalidate, no-transform",
  ),
  Link: header("The next page, where there is one", '<https://example.org/api/posts?after=…>; rel="next"').optional(),
  Location: header("The URL of what was created", "https://example.org/api/posts/3"),
  Accept: header("The media types that PUT accepts", "application/json, …").optional(),
  "Accept-Post": header("The media types that POST accepts", "application/json, …").optional(),
  "Accept-Patch": header("The media types that PATCH accepts", "application/merge-patch+json, …").optional(),
  "Accept-Encoding": header("The content encodings that are accepted", "identity").optional(),
  "X-Total-Count": z.string().meta({ description: "How many there are on all pages", example: "42" }),
  "X-Total-Count-Relation": header("`gte` where a search has more matches than `X-Total-Count` says", "gte").optional(),
  "X-Request-Id": header("The id of this request in the log: your own `X-Request-Id`, or a new one", "6f1c…"),
  "Content-Disposition": header("The name for a file", 'attachment; filename="import.json"'),
  Allow: header("The methods of this path", "GET, HEAD, OPTIONS"),
  Deprecation: header("Since when this path is deprecated (RFC 9745)", "@1795305600"),
  "Idempotency-Replayed": header("`true` where this is the response to the first request", "true").optional(),
  "Retry-After": header("Seconds to wait", "2"),
  "WWW-Authenticate": header("How to authenticate", 'Bearer realm="Octavo"'),
  "Set-Cookie": header("The session's cookie, or its end", "octavo=…; HttpOnly; SameSite=Lax"),
  RateLimit: header("What is left of the limit, and for how many seconds", '"writes";r=59;t=60').optional(),
  "RateLimit-Policy": header("How much is allowed in how many seconds", '"writes";q=60;w=60').optional(),
};

/** A question mark marks an optional header. */
type HeaderName = keyof typeof headers | "ETag?";

/** Request headers. */
export const requestHeaders = {
  "If-None-Match": z
    .string()
    .optional()
    .meta({ description: "ETags of responses you have: 304 where one is still current" }),
  "If-Modified-Since": z
    .string()
    .optional()
    .meta({ description: "The `Last-Modified` of the response you have; used where `If-None-Match` is not sent" }),
  "If-Match": z
    .string()
    .optional()
    .meta({ description: "The ETag of the version your change is based on: 412 if it is not the current one" }),
  "Octavo-Account": z.string().optional().meta({
    description: "The id of the account that wrote the text: 409 if another one is signed in",
  }),
  "Idempotency-Key": z.string().min(1).max(255).optional().meta({
    description:
      "A key of your choice for this request: sent again with the same body within 24 hours, it creates nothing new",
  }),
};

/** A request body, as JSON or as a form. */
export const jsonOrForm = (schema: z.ZodType) => ({
  required: true,
  content: { "application/json": { schema }, "application/x-www-form-urlencoded": { schema } },
});

const PROBLEM_HEADERS: Partial<Record<ProblemType, HeaderName[]>> = {
  unauthenticated: ["WWW-Authenticate"],
  "method-not-allowed": ["Allow"],
  "request-in-progress": ["Retry-After"],
  "precondition-failed": ["ETag"],
  "weak-etag": ["ETag"],
  "unsupported-media-type": ["Accept", "Accept-Post", "Accept-Patch", "Accept-Encoding"],
  "too-many-requests": ["Retry-After"],
  "storage-unavailable": ["Retry-After"],
  unavailable: ["Retry-After"],
};

/** Headers of every response. */
const ALWAYS: HeaderName[] = ["Cache-Control", "X-Request-Id"];
/** Headers of responses to rate-limited writes. */
export const LIMITS: HeaderName[] = ["RateLimit", "RateLimit-Policy"];

function pick(names: HeaderName[]) {
  const entries = [...names, ...ALWAYS].map((name) =>
    name === "ETag?" ? ["ETag", headers.ETag.optional()] : [name, headers[name]],
  );
  return z.object(Object.fromEntries(entries) as Record<string, z.ZodType>);
}

/** A successful response. @param names its headers besides those of every response */
export function success(description: string, schema: z.ZodType | undefined, names: HeaderName[] = []) {
  const content = schema && { content: { "application/json": { schema } } };
  return { description, headers: pick(names), ...content };
}

/** The same with a media type other than JSON; the schema is a string by default. */
export function successText(
  description: string,
  mediaType: string,
  names: HeaderName[] = [],
  schema: z.ZodType = z.string(),
) {
  return { description, headers: pick(names), content: { [mediaType]: { schema } } };
}

/** Error responses for these problem types, grouped by status. */
function problems(types: ProblemType[]): Responses {
  const responses: Responses = {};
  const limits = types.includes("too-many-requests") ? LIMITS : [];
  for (const status of new Set(types.map((type) => problemTypes[type].status))) {
    const ofStatus = types.filter((type) => problemTypes[type].status === status);
    const names = new Set(ofStatus.flatMap((type) => PROBLEM_HEADERS[type] ?? []));
    responses[`${status}`] = {
      description: ofStatus.map((type) => `\`${type}\`: ${problemTypes[type].title}.`).join(" "),
      headers: pick([...names, ...limits]),
      content: { "application/problem+json": { schema: ProblemBody } },
    };
  }
  return responses;
}

/** Problem types of any endpoint. */
const ANYWHERE: ProblemType[] = ["validation", "unavailable", "internal"];
/** Further problem types of any write. */
export const WRITE: ProblemType[] = ["unauthenticated", "foreign-origin", "too-many-requests"];
/** Further problem types of writes with `If-Match`. */
export const IF_MATCH: ProblemType[] = ["precondition-failed", "weak-etag"];
/** Further problem types of endpoints that read a body. */
export const BODY: ProblemType[] = ["malformed-body", "payload-too-large", "unsupported-media-type"];

type Operation = Omit<ZodOpenApiOperationObject, "responses"> & { replies: Responses; problems?: ProblemType[] };

/** An operation: one method of one path. `problems` are those besides the ones of any endpoint. */
export function operation({ replies, problems: own = [], ...rest }: Operation): ZodOpenApiOperationObject {
  return { ...rest, responses: { ...replies, ...problems([...own, ...ANYWHERE]) } };
}

import { z } from "zod";
import { HTTP_URL_MAX, parseHttpUrl, quoted } from "./http-url.ts";
import { NumericId } from "./params.ts";
import { normalizePath, REDIRECT_PATH_MAX } from "./redirect-path.ts";
import { withoutForbidden } from "./text.ts";

/** How many redirects a site may have. */
export const REDIRECTS_MAX = 100_000;

const RedirectPath = z
  .string("Path must be text")
  .refine((path) => normalizePath(path) !== undefined, {
    error: ({ input }) =>
      `Path must be a path of this site of at most ${REDIRECT_PATH_MAX.toLocaleString("en")} characters, as /2019/05/hello.html, but is ${quoted(input)}`,
    abort: true,
  })
  .overwrite((path) => normalizePath(path) ?? path)
  .meta({
    description: "The path that is redirected, with its query; percent-encoded, slashes too",
    example: "/2019/05/hello.html",
  });

/** The path parameters of one redirect. */
export const RedirectParams = z.strictObject({ path: RedirectPath });

/** A base for paths of this site, whose origin does not matter. */
const ANY_ORIGIN = "http://any.invalid";

/** Parses the target of a redirect: a path of this site, or an absolute http(s) URL. @returns undefined for anything else */
export function parseTarget(text: string): string | undefined {
  if (!text.startsWith("/")) return parseHttpUrl(text)?.href;
  const url = URL.parse(text, ANY_ORIGIN);
  const path = url?.origin === ANY_ORIGIN ? normalizePath(url.pathname + url.search) : undefined;
  return path && path + (url?.hash ?? "");
}

/** The schema of a path of this site, or an absolute http(s) URL. */
export const TargetUrl = z
  .string("URL must be text")
  .refine((url) => url.length <= HTTP_URL_MAX, {
    error: `URL must be at most ${HTTP_URL_MAX.toLocaleString("en")} characters long`,
    abort: true,
  })
  .refine(...withoutForbidden("URL", { abort: true }))
  .overwrite((url) => url.trim())
  .refine((url) => (parseTarget(url)?.length ?? Number.POSITIVE_INFINITY) <= HTTP_URL_MAX, {
    error: ({ input }) =>
      `URL must be a path of this site, as /about, or an absolute http or https URL, as https://example.org/, but is ${quoted(input)}`,
    abort: true,
  })
  .overwrite((url) => parseTarget(url) ?? url);

/** The body of PUT: a post or a URL. What GET returns may be sent back. */
export const RedirectTarget = z
  .strictObject({
    post: z
      .string("Post must be an id")
      .refine((id) => NumericId.safeParse(id).success, "Post must be an id, as 3")
      .nullish()
      .meta({ description: "The id of the post to redirect to, whatever its slug is", example: "3" }),
    url: TargetUrl.nullish().meta({
      description: "The target instead of a post: a path of this site, or an absolute http(s) URL",
      maxLength: HTTP_URL_MAX,
      example: null,
    }),
    path: z.unknown().optional(),
    location: z.unknown().optional(),
    createdAt: z.unknown().optional(),
  })
  .refine(({ post, url }) => (post ?? null) === null || (url ?? null) === null, {
    path: ["url"],
    error: "Send either post or url, and not both",
  })
  .refine(({ post, url }) => (post ?? null) !== null || (url ?? null) !== null, {
    path: ["url"],
    error: "Post or url is required",
  });

/** A redirect in a form. */
export const NewRedirect = z.strictObject({ path: RedirectPath, url: TargetUrl });

export type RedirectTarget = z.output<typeof RedirectTarget>;
export type RedirectTargetInput = z.input<typeof RedirectTarget>;

/** A redirect in responses. */
export const Redirect = z
  .strictObject({
    path: z.string().meta({ description: "As it is stored: percent-encoded, the query in alphabetical order" }),
    post: z.string().nullable().meta({ description: "The id of the target post; null if the target is a URL" }),
    url: z.string().nullable().meta({ description: "The target path or URL; null if the target is a post" }),
    location: z.string().meta({
      description: "The URL in the header `Location`. A redirect to a post that is not public is 404 to every reader",
      example: "https://example.org/blog/3/new-post",
    }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Redirect" });
export type Redirect = z.infer<typeof Redirect>;

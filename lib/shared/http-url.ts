import { z } from "zod";
import { withoutForbidden } from "./text.ts";

/** The longest URL that is stored, in characters. */
export const HTTP_URL_MAX = 2_000;

/** How much of a client's value an error repeats, in characters. */
const QUOTED_MAX = 100;
export const quoted = (input: unknown) => `“${String(input).slice(0, QUOTED_MAX)}”`;

/** An absolute http(s) URL without credentials and white space, as the URL standard serializes it; undefined for anything else. */
export function parseHttpUrl(text: string): URL | undefined {
  const url = /\s/.test(text) ? null : URL.parse(text);
  const isHttp = url?.protocol === "https:" || url?.protocol === "http:";
  return url && isHttp && url.username === "" && url.password === "" ? url : undefined;
}

/**
 * The schema of a URL on any site; it may be empty. Normalized, so that it is ASCII.
 * @param label the field, such as `Canonical URL`
 * @param max the longest URL, in characters
 */
export const HttpUrl = (label: string, max: number) => {
  const tooLong = `${label} must be at most ${max.toLocaleString("en")} characters long`;
  return z
    .string(`${label} must be text`)
    .refine((text) => text.length <= max, { error: tooLong, abort: true })
    .refine(...withoutForbidden(label, { abort: true }))
    .overwrite((text) => text.trim())
    .refine((text) => text === "" || parseHttpUrl(text) !== undefined, {
      error: ({ input }) =>
        `${label} must be an absolute http or https URL, as https://example.org/post, but is ${quoted(input)}`,
      abort: true,
    })
    .overwrite((text) => parseHttpUrl(text)?.href ?? text)
    .refine((text) => text.length <= max, tooLong)
    .meta({ maxLength: max });
};

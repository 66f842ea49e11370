const TAG = /<[a-z][^>]*>/g;
const URL_ATTRIBUTE = /( (?:href|src)=")([^"]*)"/g;

/** Our renderer's own: paths without commas and spaces, each with a width (HTML, 4.8.4.2). */
const SRCSET = / srcset="([^"]*)"/;

/**
 * Makes the URLs in rendered HTML absolute, since paths and fragments do not resolve in a feed reader.
 * @param html HTML from our renderer: every `<`, `>` and `"` in text is escaped
 * @param base the URL of the page that the HTML is from
 */
export function withAbsoluteUrls(html: string, base: string): string {
  const toAbsolute = (url: string) => (URL.canParse(url, base) ? new URL(url, base).href : url);
  return html.replace(TAG, (tag) =>
    tag
      .replace(URL_ATTRIBUTE, (_, name: string, url: string) => `${name}${toAbsolute(url)}"`)
      .replace(SRCSET, (_, srcset: string) => ` srcset="${srcset.replace(/[^\s,]+(?= \d+w)/g, toAbsolute)}"`),
  );
}

/**
 * A link to the next page (RFC 8288): the same URL with the same parameters, after a cursor. None on the last page.
 * @param url absolute, without a query
 */
export function nextPageLink(url: string, query: object, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const asked = Object.entries(query).filter(([, value]) => value !== undefined);
  const params = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
  params.set("after", cursor);
  return `<${url}?${params}>; rel="next"`;
}

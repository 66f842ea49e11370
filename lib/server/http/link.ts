/**
 * A link to the next page (RFC 8288): the same address with the same parameters, behind a cursor. None on the last page.
 */
export function nextPage(path: string, query: object, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const asked = Object.entries(query).filter(([, value]) => value !== undefined);
  const params = new URLSearchParams(asked.map(([name, value]) => [name, String(value)]));
  params.set("after", cursor);
  return `<${path}?${params}>; rel="next"`;
}

// Texts of feeds.

type Filter = string | undefined;

/** @param author whose posts only */
export const title = (site: string, tag: Filter, author?: Filter) =>
  tag === undefined && author === undefined ? site : `${site}: ${[author, tag].filter(Boolean).join(", ")}`;
export function description(site: string, tag: Filter, author?: Filter): string {
  const posts = author === undefined ? `The newest posts of ${site}` : `The newest posts of ${author} on ${site}`;
  return tag === undefined ? posts : `${posts} about ${tag}`;
}

// Texts of feeds.

export const title = (site: string, tag: string | undefined) => (tag === undefined ? site : `${site}: ${tag}`);
export const description = (site: string, tag: string | undefined) =>
  tag === undefined ? `The newest posts of ${site}` : `The newest posts of ${site} about ${tag}`;

/** The cover of a post: the id of an image, and its alternative text. */
export type Cover = { image: string; alt: string };

/** A cover as text, for forms and comparison: a Markdown image with the id. */
export const formatCover = (cover: Cover | null): string => (cover ? `![${cover.alt}](${cover.image})` : "");

/** The inverse of `formatCover`; also takes the URL of an image, and an id or a URL alone. */
export function parseCover(typed: string): Cover | null {
  const text = typed.trim();
  if (text === "") return null;
  const [, alt = "", target = text] = /^!\[(.*)\]\((\S*)\)$/s.exec(text) ?? [];
  const [image = target] = /[\da-f]{64}/.exec(target) ?? [];
  return { image, alt };
}

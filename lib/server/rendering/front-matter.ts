/** `---`, a line such as `name: value`, further lines and `---`. The first key tells it from a rule and a heading. */
const FRONT_MATTER = /^---[^\S\n]*\n[A-Za-z_][\w-]*:(?:[^\S\n][^\n]*)?\n(?:[^\n]*\n)*?---[^\S\n]*(?:\n|$)/;

/**
 * Removes YAML front matter, as written for site generators. A text that has nothing else is returned unchanged.
 */
export function withoutFrontMatter(source: string): string {
  const rest = source.replace(FRONT_MATTER, "");
  return rest.trim() === "" ? source : rest;
}

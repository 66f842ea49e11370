/** A first line `---`, lines such as `name: value`, and `---` again. A rule and a heading look else: no name comes first. */
const FRONT_MATTER = /^---[^\S\n]*\n[A-Za-z_][\w-]*:(?:[^\S\n][^\n]*)?\n(?:[^\n]*\n)*?---[^\S\n]*(?:\n|$)/;

/**
 * A text without the YAML that site generators begin their files with: it says something of the text and is no part of
 * it. A text that is nothing else stays as it is.
 */
export function withoutFrontMatter(source: string): string {
  const rest = source.replace(FRONT_MATTER, "");
  return rest.trim() === "" ? source : rest;
}

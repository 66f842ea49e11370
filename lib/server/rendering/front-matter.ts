/** A first line `---`, lines such as `name: value`, and `---` again. A rule and a heading look else: no name comes first. */
const FRONT_MATTER = /^---[^\S\n]*\n[A-Za-z_][\w-]*:(?:[^\S\n].*)?\n(?:.*\n)*?---[^\S\n]*(?:\n|$)/;

/** A text without the YAML that site generators begin their files with: it says something of the text and is no part of it. */
export const withoutFrontMatter = (source: string) => source.replace(FRONT_MATTER, "");

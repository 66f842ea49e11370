/** Lists and images as texts of forms, which work without JavaScript too. */

/** The lines of a text that are not empty. */
export const linesOf = (text = "") => text.split("\n").flatMap((line) => line.trim() || []);

/** The id of an image in the path of one of its files; else the text itself. */
export const imageIdOf = (text: string) => /[\da-f]{64}/.exec(text)?.[0] ?? text;

/** Links as text: on each line a label, a bar, and a URL. */
export const writeLinks = (links: { label: string; url: string }[]) =>
  links.map(({ label, url }) => `${label} | ${url}`).join("\n");

/** The inverse of `writeLinks`; a line without a bar has no URL. */
export function parseLinks(text: string): { label: string; url: string }[] {
  return linesOf(text).map((line) => {
    const at = line.lastIndexOf("|");
    return at < 0
      ? { label: line.trim(), url: "" }
      : { label: line.slice(0, at).trim(), url: line.slice(at + 1).trim() };
  });
}

/** The errors of a field of a form, with those of its parts: `navigation.1.url` says which line. */
export function formFieldError(fields: Record<string, string[]>, name: string): string | undefined {
  const messages = Object.entries(fields).flatMap(([path, [message = ""]]) => {
    if (path === name) return [message];
    const [, index, part] = path.startsWith(`${name}.`) ? (/\.(\d+)(\..*)?$/.exec(path) ?? []) : [];
    if (index !== undefined) return [`Line ${Number(index) + 1}: ${message}`];
    return path.startsWith(`${name}.`) && part === undefined ? [message] : [];
  });
  return messages.length > 0 ? messages.join(". ") : undefined;
}

/** Characters that could control a terminal, or hide others: anybody chooses names, user agents and what a file says. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A line without characters that a terminal may execute. */
export const printable = (line: string): string => line.replace(UNPRINTABLE, "");

const escaped = (text: string) =>
  text
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

/** A JSON document of several lines in which such characters are escaped. */
export const printableJson = (document: unknown): string =>
  JSON.stringify(document, null, 2).replace(UNPRINTABLE, (found) => (found === "\n" ? found : escaped(found)));

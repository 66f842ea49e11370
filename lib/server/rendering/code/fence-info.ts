/** The language of a fence and the title of its block, such as the name of a file. */
export type FenceInfo = { language: string; title: string };

const TITLE_MAX = 200;
/** `js`, `{.js}`, `c++`; the rest of the first word, such as `{1,3}`, is not part of it. */
const LANGUAGE = /^\{?\s*\.?([\w+#-]*)/;
const FILE = /^:([^\s{}]+)/;
const TITLE = /(?:^|[\s{,:])(?:title|filename|file|name)=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]+))/i;

/**
 * Parses the info string of a fence as programs write them: `js{1,3}`, `js:app.js`, `js title="app.js"`, `{.js .numberLines}`.
 * What is neither language nor title is ignored.
 */
export function parseFenceInfo(info: string): FenceInfo {
  const text = info.trim().slice(0, TITLE_MAX * 2);
  const [all = "", language = ""] = LANGUAGE.exec(text) ?? [];
  const rest = text.slice(all.length);
  const [, double, single, bare] = TITLE.exec(rest) ?? [];
  const [, file] = FILE.exec(rest) ?? [];
  return {
    language: language.toLowerCase(),
    title: (double ?? single ?? bare ?? file ?? "").trim().slice(0, TITLE_MAX),
  };
}

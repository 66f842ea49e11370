import { yaml } from "#lib/server/posts/markdown-file";

/** A value of front matter: what JSON has, with times unquoted, as YAML has them. */
export type FrontMatterValue = string | number | boolean | null | string[] | FrontMatter | Date;
/** A value that is undefined is left out. */
export type FrontMatter = { [key: string]: FrontMatterValue | undefined };

const isMap = (value: FrontMatterValue): value is FrontMatter =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

function* linesOf(data: FrontMatter, indent: string): Generator<string> {
  for (const [key, value] of Object.entries(data)) {
    if (value === undefined) continue;
    if (isMap(value)) {
      yield `${indent}${key}:`;
      yield* linesOf(value, `${indent}  `);
    } else yield `${indent}${key}: ${value instanceof Date ? value.toISOString() : yaml(value)}`;
  }
}

/** A Markdown file with YAML front matter. */
export const markdownWith = (data: FrontMatter, content: string) =>
  ["---", ...linesOf(data, ""), "---", "", content, ""].join("\n");

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const LINE = /^((?: {2}){0,4})([\w-]{1,100}):(?: (.*))?$/;

/** The inverse of `markdownWith`; times become texts. @throws {SyntaxError} for anything that it does not write */
export function parseMarkdown(file: string): { data: Record<string, unknown>; content: string } {
  const end = file.indexOf("\n---\n\n", 3);
  if (!file.startsWith("---\n") || end === -1 || !file.endsWith("\n")) throw new SyntaxError("it has no front matter");
  const data: Record<string, unknown> = {};
  const open = [data];
  for (const line of file.slice(4, end).split("\n")) {
    const [, indent = "", key = "", value] = LINE.exec(line) ?? [];
    const map = open[indent.length / 2];
    if (key === "" || !map || Object.hasOwn(map, key)) throw new SyntaxError(`its front matter has the line ${line}`);
    open.length = indent.length / 2 + 1;
    if (value === undefined) open.push(define(map, key, {}));
    else define(map, key, TIME.test(value) ? value : JSON.parse(value));
  }
  return { data, content: file.slice(end + 6, -1) };
}

/** Sets a property, whatever its name is. */
function define<Value>(map: Record<string, unknown>, key: string, value: Value): Value {
  Object.defineProperty(map, key, { value, enumerable: true });
  return value;
}
